"""``rumah doctor``: is this installation sound; exit 1 when something is not."""

import argparse
from typing import Any

from rumahbersama.commands.output import DONE, FINDINGS, add_json, say, say_json
from rumahbersama.commands.starting import start_django

NAME = "doctor"
HELP = "Periksa kesehatan pemasangan ini."
WORDS = {"ok": "baik     ", "warn": "perhatian", "bad": "buruk    "}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the options."""
    parser.add_argument("--mail", default="", metavar="ALAMAT", help="kirim surel percobaan ke alamat ini")
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    """Ask every room and print the answers, worst first."""
    start_django()
    from rumahbersama.ground.core import health

    found = health.all_checks()
    if arguments.mail:
        found.insert(0, _tried_mail(arguments.mail))
    if arguments.json:
        say_json([{"name": str(one.name), "state": one.state, "text": str(one.text)} for one in found])
    else:
        for one in found:
            say(f"{WORDS[one.state]}  {one.name}: {one.text}")
    return FINDINGS if any(one.state == "bad" for one in found) else DONE


def _tried_mail(address: str) -> Any:  # noqa: ANN401 - a DoctorCheck, imported late
    """Send one mail and tell what the mail server said."""
    from smtplib import SMTPException

    from django.conf import settings
    from django.core.mail import send_mail

    from rumahbersama.ground.core.registry import DoctorCheck

    if not settings.EMAIL_HOST:
        text = "Tidak dikirim: server surel belum disetel. Setel RUMAH_MAIL_HOST."
        return DoctorCheck(name="Surel percobaan", state="bad", text=text)
    try:
        send_mail("Rumah Bersama: percobaan", "Surel dari Rumah Bersama sampai kepada Anda.\n", None, [address])
    except (OSError, SMTPException) as problem:
        text = f"Tidak terkirim ke {address}: {problem}. Periksa RUMAH_MAIL_HOST, RUMAH_MAIL_PORT dan kata sandinya."
        return DoctorCheck(name="Surel percobaan", state="bad", text=text)
    return DoctorCheck(name="Surel percobaan", state="ok", text=f"Diserahkan untuk {address}; lihat kotak masuknya.")
