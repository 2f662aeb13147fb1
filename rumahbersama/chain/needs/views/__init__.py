"""Pages of this room: values of places, and the reference data they rest on."""
