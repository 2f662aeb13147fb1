"""Where in the demo the pages are opened."""

KABUPATEN = "99.01"
HOME, VILLAGE = "99.01.01", "99.01.01.2001"
WHERE = {
    "province": "99",
    "training_body": "99",
    "bappeda": KABUPATEN,
    "agency": KABUPATEN,
    "inspectorate": KABUPATEN,
    "ministry": "0",
    "administrator": "0",
    "auditor": "0",
}
VILLAGES = ["99.01.02.2001", "99.01.02.2002", "99.01.02.2003"]
