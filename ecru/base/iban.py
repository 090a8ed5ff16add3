"""Account numbers (IBAN): whether one is sound."""

from stdnum import iban
from stdnum.exceptions import ValidationError

BELGIAN, WHOLE = "BE", 97


class NotSound(ValueError):  # noqa: N818 - says what it is
    """Not an account number: a digit too many, too few or wrong."""


def sound_iban(text: str) -> str:
    """``text`` as a compact IBAN whose check digits are right (ISO 13616); of a Belgian one its own check digits, too.

    Whether the bank exists is not looked up: a list of banks grows old, and a bank refuses what it does not know. Raises ``NotSound``.
    """
    try:
        found = str(iban.validate(text, check_country=False))
    except ValidationError as error:
        raise NotSound(text) from error
    if found.startswith(BELGIAN):
        number = found[4:]
        if int(number[:-2]) % WHOLE != int(number[-2:]) % WHOLE:
            raise NotSound(text)
    return found
