"""Paying, for who runs the network: what can be paid, batches for the bank, the budget by year, and the money of one dossier."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from actors.desk import Impossible
from ecru.base.access import GET_AND_POST, only_for
from ecru.base.spreadsheet import MEDIA_TYPES

from ..forms.payments import BatchForm, FailedForm, PaidForm
from ..models import Dossier, Payment, PaymentBatch
from ..paying import make_batch, note_failed, note_paid
from ..paying.books import batch_table, budget
from ..paying.listing import ACCOUNTS, BATCHES, CLAIMS, READY, PaymentLists, to_choose
from ..paying.ordering import bank_order, missing_settings
from ..permissions import runs_dossiers
from .money import kept_file


def desk_crumbs(*more: dict[str, str]) -> list[dict[str, str]]:
    """The way to a page about payments."""
    return [
        {"name": _("Start"), "url": reverse("home")},
        {"name": _("All dossiers"), "url": reverse("dossier-desk")},
        *more,
    ]


@only_for(runs_dossiers)
@never_cache
@require_http_methods(GET_AND_POST)
def payment_desk(request: HttpRequest) -> HttpResponse:
    """What can be paid now, what waits, the batches, and what was granted against what was paid. Sending makes a batch."""
    user: Any = request.user
    lists = PaymentLists(request.GET)
    ready = lists.parts[READY]
    choices = to_choose(ready, request.POST.getlist("instalments"))
    form = BatchForm(request.POST if request.method == "POST" else None, choices=choices)
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data
        try:
            batch = make_batch(
                by=user,
                keys=[int(key) for key in typed["instalments"]],
                execution_on=typed["execution_on"],
                stamp=typed["stamp"],
            )
            return redirect("payment-batch", pk=batch.pk)
        except Impossible as reason:
            form.add_error(None, str(reason))
    context = {
        "form": form,
        "ready": ready,
        "waiting": lists.waiting(),
        "batches": lists.parts[BATCHES],
        "accounts": lists.parts[ACCOUNTS],
        "claims": lists.parts[CLAIMS],
        "budget": lists.budget,
        "missing": missing_settings(),
        "crumbs": desk_crumbs(),
    }
    return render(request, "subsidies/money/desk.html", context)


@only_for(runs_dossiers)
@never_cache
@require_safe
def payment_budget_table(_request: HttpRequest) -> HttpResponse:
    """What was granted against what was paid, by year, as CSV."""
    name = f"vastgelegd-en-betaald-{timezone.localdate().isoformat()}.csv"
    return kept_file(budget().table(), name, MEDIA_TYPES["csv"])


@only_for(runs_dossiers)
@never_cache
@require_http_methods(GET_AND_POST)
def payment_batch(request: HttpRequest, pk: int) -> HttpResponse:
    """One batch: its payments with their accounts, its files, and what the bank did."""
    batch = get_object_or_404(PaymentBatch, pk=pk)
    payments = list(batch.payments.for_lines())
    do = request.POST.get("do", "")
    paid = PaidForm(request.POST if do == "betaald" else None)
    failures = {
        one.pk: FailedForm(request.POST if do == f"mislukt-{one.pk}" else None, prefix=f"mislukt-{one.pk}")
        for one in payments
        if one.paid_on is None and one.failed_on is None
    }
    try:
        if noted(request, batch, payments, paid, failures):
            return redirect("payment-batch", pk=batch.pk)
    except Impossible as reason:
        messages.warning(request, str(reason))
        return redirect("payment-batch", pk=batch.pk)
    context = {
        "batch": batch,
        "lines": [(one, failures.get(one.pk)) for one in payments],
        "total": Payment.objects.running().of_batch(batch).total(),
        "paid": paid if failures else None,
        "missing": missing_settings(),
        "crumbs": desk_crumbs({"name": _("Payments"), "url": reverse("payments")}),
    }
    return render(request, "subsidies/money/batch.html", context)


def noted(
    request: HttpRequest,
    batch: PaymentBatch,
    payments: list[Payment],
    paid: PaidForm,
    failures: dict[int, FailedForm],
) -> bool:
    """Writes down what the bank did, as it was sent; whether something was. Raises ``Impossible``."""
    user: Any = request.user
    if paid.is_bound and paid.is_valid():
        number = note_paid(batch=batch, by=user, day=paid.cleaned_data["day"])
        messages.success(request, _("Noted as paid: %(number)d.") % {"number": number})
        return True
    for payment in payments:
        form = failures.get(payment.pk)
        if form is not None and form.is_bound and form.is_valid():
            note_failed(payment=payment, by=user, why=form.cleaned_data["why"])
            messages.success(request, _("Noted. This instalment can be paid again."))
            return True
    return False


def batch_file(
    request: HttpRequest, pk: int, make: Callable[[PaymentBatch], str], ending: str, kind: str
) -> HttpResponse:
    """A file of a batch; what cannot be made says why, on the page of the batch."""
    batch = get_object_or_404(PaymentBatch, pk=pk)
    try:
        return kept_file(make(batch), f"{batch.name}.{ending}", kind)
    except Impossible as reason:
        messages.warning(request, str(reason))
        return redirect("payment-batch", pk=batch.pk)


@only_for(runs_dossiers)
@never_cache
@require_safe
def payment_batch_order(request: HttpRequest, pk: int) -> HttpResponse:
    """The file for the bank (pain.001)."""
    return batch_file(request, pk, bank_order, "xml", "application/xml; charset=utf-8")


@only_for(runs_dossiers)
@never_cache
@require_safe
def payment_batch_table(request: HttpRequest, pk: int) -> HttpResponse:
    """The table for the books (CSV)."""
    return batch_file(request, pk, batch_table, "csv", MEDIA_TYPES["csv"])


def own_dossier(pk: int) -> Dossier:
    """A dossier about which ECRU itself decides. Raises ``Http404``."""
    return get_object_or_404(Dossier.objects.for_page().standing_in("eigen-steun"), pk=pk)
