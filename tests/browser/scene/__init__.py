"""What the pages need beside the demo: uploads in every state, people with both factors, a list of codes in doubt.

Made inside the demo's installation by ``python -m tests.browser.make_scene``, before it is served: the session of
everybody and the number of everything, so that each kind of page has something to show.
"""

from tests.browser.scene.building import build

__all__ = ["build"]
