"""Becoming an expert, keeping an expert profile, and how much experts are asked."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from actors.desk import Impossible
from actors.expertise import (
    PauseLink,
    delete_profile,
    go_on_pausing,
    save_profile,
    send_profile,
    start_expertise,
    start_profile,
    stop_profile,
    waiting_item,
    withdraw_consents,
)
from actors.expertise.kinds import NAME
from actors.expertise.workload import ORDERS, workloads
from actors.forms.expert import ExpertForm, PauseForm, PersonForm, StartForm
from actors.forms.profile import version_of
from actors.models import Actor, Expert
from actors.permissions import may_edit_actor, may_see_network
from ecru.base.access import GET_AND_POST, only_for, public
from ecru.base.directory.pages import Pager

from .ending import Ending, ended
from .mine import actor_context, own_actor


def crumbs(*more: dict[str, str]) -> list[dict[str, str]]:
    """The way to a page about experts."""
    return [
        {"name": _("Start"), "url": reverse("home")},
        {"name": _("Experts"), "url": reverse("expert-list")},
        *more,
    ]


def own_crumbs(*more: dict[str, str]) -> list[dict[str, str]]:
    """The way to a page of one's own."""
    return [{"name": _("My ECRU"), "url": reverse("my")}, *more]


@public
@never_cache
@require_http_methods(GET_AND_POST)
def expert_apply(request: HttpRequest) -> HttpResponse:
    """What being an expert is; who is signed in begins here, for themselves or for an actor they act for."""
    user: Any = request.user
    posted = request.POST if request.method == "POST" else None
    if posted is not None and not user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    form = StartForm(
        None if posted is None or "actor" in posted else posted, initial={"name": getattr(user, "name", "")}
    )
    if posted is not None and "actor" in posted:
        return begin_for_actor(request, posted["actor"])
    if form.is_valid():
        start_profile(user=user, name=form.cleaned_data["name"])
        return redirect("my-expert")
    known = Expert.objects.of_person(user) if user.is_authenticated else None
    own = Actor.objects.own(user).order_by("name") if user.is_authenticated else []
    context = {"form": form, "known": known, "own": own, "crumbs": crumbs(), "section": "experts"}
    return render(request, "actors/expert_apply.html", context)


def begin_for_actor(request: HttpRequest, slug: str) -> HttpResponse:
    """Begins the expertise of the actor at ``slug``, for who may edit it."""
    actor = get_object_or_404(Actor.objects.visible_to(request.user), slug=slug.replace("\0", ""))
    if not may_edit_actor(request.user, actor):
        raise PermissionDenied(_("Only people who act for %(name)s come here.") % {"name": actor})
    start_expertise(actor=actor, by=request.user)  # type: ignore[arg-type]
    return redirect("my-actor-expertise", slug=actor.slug)


@never_cache
@require_http_methods(GET_AND_POST)
def my_expert(request: HttpRequest) -> HttpResponse:
    """The own expert profile: every field, what may show, and whether there is time."""
    expert = Expert.objects.of_person(request.user)
    if expert is None:
        return redirect("expert-apply")
    posted = request.POST if request.method == "POST" else None
    form = PersonForm(posted, instance=expert, new_name=name_that_waits(expert))
    context = {"crumbs": own_crumbs(), "section": "experts"}
    return profile_page(request, form, "mine/expert.html", context)


@never_cache
@require_http_methods(GET_AND_POST)
def my_expert_end(request: HttpRequest) -> HttpResponse:
    """Stopping as an expert, or deleting the profile: first told what happens, then done."""
    expert = Expert.objects.of_person(request.user)
    if expert is None:
        return redirect("expert-apply")
    who: Any = {"expert": expert, "by": request.user}
    ways = {
        "delete": Ending(
            partial(delete_profile, **who), _("Your expert profile is deleted."), "expert-apply"
        ),
        "stop": Ending(
            partial(stop_profile, **who),
            _("Your profile is off the site. Here it stays for you alone."),
            "my-expert",
        ),
    }
    mine = {"name": _("My expert profile"), "url": reverse("my-expert")}
    context = {"expert": expert, "crumbs": own_crumbs(mine), "section": "experts"}
    return ended(request, ways) or render(request, "mine/expert_end.html", context)


@never_cache
@require_http_methods(GET_AND_POST)
def my_actor_expertise(request: HttpRequest, slug: str) -> HttpResponse:
    """What an actor can help others with, for who may edit the actor. With several, ``?van=`` says which; else the oldest."""
    actor = own_actor(request, slug)
    every = list(Expert.objects.of(actor).prefetch_related("topics").order_by("pk"))
    expert = chosen_of(every, request.GET.get("van", ""))
    context = actor_context(request, actor, "my-actor-expertise") | {"every": every}
    if expert is None:
        if request.method == "POST":
            return begin_for_actor(request, slug)
        return render(request, "mine/actor_expertise.html", context | {"form": None, "expert": None})
    if request.POST.get("do") == "stop":
        stop_profile(expert=expert, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("This expertise is off the site."))
        return redirect(request.get_full_path())
    form = ExpertForm(request.POST if request.method == "POST" else None, instance=expert)
    return profile_page(request, form, "mine/actor_expertise.html", context)


def chosen_of(every: list[Expert], slug: str) -> Expert | None:
    """The one at ``slug``, the oldest for no slug, None without any. Raises ``Http404`` for a slug of nobody here."""
    if not slug:
        return next(iter(every), None)
    found = next((expert for expert in every if expert.slug == slug), None)
    if found is None:
        raise Http404
    return found


def profile_page(
    request: HttpRequest, form: ExpertForm, template: str, context: dict[str, Any]
) -> HttpResponse:
    """A form of a profile: what is typed well in a draft is stored, whatever is wrong beside it."""
    expert, how = form.instance, request.POST.get("do", "save")
    if how == "keep":
        return kept(request, form)
    if form.is_bound and form.is_valid() and done(request, form, how):
        return redirect(request.get_full_path())
    if form.is_bound and not form.is_valid():
        rescue(request, form)
    item = waiting_item(expert)
    context |= {"form": form, "expert": expert, "item": item, "new_name": name_that_waits(expert)}
    return render(request, template, context)


def done(request: HttpRequest, form: ExpertForm, how: str) -> bool:
    """Stores what was typed, and sends it to the editors if asked; False when that cannot be, and the form says why."""
    user: Any = request.user
    was_public = form.instance.is_public
    expert = save_profile(expert=form.instance, by=user, profile=form.profile)
    if how == "send":
        try:
            send_profile(expert=expert, by=user)
        except Impossible as reason:
            catch_up(form, expert)
            form.add_error(None, str(reason))
            return False
    messages.success(request, told(expert, how, was_public))
    return True


def told(expert: Expert, how: str, was_public: bool) -> str:
    """What happened."""
    if how == "send":
        return _("Sent. The editors look at it, mostly within a week. You get a mail.")
    if was_public and not expert.is_public:
        return _("Your profile is off the site, because your name may not show any more.")
    if expert.is_public and name_that_waits(expert):
        return _("Saved. All shows at once, but your new name: the editors look at that first.")
    return _("Saved. It shows at once.") if expert.is_public else _("Saved. Nobody sees it yet.")


def rescue(request: HttpRequest, form: ExpertForm) -> None:
    """With something wrong in the form: a draft keeps all the rest, and of what shows a withdrawn tick counts at once."""
    expert, user = form.instance, request.user
    agreed = form.profile.agreed
    lost = set() if agreed is None else expert.agreed - agreed
    if lost and expert.is_public:
        catch_up(form, withdraw_consents(expert=expert, by=user, shares=lost))  # type: ignore[arg-type]
        messages.warning(request, _("What may not show any more is hidden. The rest is not saved yet."))
    elif not expert.is_public and not form.has_error("__all__", "behind"):
        catch_up(form, save_profile(expert=expert, by=user, profile=form.profile))  # type: ignore[arg-type]


def catch_up(form: ExpertForm, expert: Expert) -> None:
    """Lets the form go on from the state that was just stored."""
    form.instance.refresh_from_db()
    form.stored = version_of(expert)
    form.catch_up()


def kept(request: HttpRequest, form: ExpertForm) -> HttpResponse:
    """Stores a draft while somebody types, and tells the page its new version; what shows is never saved by itself."""
    form.is_valid()
    behind = form.has_error("__all__", "behind")
    if form.instance.is_public or behind:
        return render(request, "mine/kept.html", {"form": form, "behind": behind}, status=200)
    catch_up(form, save_profile(expert=form.instance, by=request.user, profile=form.profile))  # type: ignore[arg-type]
    return render(request, "mine/kept.html", {"form": form, "at": timezone.localtime()})


def name_that_waits(expert: Expert) -> str:
    """The new name that the editors have not looked at yet."""
    item = waiting_item(expert) if expert.is_public else None
    return str(item.content.get(NAME, "")) if item else ""


@public
@never_cache
@require_http_methods(GET_AND_POST)
def expert_pause(request: HttpRequest, token: str) -> HttpResponse:
    """The link in the mail about the end of a pause: GET shows, POST makes the pause longer. It works once."""
    link = PauseLink.read(token)
    if link is None:
        raise Http404
    form, expert = PauseForm(request.POST if request.method == "POST" else None), link.subject
    if form.is_valid():
        try:
            expert = go_on_pausing(link=link, until=form.cleaned_data["until"])
            messages.success(request, _("You pause. Nobody can ask you anything until the day you chose."))
            return redirect(expert)
        except Impossible as reason:
            form.add_error(None, str(reason))
    context = {"form": form, "expert": expert, "crumbs": crumbs(), "section": "experts"}
    return render(request, "actors/expert_pause.html", context)


@require_safe
@only_for(may_see_network)
def network_experts(request: HttpRequest) -> HttpResponse:
    """Every expert with the questions they have and had: for the regisseur, and for nobody else."""
    order = request.GET.get("op", "naam") if request.GET.get("op") in ORDERS else "naam"
    downwards = request.GET.get("neer") == "1"
    experts = workloads(order, downwards)

    def url_of(number: int) -> str:
        return f"?op={order}&neer={int(downwards)}&pagina={number}"

    pager = Pager.at(request.GET.get("pagina", ""), experts.count(), url_of)
    context = {
        "experts": pager.part_of(experts),
        "heads": heads(order, downwards),
        "pager": pager,
        "crumbs": crumbs(),
    }
    return render(request, "regie/experts.html", context)


def heads(order: str, downwards: bool) -> list[dict[str, Any]]:
    """The columns: what each is called, where a click orders by it, and how it is ordered now."""
    labels = {
        "naam": _("Expert"),
        "open": _("Open questions"),
        "beantwoord": _("Answered in 12 months"),
        "laatst": _("Last answered question"),
        "pauze": _("Time"),
    }
    way = "descending" if downwards else "ascending"
    return [
        {
            "label": label,
            "url": f"?op={name}&neer={int(name == order and not downwards)}",
            "sorted": way if name == order else "",
        }
        for name, label in labels.items()
    ]
