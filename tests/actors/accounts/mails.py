"""Reading the mails about accounts, as their receivers do."""

import re

from ecru.base.models import OutgoingMail


def mails_to(email: str) -> list[OutgoingMail]:
    """Every mail to this address, the oldest first."""
    return list(OutgoingMail.objects.filter(to__iexact=email).order_by("pk"))


def last_mail(email: str) -> OutgoingMail:
    """The newest mail to this address."""
    return mails_to(email)[-1]


def code_for(email: str) -> str:
    """The code in the newest mail to this address."""
    found = re.search(r"^    (\d{6})$", last_mail(email).body, re.MULTILINE)
    assert found, last_mail(email).body
    return found[1]
