"""Volunteers: the list and the pages for members, the own profile, and answering a request."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from actors.answers import words
from actors.desk import Impossible
from actors.forms.profile import version_of
from actors.models import Municipality
from actors.views.ending import Ending, ended
from ecru.base.access import GET_AND_POST, only_for, public
from ecru.base.directory.pages import Pager
from ecru.base.keys import is_key

from ..forms.volunteers import AnswerForm, AskVolunteerForm, VolunteerForm
from ..models import HelpKind, Volunteer, VolunteerRequest
from ..permissions import may_answer_request, may_see_volunteers
from ..volunteering import (
    answer_request,
    ask_volunteer,
    delete_volunteer,
    save_volunteer,
    start_volunteer,
    stop_volunteer,
    unblock,
)

HELPS = words(HelpKind)


def crumbs(user: Any) -> list[dict[str, str]]:
    """The way to a page about volunteers; the list only for who may see it."""
    way = [{"name": _("Start"), "url": reverse("home")}]
    if may_see_volunteers(user):
        way.append({"name": _("Volunteers"), "url": reverse("volunteer-list")})
    return way


def own_crumbs(*more: dict[str, str]) -> list[dict[str, str]]:
    """The way to a page of one's own."""
    return [{"name": _("My ECRU"), "url": reverse("my")}, *more]


@require_safe
@never_cache
@only_for(may_see_volunteers)
def volunteer_list(request: HttpRequest) -> HttpResponse:
    """Who lends a hand, for signed-in members; by kind of help and by municipality."""
    chosen = {name: request.GET.get(name, "") for name in ("hulp", "gemeente")}
    volunteers = Volunteer.objects.shown().for_list()
    if chosen["hulp"]:
        volunteers = volunteers.helping_with(chosen["hulp"])
    if chosen["gemeente"]:
        volunteers = volunteers.coming_to(chosen["gemeente"])

    def url_of(number: int) -> str:
        return f"?{urlencode({**chosen, 'pagina': str(number)})}"

    pager = Pager.at(request.GET.get("pagina", ""), volunteers.count(), url_of)
    context = {
        "volunteers": pager.part_of(volunteers),
        "pager": pager,
        "helps": HELPS(),
        "towns": Municipality.objects.members(),
        "chosen": chosen,
        "asked": VolunteerRequest.objects.from_person(request.user).with_people()[:20],
        "crumbs": crumbs(request.user)[:1],
    }
    return render(request, "projects/volunteer_list.html", context)


@never_cache
@require_http_methods(GET_AND_POST)
@only_for(may_see_volunteers)
def volunteer_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One volunteer, and the form with which a member asks them for an actor they act for."""
    user: Any = request.user
    volunteer = get_object_or_404(Volunteer.objects.shown().for_list(), pk=pk)
    posted = request.POST if request.method == "POST" else None
    form = AskVolunteerForm(posted, about=f"volunteer {pk}", user=user)
    if form.is_valid() and form.passes(request):
        try:
            ask_volunteer(volunteer=volunteer, actor=form.cleaned_data["actor"], by=user, wish=form.wish)
            messages.success(
                request, _("Sent to %(name)s. You get the answer by mail.") % {"name": volunteer}
            )
            return redirect(volunteer)
        except Impossible as reason:
            form.add_error(None, str(reason))
    context = {
        "volunteer": volunteer,
        "form": form,
        "acts": bool(user.own_actors),
        "mine": volunteer.user_id == user.pk,
        "crumbs": crumbs(user),
    }
    return render(request, "projects/volunteer_detail.html", context, status=form.status)


@public
@never_cache
@require_http_methods(GET_AND_POST)
def volunteer_request(request: HttpRequest, token: str) -> HttpResponse:
    """The link in the mail to a volunteer: GET shows what is asked, POST says yes or no. It answers once."""
    found = VolunteerRequest.objects.by_token(token)
    if found is None:
        raise Http404
    return answer_page(request, found, token)


@never_cache
@require_http_methods(GET_AND_POST)
def my_volunteer_request(request: HttpRequest, pk: int) -> HttpResponse:
    """The same for a volunteer who is signed in. For anybody else it does not exist."""
    found = get_object_or_404(VolunteerRequest.objects.with_people(), pk=pk)
    if not may_answer_request(request.user, found):
        raise Http404
    return answer_page(request, found, "")


def answer_page(request: HttpRequest, found: VolunteerRequest, token: str) -> HttpResponse:
    """What is asked, and the answer."""
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            found = answer_request(request=found, answer=form.given, by=request.user, token=token)  # type: ignore[arg-type]
            messages.success(request, _("Thank you. We tell %(name)s.") % {"name": found.actor})
            return redirect(request.path)
        except Impossible as reason:
            form.add_error(None, str(reason))
            found.refresh_from_db()
    context = {"asked": found, "form": form, "crumbs": crumbs(request.user)}
    return render(request, "projects/volunteer_request.html", context)


@never_cache
@require_http_methods(GET_AND_POST)
def my_volunteer(request: HttpRequest) -> HttpResponse:
    """The own profile of a volunteer; saved, it shows to members at once."""
    user: Any = request.user
    known, posted = Volunteer.objects.of_person(user), request.POST if request.method == "POST" else None
    if posted is not None and known is None:
        known = start_volunteer(user)
        fresh: Any = posted.copy()
        fresh["seen"] = version_of(known)
        posted = fresh
    if posted is not None and known and is_key(posted.get("unblock", "")):
        unblock(volunteer=known, by=user, actor=int(posted["unblock"]))
        return redirect("my-volunteer")
    first_name = (user.name.split() or [""])[0]
    form = VolunteerForm(posted, instance=known or Volunteer(user=user, first_name=first_name))
    if form.is_valid() and known:
        save_volunteer(volunteer=known, by=user, values=form.values, show=True)
        messages.success(request, _("Saved. Members can find you now."))
        return redirect("my-volunteer")
    context = {
        "volunteer": known,
        "form": form,
        "requests": VolunteerRequest.objects.to_person(user).with_people()[:20],
        "blocks": known.blocks.select_related("actor") if known else [],
        "crumbs": own_crumbs(),
    }
    return render(request, "projects/my_volunteer.html", context)


@never_cache
@require_http_methods(GET_AND_POST)
def my_volunteer_end(request: HttpRequest) -> HttpResponse:
    """Stopping as a volunteer, or deleting the profile: first told what happens, then done."""
    user: Any = request.user
    volunteer = Volunteer.objects.of_person(user)
    if volunteer is None:
        return redirect("my-volunteer")
    ways = {
        "stop": Ending(
            partial(stop_volunteer, volunteer=volunteer, by=user),
            _("Members do not see you any more. Save your profile to begin again."),
            "my-volunteer",
        ),
        "delete": Ending(
            partial(delete_volunteer, volunteer=volunteer, by=user),
            _("Your profile as a volunteer is deleted."),
            "my-volunteer",
        ),
    }
    mine = {"name": _("Your profile as a volunteer"), "url": reverse("my-volunteer")}
    context = {"volunteer": volunteer, "crumbs": own_crumbs(mine)}
    return ended(request, ways) or render(request, "projects/my_volunteer_end.html", context)
