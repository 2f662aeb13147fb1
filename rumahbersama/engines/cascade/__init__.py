"""Who trained whom, and how far it went: a training as the source of further trainings; plain Python, no Django."""

from rumahbersama.engines.cascade.tree import Held, Tree, generations, people_after, reach, tree_of

__all__ = ["Held", "Tree", "generations", "people_after", "reach", "tree_of"]
