"""The mailbox of people in the walks: what the running portal has put in its outbox for them."""

import re

from tests.browser.portal import Portal, manage

NEWEST = (
    "from ecru.base.models import OutgoingMail; "
    "print(OutgoingMail.objects.filter(to='{to}').latest('pk').body)"
)


def code_for(portal: Portal, email: str) -> str:
    """The code in the newest mail to this address."""
    body = manage(portal.settings, "shell", "--verbosity", "0", "-c", NEWEST.format(to=email))
    found = re.search(r"^    (\d{6})$", body, re.MULTILINE)
    assert found, body
    return found[1]
