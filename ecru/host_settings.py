"""Settings about where the portal lives: its names, its address, its database, its mail server and its pictures.

``settings.py`` reads the environment with them. Each check notes in ``problems`` what is unsafe or cannot work.
"""

import re
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

CODE = Path(__file__).resolve().parent.parent
LOOPBACK = {"localhost", "127.0.0.1", "[::1]", "::1"}
HOST = re.compile(
    r"(?:[a-z0-9_-]+\.)*[a-z0-9_-]+|\.(?:[a-z0-9_-]+\.)+[a-z0-9_-]+|\[[0-9a-f:.]+\]", re.IGNORECASE
)

_BARE = r"[^\s<>@,]+@[^\s<>@,]+\.[^\s<>@,]+"
ONE_ADDRESS = re.compile(rf"{_BARE}|[^<>@,\r\n]+ <{_BARE}>")


def check_home(  # noqa: PLR0913, PLR0917 - each is a setting
    env: Any,
    hosts: list[str],
    address: str,
    database: dict[str, Any],
    email: dict[str, Any],
    media_root: Path,
    problems: list[str],
) -> None:
    """Notes what is unsafe on a public machine, or cannot work there. What is missing was noted when it was read."""
    if env.str("ALLOWED_HOSTS", default=""):
        check_hosts(hosts, problems)
    if env.str("BASE_URL", default=""):
        check_address(address, problems)
    if env.str("DATABASE_URL", default=""):
        check_database(database, media_root, problems)
    if env.str("MEDIA_ROOT", default=""):
        check_media(media_root, problems)
    if env.str("EMAIL_URL", default=""):
        check_mail(email, problems)


def parts_of(address: str) -> SplitResult:
    """``address`` in parts; none at all when it cannot be read, so that a check finds fault with it."""
    try:
        parts = urlsplit(address)
        _port = parts.port  # reads it, and fails on one that is no number
    except ValueError:
        return urlsplit("")
    return parts


def bare(names: list[str]) -> list[str]:
    """``names`` without the blanks that people type after a comma."""
    return [name.strip() for name in names if name.strip()]


def check_hosts(names: list[str], problems: list[str]) -> None:
    """Notes what would let every host in, and what would let nobody in."""
    if not names:
        problems.append("ALLOWED_HOSTS is missing: it holds no name")
    elif "*" in names:
        problems.append("ALLOWED_HOSTS accepts every host: name the public ones")
    elif wrong := [name for name in names if not HOST.fullmatch(name)]:
        problems.append(
            f"ALLOWED_HOSTS must hold bare names, without https:// and without a port: not {wrong[0]!r}"
        )
    elif set(names) <= LOOPBACK:
        problems.append("ALLOWED_HOSTS names no public host")


def check_address(address: str, problems: list[str]) -> None:
    """Notes an address that mails and pages could not lead to: without encryption, or with more in it than a host."""
    parts = parts_of(address)
    host = (parts.hostname or "").lower()
    if parts.scheme != "https" or not host or not address.startswith("https://"):
        problems.append("BASE_URL must start with https://, and name a host")
    elif parts.path or parts.query or parts.fragment or "@" in parts.netloc:
        problems.append("BASE_URL must be a host alone, like https://cultuur.example: no account, no path")


def check_database(database: dict[str, Any], media_root: Path, problems: list[str]) -> None:
    """Notes a database that is gone after a restart, that cannot be made, or that everybody can fetch."""
    name = str(database.get("NAME") or "")
    if "sqlite" not in str(database.get("ENGINE")):
        if "postgres" in str(database.get("ENGINE")) and not (
            name or database.get("OPTIONS", {}).get("service")
        ):
            problems.append("DATABASE_URL names no database: postgres://user:password@host:5432/name")
    elif not name or ":memory:" in name:
        problems.append(
            "DATABASE_URL forgets all when the portal stops: name a file, sqlite:////srv/ecru/ecru.sqlite3"
        )
    elif media_root.is_absolute() and Path(name).resolve().is_relative_to(media_root.resolve()):
        problems.append("DATABASE_URL lies inside MEDIA_ROOT, which everyone can read")
    elif not is_made(Path(name).parent):
        problems.append("DATABASE_URL is in a folder that is not there and cannot be made")


def is_made(folder: Path) -> bool:
    """Makes ``folder`` where it is not there yet; whether it is there now."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return True


def check_media(media_root: Path, problems: list[str]) -> None:
    """Notes a folder of pictures that is none, or that would show everybody the whole portal."""
    if not media_root.is_absolute():
        problems.append("MEDIA_ROOT must be an absolute path")
    elif CODE.is_relative_to(media_root.resolve()):
        problems.append("MEDIA_ROOT holds the portal itself, and everyone can read what is in it")
    elif media_root.exists() and not media_root.is_dir():
        problems.append("MEDIA_ROOT is a file; it must be a folder")


def check_mail(email: dict[str, Any], problems: list[str]) -> None:
    """Notes what would lose every mail without a word."""
    backend = str(email.get("EMAIL_BACKEND"))
    is_server = backend.endswith("smtp.EmailBackend") and bool(email.get("EMAIL_HOST"))
    if not is_server and not backend.endswith(
        "filebased.EmailBackend"
    ):  # from files, another program may send
        problems.append("EMAIL_URL must name a mail server: smtp+tls://user:password@host:587")


def check_senders(sender: str, editors: str, problems: list[str]) -> None:
    """Notes what is no e-mail address, or more than one."""
    for name, address in (("DEFAULT_FROM_EMAIL", sender), ("EDITORS_EMAIL", editors)):
        if not ONE_ADDRESS.fullmatch(address):
            problems.append(f"{name} must be one e-mail address: info@ecru.be, or ECRU <info@ecru.be>")
