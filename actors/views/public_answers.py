"""Questions and answers that both sides made public."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actors.answers import TOPICS
from actors.models import PublicAnswer
from ecru.base.access import public
from ecru.base.kept import same_for_everyone


@public
@require_safe
@same_for_everyone("onderwerp")
def public_answer_list(request: HttpRequest) -> HttpResponse:
    """All of them, the newest first; ``?onderwerp=`` keeps those about one topic."""
    answers = PublicAnswer.objects.published().newest().for_cards()
    slug = request.GET.get("onderwerp", "")
    topic = next((answer.record for answer in TOPICS() if answer.value == slug), None)
    context = {
        "answers": answers.about_topic(topic) if topic else answers,
        "topic": topic,
        "crumbs": [{"name": _("Start"), "url": reverse("home")}],
    }
    return render(request, "conversations/public_list.html", context)


@public
@require_safe
@same_for_everyone()
def public_answer(request: HttpRequest, slug: str) -> HttpResponse:
    """One question and its answer, without who asked."""
    found = get_object_or_404(PublicAnswer.objects.visible_to(request.user).for_cards(), slug=slug)
    context = {
        "found": found,
        "crumbs": [
            {"name": _("Start"), "url": reverse("home")},
            {"name": _("Questions and answers"), "url": reverse("public-answer-list")},
        ],
    }
    return render(request, "conversations/public_answer.html", context)
