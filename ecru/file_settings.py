"""Settings about the files that people send; ``settings.py`` reads the environment with them."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit


def private_root(env: Any, media_root: Path, problems: list[str]) -> Path:
    """PRIVATE_ROOT, the folder of private files; without it one beside ``media_root``. Never inside that: it is public."""
    given = env.str("PRIVATE_ROOT", default="").strip()
    root = Path(given) if given else media_root.parent / f"{media_root.name}-private"
    if given and not root.is_absolute():
        problems.append("PRIVATE_ROOT must be an absolute path")
    if root.resolve().is_relative_to(media_root.resolve()):
        problems.append("PRIVATE_ROOT lies inside MEDIA_ROOT, which everyone can read")
    return root


def scanner(env: Any, problems: list[str]) -> str:
    """CLAMD_URL, the virus scanner: ``tcp://host:port`` or ``unix:///a/socket``; empty when there is none."""
    address = str(env.str("CLAMD_URL", default="").strip())
    try:
        parts = urlsplit(address)
        sound = (
            bool(parts.hostname and parts.port)
            if parts.scheme == "tcp"
            else is_socket(parts.scheme, parts.netloc, parts.path)
        )
    except ValueError:
        sound = False
    if address and not sound:
        problems.append("CLAMD_URL must be tcp://host:port or unix:///path/of/the/socket")
    return address


def is_socket(scheme: str, host: str, path: str) -> bool:
    """Whether this names a socket on this machine."""
    return scheme == "unix" and not host and Path(path).is_absolute() and path != "/"
