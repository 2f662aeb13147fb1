"""``python -m rumahbersama`` is ``rumah``."""

from rumahbersama.cli import main

raise SystemExit(main())
