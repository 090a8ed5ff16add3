"""Conversations: the lists of who takes part, and one of them, signed in or with a link."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from actors.accounts import conversations as own_panel
from actors.conversations import (
    Blocked,
    MovedOn,
    NotNow,
    Seat,
    accept,
    agree_public,
    ask_team_along,
    block,
    close,
    confirm,
    confirm_report,
    disagree_public,
    may_write,
    refuse,
    seat_of,
    seat_with,
    see,
    send_team_away,
    solve_own,
    unblock,
    write,
)
from actors.conversations.abuse import let_through, report_abuse
from actors.conversations.page import page_of
from actors.conversations.telling import renew
from actors.forms.conversations import AbuseForm, ReplyForm, may_renew
from actors.models import Block, Conversation, Participant, Side
from ecru.base.access import public

from .mine import actor_context, own_actor
from .passing import give_on, take_back_from

LONGEST_KEY = 19  # digits
Act = Callable[[Seat], bool]
Done = HttpResponse | bool | None

# What a button does, and what the page says afterwards.
ACTS: dict[str, tuple[Act, Any]] = {
    "sluit": (lambda seat: close(seat=seat), "closed"),
    "meelezen": (lambda seat: ask_team_along(seat=seat), "team"),
    "niet-meelezen": (lambda seat: send_team_away(seat=seat), "alone"),
    "blokkeer": (lambda seat: block(seat=seat), "blocked"),
    "deblokkeer": (lambda seat: unblock(seat=seat), "unblocked"),
    "publiek": (lambda seat: agree_public(seat=seat), "public"),
    "niet-publiek": (lambda seat: disagree_public(seat=seat), "private"),
    "neem-aan": (lambda seat: accept(seat=seat), "accepted"),
    "weiger": (lambda seat: refuse(seat=seat), "refused"),
    "opgelost": (lambda seat: solve_own(seat=seat), "solved"),
}


def told_after(word: str) -> str:
    """What the page says after a button was pressed."""
    return {
        "closed": _("The conversation is closed. A new message opens it again."),
        "team": _("The team of ECRU can read along now. We told the other side."),
        "alone": _("The team reads along no more."),
        "blocked": _("You get no messages from the other side any more."),
        "unblocked": _("The other side can write to you again."),
        "public": _("You agree. If the other side agrees too, the team makes it ready."),
        "private": _("You do not agree any more. It does not stand on the site."),
        "accepted": _("Thank you. Write your answer below."),
        "refused": _("That is all right. The team looks for somebody else."),
        "solved": _("Thank you. We told who reported it."),
    }[word]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def my_conversations(request: HttpRequest) -> HttpResponse:
    """All that somebody asked or can answer; for the team also what waits for it. The button lets somebody through again."""
    user: Any = request.user
    if request.method == "POST":
        key = request.POST.get("block", "")
        if let_through(user=user, key=int(key) if key.isdecimal() and len(key) < LONGEST_KEY else 0):
            messages.success(request, told_after("unblocked"))
        return redirect("my-conversations")
    context = {
        "groups": own_panel.groups_for(user),
        "blocks": Block.objects.of_side_of(user).with_names(),
        "crumbs": [{"name": _("My ECRU"), "url": reverse("my")}],
    }
    return render(request, "conversations/mine.html", context)


@require_safe
def my_actor_questions(request: HttpRequest, slug: str) -> HttpResponse:
    """What was asked and told about an actor, for who acts for it."""
    actor = own_actor(request, slug)
    context = actor_context(request, actor, "my-actor-questions")
    acts = actor.pk in request.user.own_actors  # type: ignore[union-attr]
    asked = Conversation.objects.of_actor(actor).open_first().for_lists()
    found = asked.for_reader(request.user) if acts else None
    return render(request, "conversations/of_actor.html", context | {"conversations": found})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def my_conversation(request: HttpRequest, pk: int) -> HttpResponse:
    """One conversation, for who is signed in and takes part; for anybody else it does not exist."""
    conversation = get_object_or_404(Conversation.objects.for_lists(), pk=pk)
    seat = seat_of(request.user, conversation)  # type: ignore[arg-type]
    if seat is None:
        raise Http404
    return answer_page(request, seat, conversation.get_absolute_url())


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def conversation(request: HttpRequest, token: str) -> HttpResponse:
    """One conversation, for who has the link. Looking changes nothing but that it was seen; buttons act."""
    participant = Participant.objects.by_token(token)
    if participant is None:
        raise Http404
    seat = seat_with(participant)
    if seat is None:
        return ended_page(request, participant)
    return answer_page(request, seat, reverse("conversation", args=[token]))


def ended_page(request: HttpRequest, participant: Participant) -> HttpResponse:
    """A link that works no more, and how to go on: a new one, to the same address."""
    possible = participant.may_be_renewed and participant.has_ended()
    sent = False
    if request.method == "POST" and possible and may_renew(request, participant.token_hash):
        renew(participant=participant)
        sent = True
    context = {"possible": possible, "sent": sent}
    return render(request, "conversations/ended.html", context, status=200 if sent else 410)


def answer_page(request: HttpRequest, seat: Seat, address: str) -> HttpResponse:
    """The page of one conversation at ``address``; what a button does is done once, and answered with the page again."""
    forms = {"form": reply_form(seat), "abuse": AbuseForm(label_suffix="")}
    if request.method == "POST":
        done = act_on(request, seat, forms)
        if done is not None:
            return done if isinstance(done, HttpResponse) else redirect(address)
    elif seat.conversation.is_confirmed:
        see(seat=seat)
    return render(request, "conversations/conversation.html", page_of(seat) | forms)


def reply_form(seat: Seat, data: Any = None) -> ReplyForm:
    """The form for a message, with how much stands on the page."""
    form = ReplyForm(data, about=f"reply {seat.conversation.pk} {seat.side}")
    form.initial["seen"] = seat.conversation.message_count
    return form


def act_on(request: HttpRequest, seat: Seat, forms: dict[str, Any]) -> Done:
    """Does what the pressed button says. True: show the page anew; None: show ``forms`` with what is wrong."""
    act = request.POST.get("act", "")
    if act in WITH_WORDS:
        return WITH_WORDS[act](request, seat, forms)
    verb, word = ACTS.get(act, (None, ""))
    if verb is not None and verb(seat):
        messages.success(request, told_after(word))
        if seat_is_gone(seat, word):
            return redirect("my-conversations" if seat.participant is None else "home")
    return True


def seat_is_gone(seat: Seat, word: str) -> bool:
    """Whether the page is not theirs any more: an expert gave the question back, or wants nothing from who asked."""
    return word == "refused" or (word == "blocked" and seat.side == Side.EXPERT)


def answer(request: HttpRequest, seat: Seat, forms: dict[str, Any]) -> Done:
    """Sends a message; what is wrong stands in the form, with all that was typed."""
    form = forms["form"] = reply_form(seat, request.POST)
    if not form.is_valid():
        return None
    if not may_write(seat):
        form.add_error(None, _("You cannot write in this conversation now. Your text is still here."))
        return None
    try:
        write(seat=seat, said=form.said)
    except MovedOn as reason:
        form.ask_again(str(reason), page_of(seat)["count"])
        return None
    except NotNow as reason:
        form.add_error(None, str(reason))
        return None
    messages.success(request, _("Your message is sent."))
    return True


def abuse(request: HttpRequest, seat: Seat, forms: dict[str, Any]) -> Done:
    """Calls the team."""
    form = forms["abuse"] = AbuseForm(request.POST, label_suffix="")
    if not form.is_valid():
        return None
    if report_abuse(seat=seat, reason=form.cleaned_data["reason"]):
        messages.success(request, _("The team looks at it. You hear from us what we do."))
    return True


def confirmed(request: HttpRequest, seat: Seat, forms: dict[str, Any]) -> Done:
    """Sends the question out; a calm page for who was stopped by the one they ask."""
    if confirm_report(seat=seat):
        messages.success(
            request, _("Thank you. Your address is confirmed: you hear from us what we do with your report.")
        )
        return True
    try:
        sent = confirm(seat=seat)
    except Blocked:
        context = {"record": seat.conversation.record}
        return render(request, "conversations/blocked.html", context, status=403)
    if sent:
        messages.success(request, _("Thank you. Your question is on its way. You get the answer by mail."))
    return True


def another_link(request: HttpRequest, seat: Seat, forms: dict[str, Any]) -> Done:
    """Mails another link, for who showed this one to somebody else; this one works no more."""
    if seat.participant is None or not may_renew(request, seat.participant.token_hash):
        return True
    renew(participant=seat.participant)
    return render(request, "conversations/ended.html", {"possible": True, "sent": True})


# Buttons with something to fill in, or with another page behind them.
WITH_WORDS: dict[str, Callable[[HttpRequest, Seat, dict[str, Any]], Done]] = {
    "antwoord": answer,
    "meld": abuse,
    "bevestig": confirmed,
    "geef-door": give_on,
    "haal-terug": take_back_from,
    "nieuwe-link": another_link,
}
