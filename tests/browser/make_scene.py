"""Prints the scene as JSON: Django is set up in the demo's installation before anything of it is imported."""

import json
import os

import django

if __name__ == "__main__":
    os.environ["RUMAH_DEMO"] = "1"
    django.setup()
    from tests.browser.scene import build

    print(json.dumps(build()))  # noqa: T201 - its answer
