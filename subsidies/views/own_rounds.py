"""The rounds of a measure that one keeps: adding one, changing it, and saying that the budget is spent."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from actors.editing import Conflict
from ecru.base.access import GET_AND_POST

from .. import keeping
from ..forms.own import RoundForm
from ..models import Call, Measure
from ..spending import mark_spent
from .own_measures import measure_context, own_measure, round_of, told


@never_cache
@require_http_methods(GET_AND_POST)
def my_measure_round_new(request: HttpRequest, slug: str) -> HttpResponse:
    """A new round. A double click makes one."""
    measure = own_measure(request, slug)
    form = RoundForm(request.POST if request.method == "POST" else None, measure=measure)
    if form.is_valid() and saved(request, form):
        return redirect("my-measure", slug=slug)
    return round_page(request, measure, form)


@never_cache
@require_http_methods(GET_AND_POST)
def my_measure_round(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One round: shows it, or saves it."""
    measure = own_measure(request, slug)
    call = round_of(measure, pk)
    form = RoundForm(request.POST if request.method == "POST" else None, measure=measure, call=call)
    if form.is_valid() and saved(request, form):
        return redirect("my-measure", slug=slug)
    return round_page(request, measure, form, call)


def saved(request: HttpRequest, form: RoundForm) -> bool:
    """Saves the round and says so. False when the form has to be looked at again."""
    user: Any = request.user
    try:
        if form.call is None:
            keeping.add_round(measure=form.measure, by=user, values=form.values)
            messages.success(request, _("Saved."))
            return True
        done = keeping.change_round(call=form.call, by=user, typed=form.typed)
    except Conflict as conflict:
        form.tell(conflict)
        return False
    except ValidationError as error:
        form.refuse(error)
        return False
    for text in told(done):
        messages.success(request, text)
    return True


def round_page(
    request: HttpRequest, measure: Measure, form: RoundForm, call: Call | None = None
) -> HttpResponse:
    """The page of a round."""
    context = measure_context(measure, "my-measure-round") | {"form": form, "call": call}
    return render(request, "subsidies/own/round.html", context)


@require_POST
def my_measure_spent(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The budget of a round is spent, from now on."""
    user: Any = request.user
    call = round_of(own_measure(request, slug), pk)
    try:
        done = mark_spent(call=call, by=user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        if done:
            messages.success(request, _("The page says now that the budget is spent."))
        else:
            messages.info(request, _("The page said already that the budget is spent."))
    return redirect("my-measure", slug=slug)
