"""Writing to the applicants of several dossiers: choose, write, look who gets it, send once."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ecru.base.access import GET_AND_POST, only_for

from ..desk.choices import Choice
from ..desk.letters import MOST_DOSSIERS, Draft, keys_in, mailboxes, receivers_of, send_letter
from ..desk.listing import DossierList
from ..forms.desk import LetterForm
from ..permissions import runs_dossiers

ALL = "alle"


@only_for(runs_dossiers)
@never_cache
@require_http_methods(GET_AND_POST)
def dossier_letter(request: HttpRequest) -> HttpResponse:
    """The letter: first the words, then who gets it, then sending. Nothing goes out before somebody saw who gets it."""
    if request.method != "POST":
        chosen = chosen_keys(request)
        return letter_page(request, LetterForm(keys=",".join(map(str, chosen))), chosen)
    form, keys = LetterForm(request.POST), keys_in(request.POST.get("keys", ""))
    if not form.is_valid() or not 0 < len(keys) <= MOST_DOSSIERS:
        return letter_page(request, form, keys)
    deed = request.POST.get("do")
    if deed == "verstuur":
        return send(request, form, keys)
    return letter_page(request, form, keys, is_seen=deed == "bekijk")


def chosen_keys(request: HttpRequest) -> list[int]:
    """The dossiers that were ticked, or all of the list; one more than go at once when there are more."""
    if request.GET.get("wie") == ALL:
        return DossierList(Choice.of(request.GET), request.user).keys(MOST_DOSSIERS + 1)
    return keys_in(",".join(request.GET.getlist("d")))


def letter_page(
    request: HttpRequest, form: LetterForm, keys: list[int], *, is_seen: bool = False
) -> HttpResponse:
    """The words, or (``is_seen``) what goes out and to whom."""
    receivers = receivers_of(keys) if len(keys) <= MOST_DOSSIERS else []
    context = {
        "form": form,
        "receivers": receivers,
        "reached": [one for one in receivers if one.people],
        "people": len(mailboxes(receivers)),
        "most": MOST_DOSSIERS,
        "too_many": len(keys) > MOST_DOSSIERS,
        "is_seen": is_seen,
        "crumbs": [
            {"name": _("Today"), "url": reverse("dossier-today")},
            {"name": _("All dossiers"), "url": reverse("dossier-desk")},
        ],
    }
    return render(request, "subsidies/desk/letter.html", context)


def send(request: HttpRequest, form: LetterForm, keys: list[int]) -> HttpResponse:
    """Sends it once, and says to how many."""
    typed, user = form.cleaned_data, request.user
    draft = Draft(typed["subject"], typed["words"], typed["stamp"] or typed["subject"], keys)
    letter, _new = send_letter(by=user, draft=draft)  # type: ignore[arg-type]
    told = ngettext(
        "Your letter goes out: %(mails)d mail about %(dossiers)d dossiers.",
        "Your letter goes out: %(mails)d mails about %(dossiers)d dossiers.",
        letter.receivers,
    )
    messages.success(request, told % {"mails": letter.receivers, "dossiers": letter.copies.count()})
    return redirect(f"{reverse('dossier-desk')}?alles=1")
