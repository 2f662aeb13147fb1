"""The pages of people, posts, signing in and regions."""

from typing import Any

from tests.browser.kinds.shape import HOME, Kind, Scene, number, place, question


def tenure(scene: Scene) -> dict[str, Any]:
    return {"number": scene["numbers"]["post"], "tenure": scene["numbers"]["tenure"]}


def holiday(scene: Scene) -> dict[str, Any]:
    return {"code": "99.01", "number": scene["numbers"]["holiday"]}


KINDS: list[Kind] = [
    # signing in
    Kind("account_login", "stranger", empty=True),
    Kind("account_logout", "camat"),
    Kind("account_inactive", "stranger"),
    Kind("account_reauthenticate", "seksi", empty=True),
    Kind("mfa_reauthenticate", "officer", empty=True),
    Kind("mfa_authenticate", "halfway", empty=True),
    Kind("account_change_password", "seksi", empty=True),
    Kind("account_set_password", "no_password", empty=True),
    Kind("account_reset_password", "stranger", empty=True),
    Kind("account_reset_password_done", "stranger"),
    Kind(
        "account_reset_password_from_key",
        "stranger",
        lambda scene: {"uidb36": scene["uidb36"], "key": scene["key"]},
        empty=True,
    ),
    Kind(
        "account_reset_password_from_key",
        "stranger",
        lambda _scene: {"uidb36": "zz", "key": "salah"},
        note="spent",
    ),
    Kind("account_reset_password_from_key_done", "stranger"),
    Kind("account_confirm_email", "stranger", lambda scene: {"key": scene["email_key"]}),
    Kind("mfa_index", "officer"),
    Kind("mfa_activate_totp", "newcomer", empty=True),
    Kind("mfa_view_recovery_codes", "officer"),
    Kind("mfa_generate_recovery_codes", "officer"),
    Kind("people:keyboard", "at_keyboard", empty=True),
    # one's own account
    Kind("people:profile", "camat"),
    Kind("people:profile", "officer"),
    Kind("people:sessions", "camat"),
    # accounts, roles, invitations
    Kind("people:accounts", "administrator"),
    Kind("people:account", "administrator", number("kasi")),
    Kind("people:grant", "administrator", number("kasi"), empty=True),
    Kind(
        "people:end_role",
        "administrator",
        lambda scene: {"number": scene["numbers"]["kasi"], "assignment": scene["numbers"]["assignment"]},
        empty=True,
    ),
    Kind("people:deactivate", "administrator", number("kasi"), empty=True),
    Kind("people:reactivate", "administrator", number("closed"), empty=True),
    Kind("people:link_person", "administrator", number("kasi")),
    Kind("people:reset_second_factor", "administrator", number("officer"), empty=True),
    Kind("people:invitations", "administrator"),
    Kind("people:invite", "administrator", empty=True),
    Kind("people:accept", "stranger", lambda scene: {"token": scene["token"]}, empty=True),
    Kind("people:resend_invitation", "administrator", number("invitation")),
    Kind("people:revoke_invitation", "administrator", number("invitation")),
    # posts and persons
    Kind("people:posts", "camat", place(HOME)),
    Kind("people:new_post", "camat", place(HOME), empty=True),
    Kind("people:post", "camat", number("post")),
    Kind("people:section", "camat", number("vacant")),
    Kind("people:appoint", "camat", number("vacant"), empty=True),
    Kind("people:end_tenure", "camat", tenure, empty=True),
    Kind("people:transfer", "camat", tenure, empty=True),
    Kind("people:person", "camat", number("person")),
    Kind("people:viewers", "camat", place(HOME)),
    # regions
    Kind("regions:index", "stranger"),
    Kind("regions:search", "stranger", query="?q=tirtamulia"),
    Kind("regions:region", "stranger", place("99.01")),
    Kind("regions:history", "stranger", place("71.01.01.1005")),
    Kind("regions:words", "administrator", place("99")),
    Kind("regions:office_days", "stranger", place("99.01.01"), query="?mulai_0=2&mulai_1=3&mulai_2=2026&hari=20"),
    Kind("regions:office_days", "administrator", place("99.01"), note="may change"),
    Kind("regions:add_holiday", "administrator", place("99.01"), empty=True),
    Kind("regions:office_week", "administrator", place("99.01"), empty=True),
    Kind("regions:withdraw_holiday", "administrator", holiday, empty=True),
    Kind("regions:editions", "ministry"),
    Kind("regions:send", "ministry", empty=True),
    Kind("regions:upload", "ministry", lambda scene: {"pk": scene["upload"]}),
    Kind("regions:questions", "ministry"),
    Kind("regions:question", "ministry", question),
    Kind("regions:link", "ministry", question, query="?successor=lain&code=71.01.01.2009"),
    Kind("regions:end", "ministry", question, empty=True),
]

# what is checked elsewhere, and where
ELSEWHERE: dict[str, str] = {
    "mfa_deactivate_totp": "refused where the role demands it, as it does of everybody here: tests/people",
    "mfa_download_recovery_codes": "a file",
    "people:accounts_csv": "a file",
    "people:demo_enter": "a form on the sign-in page",
    "people:posts_index": "leads to the posts of a place",
    "people:verify_email": "a form on one's own page",
    "people:viewers_index": "leads to the page of a place",
    "regions:children_csv": "a file",
    "regions:office_days_csv": "a file",
    "regions:restore_holiday": "a form on the page of office days",
}
