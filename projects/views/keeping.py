"""What keeping a project and keeping a call have in common: beginning, saving, and the buttons under the form."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from actors.desk import Impossible
from actors.forms.profile import version_of
from ecru.base.models import Publication

from ..forms.records import RecordForm, StartForm
from ..models import PartnerCall, Project
from ..publishing import missing, publish, take_off
from ..writing import save_record, throw_away

Record = Project | PartnerCall
Begin = Callable[..., Any]


def start_page(
    request: HttpRequest, form: StartForm, begin: Begin, template: str, context: dict[str, Any]
) -> HttpResponse:
    """The first questions; what was sent becomes one draft, and its form is next."""
    if form.is_bound and form.is_valid():
        made = begin(by=request.user, beginning=form.beginning)
        return redirect(context["route"], slug=made.slug)
    return render(request, template, context | {"form": form})


def keep_page(request: HttpRequest, form: RecordForm, template: str, context: dict[str, Any]) -> HttpResponse:
    """The form of a record. Of a draft what is typed well is stored, whatever is wrong beside it."""
    how = request.POST.get("do", "save")
    if how == "keep":
        return kept(request, form)
    if form.is_bound and form.is_valid() and saved(request, form, how):
        return redirect(request.path)
    if form.is_bound and form.errors and not form.has_error("__all__"):
        rescue(request, form)
    return render(request, template, context | {"form": form})


def saved(request: HttpRequest, form: RecordForm, how: str) -> bool:
    """Stores what was typed, and puts it on the site if asked; False when that cannot be, and the form says why."""
    user: Any = request.user
    record = save_record(record=form.instance, by=user, values=form.values)
    if how == "publish" and not record.is_public:
        try:
            record = publish(record=record, by=user)
        except Impossible as reason:
            catch_up(form, record)
            form.add_error(None, str(reason))
            form.ask_for(missing(record))
            return False
        messages.success(request, _("It is on the site now. Thank you for sharing."))
        return True
    messages.success(
        request, _("Saved. It shows at once.") if record.is_public else _("Saved. Nobody else sees it yet.")
    )
    return True


def rescue(request: HttpRequest, form: RecordForm) -> None:
    """With something wrong in the form: what is not on the site keeps all the rest."""
    if not form.instance.is_public:
        catch_up(form, save_record(record=form.instance, by=request.user, values=form.values))  # type: ignore[arg-type]


def catch_up(form: RecordForm, record: Record) -> None:
    """Lets the form go on from the state that was just stored."""
    form.instance.refresh_from_db()
    form.stored = version_of(record)
    form.catch_up()
    form.saved_meanwhile = []


def kept(request: HttpRequest, form: RecordForm) -> HttpResponse:
    """Stores a draft while somebody types, and tells the page its new version; what shows is never saved by itself."""
    form.is_valid()
    behind = form.has_error("__all__", "behind")
    if form.instance.is_public or behind:
        return render(request, "mine/kept.html", {"form": form, "behind": behind})
    catch_up(form, save_record(record=form.instance, by=request.user, values=form.values))  # type: ignore[arg-type]
    return render(request, "mine/kept.html", {"form": form, "at": timezone.localtime()})


def hidden(request: HttpRequest, record: Record, way_back: str) -> HttpResponse | None:
    """Does what "take off" or "throw away" says, and where to go then; None for any other button."""
    user: Any = request.user
    how = request.POST.get("do", "")
    try:
        if how == "off":
            take_off(record=record, by=user)  # type: ignore[type-var]
            messages.success(request, _("It is off the site. Here it stays for you."))
            return redirect(request.path)
        if how == "delete":
            throw_away(record=record, by=user)
            messages.success(request, _("The draft is gone."))
            return redirect(way_back)
    except Impossible as reason:
        messages.warning(request, str(reason))
        return redirect(request.path)
    return None


def is_draft(record: Record) -> bool:
    """Whether ``record`` was never on the site."""
    return record.status == Publication.DRAFT and record.published_at is None
