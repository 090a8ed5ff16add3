"""Saving a form as somebody writes: with a button, or by the script of its page (``static/js/autosave.js``)."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from actors.editing import Conflict, Typed
from ecru.base.access import CONFLICT

from ..dossiers import Refused
from ..forms.marked import MarkedForm, renewed
from ..together import Author, all_plain, in_words

Keep = Callable[
    [Typed], Any
]  # stores what was typed well; raises ``Conflict`` or ``Refused``, and then stored nothing


def is_autosave(request: HttpRequest) -> bool:
    """Whether the script of the page sends this by itself."""
    return request.method == "POST" and "x-autosave" in request.headers


def saved(form: MarkedForm, keep: Keep) -> bool:
    """Keeps what was typed well. False when the form has to be looked at again; it holds all that was typed."""
    is_whole = form.is_valid()
    typed = form.typed(confirmed=True)
    try:
        keep(typed)
    except Conflict as conflict:
        form.tell(conflict)
        return False
    except Refused as refusal:
        form.add_error(None, refusal.sentences[0])
        return False
    form.look_again(all_plain(typed.values))
    return is_whole


def autosaved(form: MarkedForm, keep: Keep) -> JsonResponse:
    """Keeps what is right so far, and tells the script when, with the new marks. Nobody is bothered with mistakes yet."""
    is_whole = form.is_valid()
    typed = form.typed(confirmed=False)
    try:
        keep(typed)
    except Conflict as conflict:
        return changed_elsewhere(newest(conflict))
    except Refused as refusal:
        return problem(refusal.sentences[0])
    seen = renewed(typed.seen, all_plain(typed.values))
    return JsonResponse({"saved": saved_at(is_whole=is_whole), "seen": seen, "whole": is_whole})


def saved_at(*, is_whole: bool = True) -> str:
    """What the page says after saving by itself."""
    now = date_format(timezone.localtime(), "H:i")
    told = (
        _("Saved at %(time)s")
        if is_whole
        else _("Saved at %(time)s, but not all of it. Press “Save” to see why.")
    )
    return told % {"time": now}


def problem(told: str) -> JsonResponse:
    """That the script cannot go on saving, and why."""
    return JsonResponse({"problem": told}, status=CONFLICT)


def newest(conflict: Conflict) -> Author:
    """Who changed the same last, and when."""
    last = max(conflict.clashes, key=lambda clash: clash.at.timestamp() if clash.at else 0)
    return last.who, last.at


def changed_elsewhere(author: Author) -> JsonResponse:
    """That the same was changed meanwhile, by whom and when; the button shows both."""
    told = _("Changed meanwhile by %(who)s. Nothing is overwritten. Press “Save” to compare.")
    return problem(told % {"who": in_words(author)})
