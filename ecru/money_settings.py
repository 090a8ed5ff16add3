"""Settings about paying; ``settings.py`` reads the environment with them."""

import re
from typing import Any

from ecru.base.iban import NotSound, sound_iban

NAMES = {"name": "PAYER_NAME", "IBAN": "PAYER_IBAN", "BIC": "PAYER_BIC"}
MADE_UP = {
    "name": "Voorbeeld: projectvereniging",
    "IBAN": "BE67999000001787",  # no bank in Belgium has numbers that begin with 999
    "BIC": "ZZZZBEB1",
}
A_BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?")


def payer(env: Any, problems: list[str], *, demo: bool = False) -> dict[str, str]:
    """PAYER_NAME, PAYER_IBAN and PAYER_BIC: from which account ECRU pays. All or none; empty when none, made up in a demonstration."""
    found = {key: str(env.str(name, default="")).strip() for key, name in NAMES.items()}
    if not any(found.values()):
        return dict(MADE_UP) if demo else {}
    problems.extend(
        f"{NAMES[key]} is missing, as the others of PAYER are there" for key in found if not found[key]
    )
    try:
        found["IBAN"] = sound_iban(found["IBAN"]) if found["IBAN"] else ""
    except NotSound:
        problems.append("PAYER_IBAN is not a sound account number (IBAN)")
    found["BIC"] = found["BIC"].upper()
    if found["BIC"] and not A_BIC.fullmatch(found["BIC"]):
        problems.append("PAYER_BIC is not the code of a bank (BIC), such as KREDBEBB")
    return found
