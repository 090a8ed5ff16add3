"""The mail about a decision, to who sent the item."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from actors.mail_kinds import DESK_ANSWER
from actors.models import DeskItem, DeskState
from ecru.base.outbox.posting import Letter, post

from .kinds import kind_of


def tell_sender(item: DeskItem, state: DeskState) -> None:
    """Mails who sent ``item`` what was decided; who has no account, or left, gets no mail from here."""
    if item.by is None or not item.by.is_active or item.by == item.handled_by:
        return
    with override(item.by.language):
        post(f"desk-{item.pk}-{state}-{item.version}", letter(item, state))


def letter(item: DeskItem, state: DeskState) -> Letter:
    """What was decided, the words of the editor, and where to go on."""
    said = {
        DeskState.ACCEPTED: _("Good news: what you sent us is accepted."),
        DeskState.RETURNED: _("We looked at what you sent us. We have a question before we can go on."),
        DeskState.REFUSED: _("We looked at what you sent us. We cannot accept it."),
    }[state]
    address = kind_of(item).sender_address(item)
    parts = [
        _("Hello"),
        said,
        _("It is about: %(title)s.") % {"title": item.title},
        item.answer,
        settings.BASE_URL + address if address else "",
    ]
    return Letter(
        to=item.by.email if item.by else "",
        subject=_("%(title)s: answer of the editors") % {"title": item.title},
        body="\n\n".join(filter(None, parts)),
        why=_("You get this mail because you sent us this with your account."),
        reply_to=settings.EDITORS_EMAIL,
        kind=DESK_ANSWER.slug,
    )
