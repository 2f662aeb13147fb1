"""The world of the access table: the cast, and private things at every place, each with a word of its own."""

from tests.access.world.building import build
from tests.access.world.numbers import MISSING, World
from tests.access.world.things import add_private_things
from tests.access.world.words import private_words, secret_figures, word_of

__all__ = ["MISSING", "World", "add_private_things", "build", "private_words", "secret_figures", "word_of"]
