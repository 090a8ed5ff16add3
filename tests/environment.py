"""The environment of a production machine as the tests and the gates imagine it: every setting given, and safe."""

import secrets
from pathlib import Path


def production(folder: Path, **changes: str) -> dict[str, str]:
    """The variables of a production machine that keeps its files in ``folder``; ``changes`` win."""
    return {
        "DEBUG": "0",
        "DEMO": "0",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "cultuur.example",
        "BASE_URL": "https://cultuur.example",
        "DATABASE_URL": f"sqlite:///{folder}/ecru.sqlite3",
        "EMAIL_URL": "smtp+tls://portal:secret@mail.example:587",
        "MEDIA_ROOT": f"{folder}/media",
        "DEFAULT_FROM_EMAIL": "ECRU <portaal@cultuur.example>",
        "SECURITY_CONTACT": "mailto:veilig@cultuur.example",
        "SOURCE_URL": "https://code.example/ecru",
    } | changes
