"""Visitors tell that something is not right about a measure, without an account. It goes the way of every report."""

from dataclasses import replace

from django.conf import settings
from django.utils.translation import override

from actors.conversations import Mistake, Subject, report
from actors.models import Conversation, ConversationKind

from .models import Measure


def correct(*, measure: Measure, mistake: Mistake, token: str) -> Conversation:
    """Stores what somebody says is not right about ``measure``, on the desk of the editors. The same ``token`` does so once.

    What holds in one municipality shows on the desk under that one.
    """
    places = list(measure.municipalities.all())
    with override(settings.LANGUAGE_CODE):
        about = Subject(ConversationKind.REPORT, measure.title, measure.get_absolute_url())
    place = places[0] if len(places) == 1 else None
    return report(record=None, mistake=replace(mistake, about=about, municipality=place), token=token)
