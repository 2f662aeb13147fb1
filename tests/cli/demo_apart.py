"""Prepare the demo, and tell whether this process itself set papers: the server would be forked from it."""

import sys

from rumahbersama.cli import main

if __name__ == "__main__":
    code = main(["demo", "--no-serve"])
    sys.stdout.write(f"typst: {'typst' in sys.modules}\n")
    raise SystemExit(code)
