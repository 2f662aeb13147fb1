"""References to what a page says ("usulan:12", "angka:posyandu:32.01.01.2001:2026-S1"): how their parts are read."""


def parts_of(reference: str, kind: str, count: int) -> list[str]:
    """Return the parts of a reference of this kind, empty where it is of another kind or has not ``count`` parts."""
    said, *parts = reference.split(":")
    return parts if said == kind and len(parts) == count else []


def number_of(reference: str, kind: str) -> int | None:
    """Return the number in a reference of this kind ("usulan:12"), None where it is of another kind."""
    parts = parts_of(reference, kind, 1)
    return int(parts[0]) if parts and parts[0].isdecimal() and len(parts[0]) < 12 else None
