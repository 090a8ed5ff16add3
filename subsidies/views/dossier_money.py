"""The money of one dossier, for who runs the network: agreement, what lapses, what has to come back."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from actors.desk import Impossible
from ecru.base.access import GET_AND_POST, only_for

from ..forms.payments import AgreementForm, ClaimForm, ClawbackForm, LapseForm, ReportDayForm
from ..models import Agreement, Dossier
from ..paying import ask_back, draw_up, end_claim, let_lapse, move_report_day
from ..paying.accounts import current_account
from ..paying.agreeing import Terms, may_be_drawn_up
from ..paying.standing import READY, WAITS, Line, lines_of
from ..permissions import runs_dossiers
from .payments import desk_crumbs, own_dossier


@dataclass
class Deed:
    """One form of the page: what it is called when it is sent, the form, and what it does with what was typed."""

    do: str
    form: Any
    act: Callable[..., Any]
    about: Any = None


@dataclass
class MoneyPage:
    """Everything that can be done with the money of one dossier now."""

    dossier: Dossier
    user: Any
    data: Any
    agreement: Agreement | None = None
    lines: list[Line] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.agreement = Agreement.objects.of_dossier(self.dossier)
        if self.agreement:
            self.lines = lines_of(self.agreement, current_account(self.dossier.actor))
        self.deeds = list(self.all_deeds())

    def sent(self, do: str) -> Any:
        """What was typed in the form ``do``; None when it was not sent."""
        return self.data if self.data is not None and self.data.get("do") == do else None

    def all_deeds(self) -> Iterator[Deed]:
        """The forms that fit now."""
        if may_be_drawn_up(self.dossier):
            form = AgreementForm(self.sent("overeenkomst"), dossier=self.dossier, agreement=self.agreement)
            yield Deed("overeenkomst", form, self.draw_up)
        if self.agreement is not None:
            yield from self.later_deeds(self.agreement)

    def draw_up(self, **terms: Any) -> None:
        """Draws the agreement up."""
        draw_up(dossier=self.dossier, by=self.user, terms=Terms(**terms))

    def later_deeds(self, agreement: Agreement) -> Iterator[Deed]:
        """The forms that fit once there is an agreement."""
        if agreement.signed_on:
            form: Any = ReportDayForm(self.sent("dag"), agreement=agreement)
            yield Deed("dag", form, partial(move_report_day, agreement=agreement, by=self.user))
        for line in self.lines:
            if line.state in {READY, WAITS}:
                do = f"verval-{line.instalment.pk}"
                form = LapseForm(self.sent(do), prefix=do)
                yield Deed(do, form, partial(let_lapse, instalment=line.instalment, by=self.user), line)
        if agreement.paid() > agreement.asked_back():
            form = ClawbackForm(self.sent("terug"))
            yield Deed("terug", form, partial(ask_back, agreement=agreement, by=self.user))
        for claim in agreement.clawbacks.open():
            do = f"einde-{claim.pk}"
            form = ClaimForm(self.sent(do), prefix=do)
            yield Deed(do, form, partial(end_claim, clawback=claim, by=self.user), claim)

    def deed(self, start: str) -> list[Deed]:
        """The forms of which the name begins with ``start``."""
        return [deed for deed in self.deeds if deed.do.startswith(start)]


@only_for(runs_dossiers)
@never_cache
@require_http_methods(GET_AND_POST)
def dossier_money(request: HttpRequest, pk: int) -> HttpResponse:
    """Drawing up the agreement, another day for the report, letting an instalment lapse, asking back; each a form of its own."""
    dossier = own_dossier(pk)
    page = MoneyPage(dossier, request.user, request.POST if request.method == "POST" else None)
    sent = next((deed for deed in page.deeds if deed.form.is_bound), None)
    if sent is not None and sent.form.is_valid():
        try:
            sent.act(**sent.form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("dossier-money", pk=dossier.pk)
        except Impossible as reason:
            sent.form.add_error(None, str(reason))
    agreement = page.agreement
    context = {
        "dossier": dossier,
        "agreement": agreement,
        "past": list(agreement.past.all()) if agreement else [],
        "lines": page.lines,
        "draw": next(iter(page.deed("overeenkomst")), None),
        "day": next(iter(page.deed("dag")), None),
        "lapses": page.deed("verval"),
        "back": next(iter(page.deed("terug")), None),
        "ends": page.deed("einde"),
        "claims": list(agreement.clawbacks.all()) if agreement else [],
        "crumbs": desk_crumbs({"name": _("Payments"), "url": reverse("payments")}),
    }
    return render(request, "subsidies/money/dossier.html", context)
