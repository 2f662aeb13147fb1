"""The past event of ``passing`` with its class, list, people and signer, seen as paper."""

from tests.training.passing.conftest import decided, event, klass, own_folder, people, post, roster

__all__ = ["decided", "event", "klass", "own_folder", "people", "post", "roster"]
