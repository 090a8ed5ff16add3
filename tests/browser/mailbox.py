"""The mail of people in the walks: read from the outbox of the running portal, as it would be sent."""

import re

from tests.browser.portal import Portal, manage

READ = (
    "from ecru.base.models import OutgoingMail; "
    "print(OutgoingMail.objects.filter(to={to!r}).order_by('-pk').values_list('body', flat=True).first() or '')"
)


def newest_mail(portal: Portal, to: str) -> str:
    """The words of the mail that ``to`` got last; empty when there is none."""
    return manage(portal.settings, "shell", "--no-imports", "-c", READ.format(to=to))


def link_in(mail: str, part: str) -> str:
    """The address in ``mail`` of which the path holds ``part``."""
    found = re.search(rf"https?://\S*{re.escape(part)}\S*", mail)
    assert found, f"no link with {part} in:\n{mail}"
    return found[0]
