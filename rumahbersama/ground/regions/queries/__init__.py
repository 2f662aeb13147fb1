"""Reading regions."""

from rumahbersama.ground.regions.models import Level
from rumahbersama.ground.regions.queries.tree import below, breadcrumb_of, children_of, names_of, present

__all__ = ["Level", "below", "breadcrumb_of", "children_of", "names_of", "present"]
