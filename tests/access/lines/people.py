"""The addresses of people, posts, signing in and regions."""

from typing import Any

from tests.access.lines.shape import Line, place
from tests.access.world import World


def account(world: World, code: str) -> dict[str, Any]:
    return {"number": world.account(code)}


LINES: list[Line] = [
    # people: signing in (allauth's pages)
    Line("account_login", "public", methods="GET POST"),
    Line("account_logout", "public", methods="GET POST"),
    Line("account_inactive", "public"),
    Line("account_reauthenticate", "signed-in", methods="GET POST"),
    Line("mfa_reauthenticate", "signed-in", methods="GET POST"),
    Line("mfa_authenticate", "signed-in", methods="GET POST"),
    Line("account_change_password", "signed-in", methods="GET POST"),
    Line("account_set_password", "signed-in", methods="GET POST"),
    Line("account_reset_password", "public", methods="GET POST"),
    Line("account_reset_password_done", "public"),
    Line("account_reset_password_from_key_done", "public"),
    Line(
        "account_reset_password_from_key",
        "public",
        lambda world, code: {"uidb36": "zz", "key": "salah"},
        methods="GET POST",
    ),
    Line("account_confirm_email", "public", lambda world, code: {"key": "salah"}),
    Line("mfa_index", "signed-in"),
    Line("mfa_activate_totp", "signed-in", methods="GET POST"),
    Line("mfa_deactivate_totp", "signed-in", methods="GET POST"),
    Line("mfa_view_recovery_codes", "signed-in"),
    Line("mfa_generate_recovery_codes", "signed-in", methods="GET POST"),
    Line("mfa_download_recovery_codes", "signed-in", methods="GET POST"),
    Line("people:demo_enter", "nowhere", methods="POST"),
    Line("people:keyboard", "signed-in", methods="GET POST"),
    # people: one's own account
    Line("people:profile", "signed-in", methods="GET POST"),
    Line("people:sessions", "signed-in", methods="GET POST"),
    Line("people:verify_email", "signed-in", methods="POST"),
    # people: accounts, roles, invitations
    Line("people:accounts", "manages people"),
    Line("people:accounts_csv", "manages people"),
    Line("people:account", "changes people", account),
    Line("people:grant", "changes people", account, methods="GET POST"),
    Line(
        "people:end_role",
        "changes people",
        lambda world, code: {"number": world.account(code), "assignment": world.assignment(code)},
        methods="GET POST",
    ),
    Line("people:deactivate", "changes people", account, methods="GET POST"),
    Line("people:reactivate", "changes people", account, methods="GET POST"),
    Line("people:link_person", "changes people", account, methods="GET POST"),
    Line("people:reset_second_factor", "changes people", account, methods="GET POST"),
    Line("people:invitations", "manages people"),
    Line("people:invite", "manages people", methods="GET POST"),
    Line("people:accept", "public", lambda world, code: {"token": world.token}, methods="GET POST"),
    Line(
        "people:resend_invitation",
        "changes people",
        lambda world, code: {"number": world.invitation(code)},
        methods="GET POST",
    ),
    Line(
        "people:revoke_invitation",
        "changes people",
        lambda world, code: {"number": world.invitation(code)},
        methods="GET POST",
    ),
    # people in their posts
    Line("people:posts_index", "some rows"),
    Line("people:posts", "posts", place, names_people=True),
    Line("people:new_post", "changes posts", place, methods="GET POST"),
    Line("people:post", "posts", lambda world, code: {"number": world.post(code)}, names_people=True),
    Line("people:section", "changes posts", lambda world, code: {"number": world.post(code)}, methods="GET POST"),
    Line("people:appoint", "changes posts", lambda world, code: {"number": world.post(code)}, methods="GET POST"),
    Line(
        "people:end_tenure",
        "changes posts",
        lambda world, code: {"number": world.post(code), "tenure": world.tenure(code)},
        methods="GET POST",
    ),
    Line(
        "people:transfer",
        "changes posts",
        lambda world, code: {"number": world.post(code), "tenure": world.tenure(code)},
        methods="GET POST",
    ),
    Line("people:person", "changes people", lambda world, code: {"number": world.person(code)}, methods="GET POST"),
    Line("people:viewers_index", "any role", names_people=True),
    Line("people:viewers", "who sees it", place, names_people=True),
    # regions
    Line("regions:index", "public"),
    Line("regions:search", "public", query="q=Rahasia"),
    Line("regions:editions", "manages regions"),
    Line("regions:send", "manages regions", methods="GET POST"),
    Line("regions:questions", "manages regions"),
    Line("regions:region", "names", place),
    Line("regions:children_csv", "names", place),
    Line("regions:history", "names", place),
    Line("regions:words", "words of a region", place, methods="GET POST"),
    Line("regions:office_days", "names", place),
    Line("regions:office_days_csv", "names", lambda world, code: {"code": code, "year": 2026}),
    Line("regions:add_holiday", "closed days of a region", place, methods="GET POST"),
    Line("regions:office_week", "closed days of a region", place, methods="GET POST"),
]

# what is checked elsewhere, and where
ELSEWHERE: dict[str, str] = {
    "regions:upload": "needs a file sent by the account itself: tests/regions",
    "regions:question": "needs an edition with an unresolved region: tests/regions",
    "regions:link": "needs an edition with an unresolved region: tests/regions",
    "regions:end": "needs an edition with an unresolved region: tests/regions",
    "regions:restore_holiday": "needs a closed day: tests/regions",
    "regions:withdraw_holiday": "needs a closed day: tests/regions",
}
