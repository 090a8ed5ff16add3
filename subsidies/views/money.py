"""Money for who asked support: the account on which it is paid, and the agreement on paper."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from actors.desk import Impossible
from ecru.base.access import GET_AND_POST

from ..forms.payments import AccountForm, PhoneForm
from ..models import Agreement, BankAccount, Dossier
from ..paying import confirm_account, confirm_by_phone, give_account
from ..paying.accounts import current_account, others_for
from ..paying.papers import agreement_paper
from ..permissions import (
    acts_for_applicant,
    may_confirm_account,
    may_open_account,
    may_see_money,
    runs_dossiers,
)
from .dossiers import dossier_crumbs, visible_dossier


@never_cache
@require_http_methods(GET_AND_POST)
def my_account(request: HttpRequest, pk: int) -> HttpResponse:
    """The account of the applicant: giving it, confirming it, and what it was before. For others it does not exist."""
    dossier = visible_dossier(request, pk)
    if not may_open_account(request.user, dossier):
        raise Http404
    account, do = current_account(dossier.actor), request.POST.get("do", "")
    form = AccountForm(request.POST if do == "geef" else None, known=account)
    phone = PhoneForm(request.POST if do == "bel" else None)
    try:
        if changed(request, dossier, account, form, phone):
            return redirect("my-bank-account", pk=dossier.pk)
    except Impossible as reason:
        messages.warning(request, str(reason))
        return redirect("my-bank-account", pk=dossier.pk)
    return render(
        request, "subsidies/money/account.html", account_page(request, dossier, account, form, phone)
    )


def changed(
    request: HttpRequest, dossier: Dossier, account: BankAccount | None, form: AccountForm, phone: PhoneForm
) -> bool:
    """Does what was sent; whether something was. Raises ``Impossible`` and ``PermissionDenied``."""
    user: Any = request.user
    if form.is_bound and form.is_valid():
        give_account(actor=dossier.actor, by=user, **form.cleaned_data)
        messages.success(request, _("Saved. The number counts once it is confirmed."))
        return True
    confirms = request.POST.get("do") == "bevestig" or (phone.is_bound and phone.is_valid())
    if not confirms:
        return False
    if account is None or str(account.pk) != request.POST.get("rekening"):
        raise Impossible(_("Somebody gave another account number in the meantime. Look again first."))
    if phone.is_bound:
        confirm_by_phone(account=account, by=user, note=phone.cleaned_data["note"])
    else:
        confirm_account(account=account, by=user)
    messages.success(request, _("Confirmed. ECRU pays on this number from now on."))
    return True


def account_page(
    request: HttpRequest, dossier: Dossier, account: BankAccount | None, form: AccountForm, phone: PhoneForm
) -> dict[str, Any]:
    """What the page shows. The whole number is for who compares it: who confirms it, and who pays on it."""
    user: Any = request.user
    waits = account is not None and not account.is_confirmed
    others = others_for(account) if account and waits else []
    runs = runs_dossiers(user)
    confirms = account is not None and waits and may_confirm_account(user, account)
    return {
        "dossier": dossier,
        "account": account,
        "shows_whole": runs or confirms,
        "form": form if acts_for_applicant(user, dossier) else None,
        "confirms": confirms,
        "others": len(others),
        "phone": phone
        if runs and waits and not others and account and account.given_by_id != user.pk
        else None,
        "past": BankAccount.objects.of_actor(dossier.actor).past(),
        "crumbs": dossier_crumbs(request.user, dossier),
    }


@never_cache
@require_safe
def my_agreement(request: HttpRequest, pk: int) -> HttpResponse:
    """The agreement as PDF, for who works on the dossier and who runs the network; ``?versie=1``: as it was signed before."""
    dossier = visible_dossier(request, pk)
    if not may_see_money(request.user, dossier):
        raise Http404
    agreement = get_object_or_404(Agreement, dossier=dossier)
    agreement.dossier = dossier
    name, asked = f"overeenkomst-{dossier.number or dossier.pk}", request.GET.get("versie", "")
    if not asked:
        return kept_file(agreement_paper(agreement), f"{name}.pdf", "application/pdf")
    past = next((one for one in agreement.past.all() if str(one.number) == asked), None)
    if past is None:
        raise Http404
    past.agreement = agreement
    return kept_file(agreement_paper(past), f"{name}-versie-{past.number}.pdf", "application/pdf")


def kept_file(content: bytes | str, name: str, kind: str) -> HttpResponse:
    """A private file, to keep."""
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=kind, headers=headers)
