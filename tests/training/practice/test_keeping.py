"""What the process of a copy is given: nothing of the real installation."""

from rumahbersama.commands.practising import KEPT, environment_of

SECRETS = {
    "DATABASE_URL": "postgres://rumah:rahasia@127.0.0.1/rumah",
    "RUMAH_SECRET_KEY": "rahasia",
    "RUMAH_MAIL_HOST": "surel.contoh.go.id",
    "RUMAH_MAIL_PASSWORD": "rahasia",
    "RUMAH_OIDC_SECRET": "rahasia",
    "RUMAH_BACKUP_KEY": "/kunci",
    "PGPASSWORD": "rahasia",
    "DJANGO_SETTINGS_MODULE": "lain.settings",
}


def test_a_copy_gets_a_few_named_variables_and_no_others(monkeypatch, tmp_path, settings):
    settings.MODE, settings.PRACTICE_PORT, settings.SITE_URL = "loopback", 8100, "http://127.0.0.1:8000"
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    given = environment_of(folder=tmp_path, slot=2, code="LATIH7")
    assert {name: value for name, value in given.items() if name not in KEPT} == {
        "RUMAH_DATA": str(tmp_path),
        "RUMAH_PRACTICE": "2",
        "RUMAH_PRACTICE_CODE": "LATIH7",
        "RUMAH_PRACTICE_COPIES": "0",
        "RUMAH_MODE": "loopback",
        "RUMAH_TIMEZONE": settings.TIME_ZONE,
        "RUMAH_URL": "http://127.0.0.1:8102",
        "RUMAH_ORIGINS": "http://127.0.0.1:8102",
        "DJANGO_SETTINGS_MODULE": "rumahbersama.settings",
    }
    assert "rahasia" not in " ".join(given.values())


def test_behind_tls_a_copy_answers_to_its_own_name(tmp_path, settings):
    settings.MODE, settings.PRACTICE_URL = "tls", "https://latihan{n}.contoh.go.id"
    given = environment_of(folder=tmp_path, slot=1, code="LATIH7")
    assert [given["RUMAH_HOSTS"], given["RUMAH_URL"]] == [
        "latihan1.contoh.go.id,127.0.0.1",
        "https://latihan1.contoh.go.id",
    ]
