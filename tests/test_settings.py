"""The portal starts only when every setting is there and safe; otherwise it says which one is not.

Settings are read once per process, so each of these runs in a process of its own. The many small cases share one:
it reads the settings file anew for every environment and tells what happened.
"""

import json
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

from tests.environment import production

START = "import django; django.setup(); print('started')"
READ_ALL = """
import json, os, runpy, sys
from django.core.exceptions import ImproperlyConfigured
answers, base = [], dict(os.environ)
for case in json.load(sys.stdin):
    os.environ.clear()
    os.environ.update(base, **case)
    try:
        runpy.run_path("ecru/settings.py")
    except ImproperlyConfigured as error:
        answers.append(str(error))
    except Exception as error:
        answers.append(f"crashed: {error!r}")
    else:
        answers.append("")
print(json.dumps(answers))
"""
REQUIRED = ["SECRET_KEY", "ALLOWED_HOSTS", "BASE_URL", "DATABASE_URL", "EMAIL_URL", "MEDIA_ROOT"]
UNSAFE = [
    ("SECRET_KEY", "short"),
    ("SECRET_KEY", "a" * 80),
    ("SECRET_KEY", f"django-insecure-{'abcdefgh12345678' * 4}"),
    ("ALLOWED_HOSTS", "*"),
    ("ALLOWED_HOSTS", "localhost,127.0.0.1"),
    ("ALLOWED_HOSTS", " , "),
    ("ALLOWED_HOSTS", "https://cultuur.example"),
    ("ALLOWED_HOSTS", "cultuur.example:443"),
    ("ALLOWED_HOSTS", "."),
    ("ALLOWED_HOSTS", ".example"),
    ("BASE_URL", "http://cultuur.example"),
    ("BASE_URL", "https://"),
    ("BASE_URL", "https://[cultuur"),
    ("BASE_URL", "https://cultuur.example:ver"),
    ("BASE_URL", "https://cultuur.example/portaal"),
    ("BASE_URL", "https://cultuur.example?taal=nl"),
    ("BASE_URL", "https://portaal@cultuur.example"),
    ("MEDIA_ROOT", "media"),
    ("MEDIA_ROOT", "/"),
    ("MEDIA_ROOT", str(settings.BASE_DIR)),
    ("MEDIA_ROOT", str(settings.BASE_DIR / "manage.py")),
    ("PRIVATE_ROOT", "eigen"),
    ("CLAMD_URL", "clamd.example:3310"),
    ("CLAMD_URL", "tcp://127.0.0.1"),
    ("CLAMD_URL", "tcp://127.0.0.1:ver"),
    ("CLAMD_URL", "unix://run/clamd"),
    ("DATABASE_URL", "no address at all"),
    ("DATABASE_URL", "postgres://ecru:secret@db.example:port/ecru"),
    ("DATABASE_URL", "mysql://ecru@db.example/ecru"),
    ("DATABASE_URL", "postgres://ecru:secret@db.example"),
    ("DATABASE_URL", "sqlite://:memory:"),
    ("DATABASE_URL", "sqlite:////dev/null/ecru.sqlite3"),
    ("EMAIL_URL", "consolemail://"),
    ("EMAIL_URL", "memorymail://"),
    ("EMAIL_URL", "smtp+tls://:587"),
    ("EMAIL_URL", "no address at all"),
    ("DEFAULT_FROM_EMAIL", "ECRU"),
    ("EDITORS_EMAIL", "redactie"),
    ("EDITORS_EMAIL", "een@ecru.example, twee@ecru.example"),
    ("EDITORS_EMAIL", "een@ecru.example\nBcc: twee@ecru.example"),
    ("LINK_CHECK", "perhaps"),
    ("LINK_CHECK_PAUSE", "0"),
    ("LINK_CHECK_PAUSE", "11"),
    ("LINK_CHECK_PAUSE", "even"),
    ("DEBUG", "perhaps"),
    ("DEMO", "2"),
    ("DEBUG", "1"),
    ("MAP_TILES_URL", "http://tiles.example/{z}/{x}/{y}"),
    ("MAP_TILES_URL", "https://{s}.tiles.example/{z}/{x}/{y}"),
    ("MAP_TILES_URL", "https://tiles.example;script-src/{z}/{x}/{y}"),
    ("MAP_TILES_URL", "https://[tiles/{z}/{x}/{y}"),
    ("MAP_TILES_URL", "https://tiles.example/{z}/{x}.png"),
    ("MAP_TILES_URL", "javascript:{z}{x}{y}"),
    ("MAP_TILES_OWNER", " "),
    ("MAP_TILES_MAX_ZOOM", "23"),
    ("MAP_TILES_MAX_ZOOM", "ver"),
    ("BORDERS_URL", "ftp://grenzen.example"),
    ("BORDERS_URL", "grenzen.geojson"),
    ("SECOND_FACTOR", "0"),
    ("SECOND_FACTOR", "misschien"),
]
OIDC = {
    "OIDC_ISSUER": "https://op.example/op/",
    "OIDC_CLIENT_ID": "ecru",
    "OIDC_CLIENT_SECRET": "geheim:van:ons",
    "OIDC_NAME": "ACM/IDM",
}
UNSAFE_OIDC = [
    ("OIDC_ISSUER", "http://op.example"),
    ("OIDC_ISSUER", "http://localhost:8200"),
    ("OIDC_ISSUER", "https://op.example/?a=1"),
    ("OIDC_ISSUER", "https://op.example;script-src"),
    ("OIDC_ISSUER", "https://[op"),
    ("OIDC_ISSUER", "op.example"),
    ("OIDC_CLIENT_ID", ""),
    ("OIDC_CLIENT_SECRET", " "),
    ("OIDC_NAME", ""),
    ("OIDC_SCOPES", "openid profile rrn vo"),
    ("OIDC_SCOPES", "profile vo"),
]
SAFE_SIGN_IN = [
    OIDC,
    {**OIDC, "OIDC_SCOPES": "openid email", "OIDC_STRONG_ACR": "een, twee"},
    {"SECOND_FACTOR": "1"},
]
SAFE_MAPS = [
    {"MAP_TILES_URL": ""},
    {"MAP_TILES_URL": "", "MAP_TILES_ATTRIBUTION": " ", "BORDERS_URL": ""},
    {"MAP_TILES_URL": "https://tiles.example/{z}/{x}/{y}.png", "MAP_TILES_MAX_ZOOM": "19"},
    {
        "MAP_TILES_URL": "http://localhost:8200/{z}/{x}/{y}.png",
        "BORDERS_URL": "http://127.0.0.1:8200/grenzen",
    },
]
SAFE_HOMES = [
    {"ALLOWED_HOSTS": "cultuur.example, www.cultuur.example"},
    {"ALLOWED_HOSTS": ".cultuur.example", "BASE_URL": "https://www.cultuur.example/"},
    {"ALLOWED_HOSTS": "Cultuur.example,localhost", "BASE_URL": "https://cultuur.example:8443"},
    {"DATABASE_URL": "postgres://ecru@//run/postgresql/ecru"},
    {"DATABASE_URL": "postgres://?service=ecru"},
    {"EMAIL_URL": "smtp://mail.example"},
    {"EMAIL_URL": "filemail:///var/spool/ecru"},
]
INSIDE = "sqlite:////srv/ecru/media/ecru.sqlite3"
DEMO = {"DEMO": "1"}
PUBLIC_DEMO = [
    ("ALLOWED_HOSTS", "localhost,cultuur.example"),
    ("ALLOWED_HOSTS", "*"),
    ("BASE_URL", "https://cultuur.example"),
    ("BASE_URL", "http://192.0.2.7:8000"),
    ("BASE_URL", "http://[localhost"),
    ("DATABASE_URL", "postgres://ecru:secret@db.example/ecru"),
]
LOCAL_DEMO = [
    {},
    {"ALLOWED_HOSTS": "localhost", "BASE_URL": "http://127.0.0.1:9000"},
    {"DATABASE_URL": "postgres://ecru:secret@localhost/ecru"},
    {"SECOND_FACTOR": "1"},
    {
        "OIDC_ISSUER": "http://localhost:8200",
        "OIDC_CLIENT_ID": "ecru",
        "OIDC_CLIENT_SECRET": "geheim",
        "OIDC_NAME": "Proef",
    },
]


def safe(**changes: str) -> dict[str, str]:
    """The environment of a safe production machine, but for ``changes``."""
    return {**machine(), **changes}


@cache
def machine() -> dict[str, str]:
    """One production machine for the whole module: its secret is made anew every time it is asked for."""
    return production(Path(settings.MEDIA_ROOT).parent)


def run(*arguments: str, given: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Python in a clean environment that holds nothing but ``environment``."""
    return subprocess.run(  # noqa: S603 - our own interpreter, and our own words
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        env={"PATH": "/usr/bin:/bin", "DJANGO_SETTINGS_MODULE": "ecru.settings", **environment},
        input=given,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@cache
def answers() -> dict[str, str]:
    """What the settings file says about every case of this module; empty when it is content."""
    cases = [
        safe(),
        *(safe(**{name: ""}) for name in REQUIRED),
        *(safe(**{name: value}) for name, value in UNSAFE),
        *({**DEMO, name: value} for name, value in PUBLIC_DEMO),
        *({**DEMO, **extra} for extra in LOCAL_DEMO),
        *(safe(**extra) for extra in SAFE_HOMES),
        safe(DATABASE_URL=INSIDE, MEDIA_ROOT="/srv/ecru/media"),
        *(safe(**extra) for extra in SAFE_MAPS),
        *(safe(**extra) for extra in SAFE_SIGN_IN),
        *(safe(**{**OIDC, name: value}) for name, value in UNSAFE_OIDC),
    ]
    done = run("-c", READ_ALL, given=json.dumps(cases))
    assert done.returncode == 0, done.stderr
    return dict(zip(map(json.dumps, cases), json.loads(done.stdout), strict=True))


def said(case: dict[str, str]) -> str:
    return answers()[json.dumps(case)]


def test_without_any_setting_every_missing_one_is_named() -> None:
    done = run("-c", START)
    assert done.returncode != 0
    for name in REQUIRED:
        assert f"{name} is missing" in done.stderr
    assert "started" not in done.stdout


def test_a_safe_production_machine_starts() -> None:
    done = run("-W", "error", "-c", START, **safe())
    assert (done.returncode, done.stdout) == (0, "started\n"), done.stderr
    assert said(safe()) == ""


def test_a_safe_production_machine_passes_the_deployment_check() -> None:
    done = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", **safe())
    assert done.returncode == 0, done.stderr
    assert "WARNINGS" not in done.stderr


@pytest.mark.parametrize("name", REQUIRED)
def test_a_missing_setting_is_named(name: str) -> None:
    assert f"- {name} is missing" in said(safe(**{name: ""}))


@pytest.mark.parametrize(("name", "value"), UNSAFE)
def test_an_unsafe_setting_is_named(name: str, value: str) -> None:
    message = said(safe(**{name: value}))
    assert "does not start" in message
    assert f"- {name} " in message or f"- {name}=" in message


@pytest.mark.parametrize(("name", "value"), PUBLIC_DEMO)
def test_a_demonstration_stays_on_its_own_machine(name: str, value: str) -> None:
    assert f"- {name} " in said({**DEMO, name: value})


@pytest.mark.parametrize("extra", LOCAL_DEMO)
def test_a_demonstration_starts_on_a_laptop(extra: dict[str, str]) -> None:
    assert said({**DEMO, **extra}) == ""


@pytest.mark.parametrize("extra", SAFE_HOMES)
def test_a_portal_may_live_under_several_names_and_reach_its_servers_in_several_ways(
    extra: dict[str, str],
) -> None:
    assert said(safe(**extra)) == ""


def test_a_database_is_never_among_the_pictures() -> None:
    assert "- DATABASE_URL lies inside MEDIA_ROOT" in said(
        safe(DATABASE_URL=INSIDE, MEDIA_ROOT="/srv/ecru/media")
    )


@pytest.mark.parametrize("extra", SAFE_MAPS)
def test_the_map_may_have_other_pictures_or_none(extra: dict[str, str]) -> None:
    assert said(safe(**extra)) == ""


@pytest.mark.parametrize("extra", SAFE_SIGN_IN)
def test_signing_in_may_go_through_another_organisation(extra: dict[str, str]) -> None:
    assert said(safe(**extra)) == ""


@pytest.mark.parametrize(("name", "value"), UNSAFE_OIDC)
def test_half_or_unsafe_settings_of_a_provider_are_named(name: str, value: str) -> None:
    assert f"- {name} " in said(safe(**{**OIDC, name: value}))


def test_the_policy_lets_forms_lead_to_the_provider_and_nowhere_else() -> None:
    tell = (
        "from django.conf import settings; "
        "print(settings.CONTENT_SECURITY_POLICY['DIRECTIVES']['form-action'][1:], settings.SECOND_FACTOR)"
    )
    assert run("-c", tell, **safe(**OIDC)).stdout == "['https://op.example'] True\n"
    assert run("-c", tell, **safe()).stdout == "[] True\n"
    assert run("-c", tell, DEMO="1").stdout == "[] False\n"


def test_no_refusal_repeats_a_secret() -> None:
    for message in answers().values():
        assert ":secret" not in message
        assert "geheim:van:ons" not in message
        assert safe()["SECRET_KEY"] not in message
