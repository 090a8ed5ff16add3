"""Going along with a dossier: messages, tasks, the checklist, and help of an expert."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from actors.conversations import Blocked
from ecru.base.access import GET_AND_POST

from ..accompanying import ask_help, criteria_of, do_task, give_task, need_no_answer, say, tick
from ..dossiers import Refused
from ..forms.talk import HelpForm, HelpTopicForm, MessageForm, TaskForm
from ..models import Dossier
from ..permissions import may_talk, works_on
from .dossiers import dossier_crumbs, posted, visible_dossier


def talked_about(request: HttpRequest, pk: int) -> Dossier:
    """The dossier, for who works on it or runs the network. Raises ``Http404`` and ``PermissionDenied``."""
    dossier = visible_dossier(request, pk)
    if not may_talk(request.user, dossier):
        raise PermissionDenied(_("Only who works on this dossier writes in it."))
    return dossier


def form_page(request: HttpRequest, dossier: Dossier, form: Any, title: str, button: str) -> HttpResponse:
    """One form on a page of its own, with whatever came back."""
    context = {
        "dossier": dossier,
        "form": form,
        "title": title,
        "button": button,
        "crumbs": dossier_crumbs(request.user, dossier),
    }
    return render(request, "subsidies/talk/form.html", context)


@never_cache
@require_http_methods(GET_AND_POST)
def dossier_message(request: HttpRequest, pk: int) -> HttpResponse:
    """Sends a message to all, or an internal one."""
    user: Any = request.user
    dossier = talked_about(request, pk)
    form = MessageForm(posted(request), user=user)
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data
        say(
            dossier=dossier,
            by=user,
            words=typed["words"],
            stamp=typed["stamp"] or get_random_string(20),
            is_internal=typed.get("is_internal", False),
        )
        messages.success(request, _("Sent."))
        return redirect(f"{dossier.get_absolute_url()}#berichten")
    return form_page(request, dossier, form, _("Write a message"), _("Send"))


@never_cache
@require_POST
def dossier_message_settled(request: HttpRequest, pk: int, message: int) -> HttpResponse:
    """Says that a message needs no answer. A second click changes nothing."""
    user: Any = request.user
    dossier = visible_dossier(request, pk)
    if need_no_answer(message=get_object_or_404(dossier.messages.to_all(), pk=message), by=user):
        messages.success(request, _("Noted: this message needs no answer."))
    return redirect(f"{dossier.get_absolute_url()}#berichten")


@never_cache
@require_http_methods(GET_AND_POST)
def dossier_task(request: HttpRequest, pk: int) -> HttpResponse:
    """Writes a task down."""
    user: Any = request.user
    dossier = talked_about(request, pk)
    form = TaskForm(posted(request), dossier=dossier, user=user)
    if form.is_bound and form.is_valid():
        give_task(dossier=dossier, by=user, task=form.task)
        messages.success(request, _("Noted."))
        return redirect(f"{dossier.get_absolute_url()}#taken")
    return form_page(request, dossier, form, _("A new task"), _("Save"))


@never_cache
@require_POST
def dossier_task_done(request: HttpRequest, pk: int, task: int) -> HttpResponse:
    """Notes that a task is done."""
    user: Any = request.user
    dossier = visible_dossier(request, pk)
    do_task(task=get_object_or_404(dossier.tasks.by_hand(), pk=task), by=user)
    messages.success(request, _("Done. Thank you."))
    return redirect(f"{dossier.get_absolute_url()}#taken")


@never_cache
@require_POST
def dossier_tick(request: HttpRequest, pk: int, criterion: int) -> HttpResponse:
    """Ticks a condition off, or takes the tick away."""
    user: Any = request.user
    dossier = visible_dossier(request, pk)
    condition = get_object_or_404(criteria_of(dossier), pk=criterion)
    tick(dossier=dossier, criterion=condition, by=user, is_in_order=request.POST.get("in-orde") == "ja")
    return redirect(f"{dossier.get_absolute_url()}#lijst")


@never_cache
@require_http_methods(GET_AND_POST)
def dossier_help(request: HttpRequest, pk: int) -> HttpResponse:
    """First the topic, then who knows about it and the question; it goes on as a conversation."""
    user: Any = request.user
    dossier = visible_dossier(request, pk)
    if not works_on(user, dossier):
        raise PermissionDenied(_("Only who works on this dossier asks for help with it."))
    topics = HelpTopicForm(request.GET if "onderwerp" in request.GET else None)
    context: dict[str, Any] = {
        "dossier": dossier,
        "topics": topics,
        "crumbs": dossier_crumbs(request.user, dossier),
    }
    if topics.is_bound and topics.is_valid():
        topic = topics.cleaned_data["onderwerp"]
        form = HelpForm(posted(request), dossier=dossier, user=user, topic=topic)
        context |= {"topic": topic, "form": form}
        if form.is_bound and form.is_valid():
            typed = form.cleaned_data
            stamp = typed["stamp"] or get_random_string(20)
            try:
                begun = ask_help(
                    dossier=dossier,
                    by=user,
                    topic=topic,
                    expert=typed["expert"],
                    question=typed["question"],
                    stamp=stamp,
                )
                messages.success(request, _("Sent. The answer comes by mail, and here."))
                return redirect(begun)
            except Refused as refusal:
                form.add_error("expert", refusal.sentences[0])
            except Blocked:
                form.add_error("expert", _("We cannot ask this expert now. Choose another one."))
    return render(request, "subsidies/talk/help.html", context)
