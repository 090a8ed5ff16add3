"""Working together in a project: asking, offering, answering by a link or signed in, and ending it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from actors.desk import Impossible
from actors.models import Actor
from ecru.base.access import public
from ecru.base.keys import is_key

from ..forms.calls import AskPartnerForm, OfferForm
from ..models import Project, ProjectPartner
from ..partnering import (
    Invitation,
    answer_partner,
    ask_partner,
    askable,
    at_work_of,
    offer_partner,
    stop_partner,
)
from ..permissions import may_answer_partner
from ..project_page import crumbs_to_projects
from .projects import GET_AND_POST, my_crumbs, own_project

LONGEST_QUERY = 100


def invitation_in(form: AskPartnerForm) -> Invitation:
    """What was typed."""
    return Invitation(form.cleaned_data["actor"], form.cleaned_data["part"])


@never_cache
@require_http_methods(GET_AND_POST)
def my_project_partners(request: HttpRequest, slug: str) -> HttpResponse:
    """Who takes part in an own project, who was asked, and asking somebody else."""
    user: Any = request.user
    project = own_project(request, slug)
    if is_key(request.POST.get("stop", "")):
        return stopped(request, project, int(request.POST["stop"]))
    query = request.GET.get("q", "")[:LONGEST_QUERY].replace("\0", " ").strip()
    found = askable(query, project) if query else Actor.objects.none()
    form = AskPartnerForm(request.POST if request.method == "POST" else None, actors=found)
    if form.is_valid():
        try:
            asked = ask_partner(project=project, by=user, invitation=invitation_in(form))
            told = (
                _("%(name)s takes part.")
                if asked.is_agreed
                else _("We asked %(name)s. You get the answer by mail.")
            )
            messages.success(request, told % {"name": asked.actor})
            return redirect("my-project-partners", slug=project.slug)
        except Impossible as reason:
            form.add_error(None, str(reason))
    context = {
        "project": project,
        "partners": project.partners.with_actors(),
        "query": query,
        "found": found,
        "form": form,
        "crumbs": my_crumbs({"name": project.title, "url": reverse("my-project", args=[project.slug])}),
    }
    return render(request, "projects/my_project_partners.html", context)


def stopped(request: HttpRequest, project: Project, key: int) -> HttpResponse:
    """Ends working together with one partner, or takes a question back."""
    user: Any = request.user
    partner = get_object_or_404(project.partners.all(), pk=key)
    stop_partner(partner=partner, by=user)
    messages.success(request, _("%(name)s does not take part any more.") % {"name": partner.actor})
    return redirect("my-project-partners", slug=project.slug)


@never_cache
@require_http_methods(GET_AND_POST)
def project_offer(request: HttpRequest, slug: str) -> HttpResponse:
    """An actor offers itself to a project."""
    user: Any = request.user
    project = get_object_or_404(Project.objects.published().for_page(), slug=slug)
    own = at_work_of(user)
    form = OfferForm(request.POST if request.method == "POST" else None, actors=own)
    if form.is_valid():
        try:
            partner = offer_partner(project=project, by=user, invitation=invitation_in(form))
            told = (
                _("You take part now.")
                if partner.is_agreed
                else _("Your offer is on its way. You get the answer by mail.")
            )
            messages.success(request, told)
            return redirect(project)
        except Impossible as reason:
            form.add_error(None, str(reason))
    here = {"name": project.name, "url": project.get_absolute_url()}
    context = {
        "project": project,
        "form": form,
        "acts": own.exists(),
        "crumbs": [*crumbs_to_projects(), here],
    }
    return render(request, "projects/project_offer.html", context)


@public
@never_cache
@require_http_methods(GET_AND_POST)
def partner_answer(request: HttpRequest, token: str) -> HttpResponse:
    """The link in the mail: GET shows what is asked, POST says yes or no. It answers once."""
    partner = ProjectPartner.objects.by_token(token)
    if partner is None:
        return render(request, "projects/link_unknown.html", status=404)
    return answer_page(request, partner, token)


@never_cache
@require_http_methods(GET_AND_POST)
def my_partnership(request: HttpRequest, pk: int) -> HttpResponse:
    """The same for who is signed in; either side may end it here. For anybody else it does not exist."""
    user: Any = request.user
    partner = get_object_or_404(ProjectPartner.objects.select_related("project__lead", "actor"), pk=pk)
    mine = partner.actor_id in user.own_actors
    if not (may_answer_partner(user, partner) or mine):
        raise Http404
    if request.POST.get("answer") == "stop" and mine:
        stop_partner(partner=partner, by=user)
        messages.success(request, _("You do not take part any more."))
        return redirect("my-projects")
    return answer_page(request, partner, "")


def answer_page(request: HttpRequest, partner: ProjectPartner, token: str) -> HttpResponse:
    """What is asked, and the answer."""
    user: Any = request.user
    answer = request.POST.get("answer", "")
    if answer in {"ja", "nee"}:
        try:
            by = user if user.is_authenticated and may_answer_partner(user, partner) else None
            answer_partner(partner=partner, yes=answer == "ja", by=by, token=token)
            messages.success(request, _("Thank you. We tell who asked."))
        except Impossible as reason:
            messages.warning(request, str(reason))
        except PermissionDenied:
            raise Http404 from None
        return redirect(request.path)
    acts = user.is_authenticated and partner.actor_id in user.own_actors
    context = {
        "partner": partner,
        "project": partner.project,
        "may_answer": partner.is_waiting and (bool(token) or may_answer_partner(user, partner)),
        "may_stop": acts
        and not token
        and (partner.is_agreed or (partner.is_waiting and not partner.by_lead)),
    }
    return render(request, "projects/partner_answer.html", context)
