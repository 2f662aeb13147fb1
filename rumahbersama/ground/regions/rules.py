"""Codes of regions: how they are written, what they mean, how names are cleaned and compared."""

import re
import unicodedata

from rumahbersama.ground.core.rules import Refusal

NATION_CODE = "0"
INVENTED_PROVINCES = frozenset({"90", "98", "99"})
# Indonesia with its seas, in degrees.
WEST, EAST, SOUTH, NORTH = 94.0, 142.0, -12.0, 7.0
_LENGTHS = {2: 1, 4: 2, 6: 3, 10: 4}
_CODE = re.compile(r"\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?")
_TITLES = re.compile(
    r"^(PROVINSI|PROV|(KABUPATEN|KAB|KOTA) (ADMINISTRASI|ADM)|KABUPATEN|KAB|KOTA|KECAMATAN|KEC|DISTRIK|"
    r"DESA ADAT|DESA|KELURAHAN|KEL)\b"
)
# Titles as the published lists print them before the name, by level: (pattern, kind, local word).
_PRINTED_TITLES = {
    1: ((re.compile(r"(PROVINSI|PROV\.?)\s+", re.I), "", ""),),
    2: (
        (
            re.compile(r"KAB(UPATEN|\.)?\s*ADM(INISTRASI|\.)?\s+", re.I),
            "kabupaten",
            "Kabupaten Administrasi",
        ),
        (re.compile(r"KOTA\s+ADM(INISTRASI\s+|\.\s*)", re.I), "kota", "Kota Administrasi"),
        (re.compile(r"(KABUPATEN\s+|KAB\.\s*|KAB\s+)", re.I), "kabupaten", ""),
        (re.compile(r"KOTA\s+", re.I), "kota", ""),
    ),
}
_ACRONYMS = frozenset({"DKI", "DI", "PJKA", "RD"})
_ROMAN = re.compile(r"[IVX]+")
SEARCH_TITLES = {
    "PROV": 1,
    "PROVINSI": 1,
    "KAB": 2,
    "KABUPATEN": 2,
    "KOTA": 2,
    "KEC": 3,
    "KECAMATAN": 3,
    "DISTRIK": 3,
}
SEARCH_TITLES |= {"DESA": 4, "KEL": 4, "KELURAHAN": 4, "NAGARI": 4, "GAMPONG": 4, "KAMPUNG": 4}


class RegionRefusal(Refusal):
    """A sentence for the user: why this change to regions is not made, and how to mend it."""


def dotted(text: str) -> str | None:
    """Return ``text`` as a dotted Kemendagri code, or None where it is no code.

    Accepts "3301162013", "33.01.16.2013" and blanks around them; "33.1" and "330" are no codes.
    Source: Permendagri 137/2017 (2 + 2 + 2 + 4 digits).
    """
    digits = text.strip()
    if "." in digits:
        return digits if _CODE.fullmatch(digits) else None
    if not digits.isascii() or not digits.isdigit() or len(digits) not in _LENGTHS:
        return None
    parts = [digits[0:2], digits[2:4], digits[4:6], digits[6:10]]
    return ".".join(part for part in parts if part)


def level_of(code: str) -> int:
    """Return the level (0 nation to 4 desa) of a dotted code."""
    return 0 if code == NATION_CODE else code.count(".") + 1


def parent_code(code: str) -> str | None:
    """Return the code one level up; a province's parent is the nation, the nation has none."""
    if code == NATION_CODE:
        return None
    return code.rpartition(".")[0] or NATION_CODE


def ancestor_codes(code: str) -> list[str]:
    """Return the codes from the nation down to, not with, ``code``."""
    found: list[str] = []
    above = parent_code(code)
    while above is not None:
        found.insert(0, above)
        above = parent_code(above)
    return found


def is_below_or_same(code: str, ancestor: str) -> bool:
    """Tell whether ``code`` is ``ancestor`` or lies below it."""
    return ancestor in (NATION_CODE, code) or code.startswith(ancestor + ".")


def code_range(ancestor: str) -> tuple[str, str]:
    """Return the half-open range of codes strictly below ``ancestor`` ("/" follows "." in ASCII)."""
    return ("1", "a") if ancestor == NATION_CODE else (ancestor + ".", ancestor + "/")


def code_sort_key(code: str) -> tuple[str, ...]:
    """Return the parts of a code, so that codes sort by level and number."""
    return tuple(code.split("."))


def is_invented(code: str) -> bool:
    """Tell whether a code belongs to the invented provinces of demo and practice.

    Source: project decision, docs/adr/0007.
    """
    return code[:2] in INVENTED_PROVINCES


def folded(name: str) -> str:
    """Return ``name`` for comparing: upper case, no accents, no punctuation, no title, single blanks.

    "KAB. ACEH SELATAN" and "Kabupaten Aceh Selatan" fold to the same text.
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().upper()
    plain = re.sub(r"['`´’]", "", plain)
    plain = " ".join(re.sub(r"[^A-Z0-9]+", " ", plain).split())
    return _TITLES.sub("", plain).strip() or plain


def full_name(*, kind: str, word: str, name: str) -> str:
    """Return the name with its title, in the local word where there is one: "Nagari Koto Baru"."""
    if kind == "negara":
        return name
    title = word or {"desa_adat": "Desa Adat"}.get(kind, kind.capitalize())
    return name if name.lower().startswith(title.lower() + " ") else f"{title} {name}"


def without_title(text: str, level: int) -> tuple[str, str, str]:
    """Return (name, kind, local word) of a name as printed in an edition, for a region of ``level``.

    Only provinces, kabupaten and kota carry a title in the lists; "Kota Waisai" is the name of a kecamatan.
    """
    name = " ".join(text.split())
    for pattern, kind, word in _PRINTED_TITLES.get(level, ()):
        found = pattern.match(name)
        if found and name[found.end() :].strip():
            return name[found.end() :].strip(), kind, word
    return name, "", ""


def clean_name(text: str, level: int) -> str:
    """Return the name to store and show: no title, single blanks, capitals only where they belong.

    "KAB. ACEH SELATAN" becomes "Aceh Selatan"; short names in capitals below the kabupaten ("WKO") stay.
    """
    name, _, _ = without_title(text, level)
    if not name.isupper() or (level > 2 and max(len(word) for word in name.split()) <= 5):
        return name
    return re.sub(r"[^\W\d_]+(['’][^\W\d_]+)?", lambda word: _capitalised(word[0]), name)


def _capitalised(word: str) -> str:
    return word if word in _ACRONYMS or _ROMAN.fullmatch(word) else word.capitalize()


def name_key(text: str, level: int) -> str:
    """Return what two spellings of one name share: no title, case, accents, punctuation or blanks.

    "Bojong Gede" and "Bojonggede" are one name; "Piga Satu" and "Piga I" are two.
    """
    name, _, _ = without_title(text, level)
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().upper()
    return re.sub(r"[^A-Z0-9]+", "", plain)


def kind_of(code: str, *, jenis: str = "", printed: str = "") -> str:
    """Return the kind of a region: as the edition says (``jenis``), else by its code.

    Kabupaten are numbered 01-69, kota 71-99; the tenth digit is 1 kelurahan, 2 desa, 3 desa adat.
    Source: Permendagri 137/2017.
    """
    level = level_of(code)
    said = "_".join(jenis.lower().replace("_", " ").split())
    if said in KINDS_BY_LEVEL[level]:
        return said
    if level == 2:
        return printed or ("kota" if int(code[3:5]) > 70 else "kabupaten")
    if level == 4:
        return {"1": "kelurahan", "3": "desa_adat"}.get(code[9], "desa")
    return KINDS_BY_LEVEL[level][0]


KINDS_BY_LEVEL = {
    0: ("negara",),
    1: ("provinsi",),
    2: ("kabupaten", "kota"),
    3: ("kecamatan",),
    4: ("desa", "kelurahan", "desa_adat"),
}
