"""The words that stand in private things, and who must not read them.

The word "Rahasia-<code>" stands in everything private that belongs to the place of that code. It may be read by
those whose place is that place or lies above it, and by nobody else.
"""

DESA_WITH_FIGURES = ("71.01.01.2001", "71.01.01.2002", "71.01.02.2001", "71.01.02.2002")
WITHOUT = {"nobody", "anonymous", "party"}  # a role
ALL_CODES = [
    "0",
    "71",
    "71.01",
    "71.01.01",
    "71.01.01.2001",
    "71.01.01.2002",
    "71.01.01.1003",
    "71.01.02",
    "71.01.02.2001",
    "71.01.02.2002",
    "71.02",
    "71.02.01",
    "71.02.01.2001",
    "72",
    "72.01",
    "72.01.01",
    "72.01.01.2001",
]


def word_of(code: str) -> str:
    """Return the word that stands in private things of a place; it ends, so that no word begins another."""
    return f"Rahasia-{code}-"


def sealed_word_of(code: str) -> str:
    """Return the word that stands in the case of a kecamatan, which not even those above it read."""
    return f"Tertutup-{code}-"


def source_of(code: str) -> str:
    """Return the source of a desa's figure, which is seen together with the figure."""
    return f"Sumber-{code}-"


def figure_of(code: str) -> int:
    """Return the population of a desa; of those whose figure is a secret, a number that occurs nowhere else."""
    return 2_100_007 + 101_010 * DESA_WITH_FIGURES.index(code) if code in DESA_WITH_FIGURES else 1_000


def private_words(role: str, home: str) -> list[str]:
    """Return the words that somebody of the cast must not read anywhere: those of places outside the own place.

    And those of cases, which are read by two roles at the very place and by a party alone.
    """
    sealed = [
        sealed_word_of(code) for code in ALL_CODES if code != home or role not in {"camat", "kasi_trantib", "party"}
    ]
    return sealed + [
        word_of(code)
        for code in ALL_CODES
        if role in WITHOUT or not (home in ("0", code) or code.startswith(home + "."))
    ]


def secret_figures(role: str, home: str) -> list[str]:
    """Return the desa figures, as pages and files write them, that somebody of the cast must not read."""
    kecamatan = home[:8] if len(home) == 13 else home
    return [
        text
        for code in DESA_WITH_FIGURES
        if role in {"nobody", "anonymous", "party"}
        or not (kecamatan in ("0", code) or code.startswith(kecamatan + "."))
        for text in (f"{figure_of(code):,}".replace(",", "."), str(figure_of(code)), source_of(code))
    ]
