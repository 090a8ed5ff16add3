"""The pages on which people ask an actor, an expert or the team something, or tell that something is not right."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from actors.conversations import Blocked, ask, report
from actors.conversations.receiving import receivers_of
from actors.expert_relations import related_experts
from actors.forms.conversations import AskForm, ReportForm, TeamAskForm
from actors.models import Actor, Expert
from actors.permissions import takes_questions
from ecru.base.access import public


@dataclass(frozen=True)
class About:
    """What a page is about: ``kind`` is "actor" or "expert", and the first word of the names of its routes."""

    kind: str
    record: Actor | Expert
    section: str
    above: dict[str, str]

    @property
    def context(self) -> dict[str, Any]:
        """What every page about this shows."""
        here = {"name": self.record.name, "url": self.record.get_absolute_url()}
        crumbs = [{"name": _("Start"), "url": reverse("home")}, self.above, here]
        direct = bool(receivers_of(self.record))
        return {"record": self.record, "crumbs": crumbs, "section": self.section, "direct": direct}

    def key(self, form: str) -> str:
        """What a ``form`` about this is counted under."""
        return f"{form} {self.kind} {self.record.pk}"


def an_actor(request: HttpRequest, slug: str) -> About:
    """The actor at ``slug``, if this person may see it."""
    actor = get_object_or_404(Actor.objects.visible_to(request.user), slug=slug)
    return About("actor", actor, "actors", {"name": _("Who is who"), "url": reverse("actor-list")})


def an_expert(request: HttpRequest, slug: str) -> About:
    """The expert at ``slug``, if this person may see it."""
    expert = get_object_or_404(Expert.objects.visible_to(request.user).for_page(), slug=slug)
    return About("expert", expert, "experts", {"name": _("Experts"), "url": reverse("expert-list")})


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def actor_ask(request: HttpRequest, slug: str) -> HttpResponse:
    """A question to an actor, by form only: its address is never shown."""
    return ask_page(request, an_actor(request, slug))


@public
@never_cache
@require_safe
def actor_ask_thanks(request: HttpRequest, slug: str) -> HttpResponse:
    """What happens now with a question to an actor."""
    return render(request, "actors/ask_thanks.html", an_actor(request, slug).context)


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def actor_report(request: HttpRequest, slug: str) -> HttpResponse:
    """Is something not right about an actor? It reaches the editors, without an account."""
    return report_page(request, an_actor(request, slug))


@public
@require_safe
def actor_report_thanks(request: HttpRequest, slug: str) -> HttpResponse:
    """What happens now with a report about an actor."""
    return render(request, "actors/report_thanks.html", an_actor(request, slug).context)


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def expert_ask(request: HttpRequest, slug: str) -> HttpResponse:
    """A question to an expert, by form only: the address is never shown."""
    return ask_page(request, an_expert(request, slug))


@public
@never_cache
@require_safe
def expert_ask_thanks(request: HttpRequest, slug: str) -> HttpResponse:
    """What happens now with a question to an expert."""
    return render(request, "actors/ask_thanks.html", an_expert(request, slug).context)


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def expert_report(request: HttpRequest, slug: str) -> HttpResponse:
    """Is something not right about an expert? It reaches the editors, without an account."""
    return report_page(request, an_expert(request, slug))


@public
@require_safe
def expert_report_thanks(request: HttpRequest, slug: str) -> HttpResponse:
    """What happens now with a report about an expert."""
    return render(request, "actors/report_thanks.html", an_expert(request, slug).context)


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask_team(request: HttpRequest) -> HttpResponse:
    """A question to the team, which answers it or finds who can."""
    form = TeamAskForm(request.POST or None, about="ask team", user=request.user)
    form.begin(request.GET)
    if form.is_valid() and form.passes(request):
        return asked(request, form, None, redirect("ask-team-thanks"))
    return render(
        request, "conversations/ask_team.html", {"form": form, "crumbs": team_crumbs()}, status=form.status
    )


@public
@never_cache
@require_safe
def ask_team_thanks(request: HttpRequest) -> HttpResponse:
    """What happens now with a question to the team."""
    return render(request, "conversations/ask_team_thanks.html", {"crumbs": team_crumbs()})


def team_crumbs() -> list[dict[str, str]]:
    """The way back from a question to the team."""
    return [
        {"name": _("Start"), "url": reverse("home")},
        {"name": _("Questions and answers"), "url": reverse("public-answer-list")},
    ]


def ask_page(request: HttpRequest, about: About) -> HttpResponse:
    """The form of a question; what was sent is stored once, and answered with the next page. Who pauses is not asked."""
    form = AskForm(request.POST or None, about=about.key("ask"), user=request.user)
    if isinstance(about.record, Expert) and not takes_questions(about.record):
        return paused_page(request, about, about.record)
    if form.is_valid() and form.passes(request):
        return asked(
            request, form, about.record, redirect(f"{about.kind}-ask-thanks", slug=about.record.slug)
        )
    return render(request, "actors/ask.html", about.context | {"form": form}, status=form.status)


def paused_page(request: HttpRequest, about: About, expert: Expert) -> HttpResponse:
    """Until when an expert pauses, and who else knows about it; what was typed meanwhile stands there to copy."""
    others = [one for one in related_experts(expert) if takes_questions(one.other)]
    context = {"expert": expert, "related": others, "typed": request.POST.get("question", "")}
    status = 409 if request.method == "POST" else 200
    return render(request, "actors/ask_paused.html", about.context | context, status=status)


def asked(
    request: HttpRequest, form: AskForm, record: Actor | Expert | None, following: HttpResponse
) -> HttpResponse:
    """Stores the question; a calm page for who was stopped by the one they ask."""
    try:
        ask(record=record, asked=form.asked, token=form.token)
    except Blocked:
        return render(request, "conversations/blocked.html", {"record": record}, status=403)
    return following


def report_page(request: HttpRequest, about: About) -> HttpResponse:
    """The form of a report; what was sent is stored once, and answered with the next page."""
    form = ReportForm(request.POST or None, about=about.key("report"), user=request.user)
    if form.is_valid() and form.passes(request):
        report(record=about.record, mistake=form.mistake, token=form.token)
        return redirect(f"{about.kind}-report-thanks", slug=about.record.slug)
    shown = {"form": form, "editors_alone": False}
    return render(request, "actors/report.html", about.context | shown, status=form.status)
