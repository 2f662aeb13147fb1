"""``rumah invite``: prints a link by which a person makes an account; the way to the first administrator."""

import argparse

from rumahbersama.commands.output import DONE, REFUSED, add_json, complain, say, say_json
from rumahbersama.commands.starting import start_django, take_part

NAME = "invite"
HELP = "Buat tautan undangan untuk satu orang dengan satu peran di satu tempat."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the options."""
    parser.add_argument("--role", required=True, help="kode peran, misalnya administrator, camat, operator")
    parser.add_argument(
        "--at", required=True, metavar="KODE", help="kode wilayah, misalnya 33.01.16; 0 untuk Indonesia"
    )
    parser.add_argument("--name", default="", help="nama yang diundang (opsional)")
    parser.add_argument("--email", default="", help="surel yang diundang (opsional)")
    parser.add_argument("--url", default="", help="alamat pemasangan ini, bila lain dari RUMAH_URL")
    parser.add_argument("--dry-run", action="store_true", help="periksa saja, tidak membuat undangan")
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    """Make the invitation and print its link, which is shown this once."""
    start_django()
    take_part()
    from django.utils import timezone

    from rumahbersama.ground.core import formats
    from rumahbersama.ground.people.actions.invitations import invite
    from rumahbersama.ground.people.roles import ROLES
    from rumahbersama.ground.people.rules import fits_level
    from rumahbersama.ground.regions.queries import present
    from rumahbersama.ground.regions.rules import dotted

    if arguments.role not in ROLES:
        complain(f"Peran {arguments.role} tidak ada. Yang ada: {', '.join(ROLES)}.")
        return REFUSED
    code = arguments.at if arguments.at == "0" else dotted(arguments.at)
    region = present().filter(code=code).first()
    if region is None:
        complain(f"Wilayah {arguments.at} tidak ada. Muat kode wilayah lebih dulu: rumah regions load FILE")
        return REFUSED
    role = ROLES[arguments.role]
    if arguments.dry_run:
        if not fits_level(role.code, region.code):
            complain(f"Peran {role.label} tidak dapat dipegang di {region}.")
            return REFUSED
        say(f"Dapat dibuat: {role.label} di {region}.")
        return DONE
    invitation, link = invite(
        role=role.code,
        region=region,
        by=None,
        at=timezone.now(),
        name=arguments.name,
        email=arguments.email,
        base_url=arguments.url,
    )
    if arguments.json:
        say_json({"link": link, "role": role.code, "at": region.code, "expires_at": invitation.expires_at})
    else:
        say(f"Undangan {role.label} di {region}, berlaku sampai {formats.moment(invitation.expires_at)}.")
        say("Kirimkan tautan ini kepada orangnya saja; tidak ditampilkan lagi:")
        say(link)
    return DONE
