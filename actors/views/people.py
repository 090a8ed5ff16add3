"""Who acts for an actor: the page on which its owners invite, hand over and answer."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from actors import desk, membership
from actors.forms.membership import HandOverForm, InviteForm, WordForm
from actors.membership.claiming import claims_for_owners
from actors.membership.ending import is_last_owner
from actors.models import Actor, DeskItem, Invitation, Membership
from actors.permissions import may_choose_people, may_see_address, may_see_people
from ecru.base.access import CONFLICT
from ecru.base.keys import is_key

from .mine import actor_context, own_actor

TAB = "my-actor-people"


def actor_with_people(request: HttpRequest, slug: str, *, choosing: bool = True) -> Actor:
    """The actor at ``slug``, for who may see, or (``choosing``) say, who acts for it. Raises as ``own_actor`` does."""
    actor = own_actor(request, slug)
    may = may_choose_people if choosing else may_see_people
    if not may(request.user, actor):
        raise PermissionDenied(_("Only an owner of %(name)s may do this.") % {"name": actor})
    return actor


def people_page(request: HttpRequest, actor: Actor, form: InviteForm, status: int = 200) -> HttpResponse:
    """Who acts for ``actor``, what is open, and the form to invite."""
    chooses = may_choose_people(request.user, actor)
    sent = Invitation.objects.unanswered().of_actor(actor).with_subjects() if chooses else []
    context = actor_context(request, actor, TAB) | {
        "people": Membership.objects.running().of_actor(actor).with_people(),
        "me": request.user.pk,
        "invitations": [(one, may_see_address(request.user, one)) for one in sent],
        "requests": claims_for_owners(actor) if chooses else [],
        "form": form,
        "acts": actor.pk in request.user.own_actors,  # type: ignore[union-attr]
    }
    return render(request, "mine/people.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def my_actor_people(request: HttpRequest, slug: str) -> HttpResponse:
    """Who acts for an actor. POST invites somebody."""
    actor = actor_with_people(request, slug, choosing=request.method == "POST")
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            sent = membership.invite(about=actor, by=request.user, asked=form.asked)  # type: ignore[arg-type]
        except membership.Refused as reason:
            form.add_error(None, str(reason))
            return people_page(request, actor, form, CONFLICT)
        messages.success(request, _("We mailed an invitation to %(email)s.") % {"email": sent.email})
        return redirect(TAB, slug=slug)
    return people_page(request, actor, form)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def my_actor_person(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Another role for somebody, or the end of it: asked on GET, done on POST."""
    actor = actor_with_people(request, slug)
    link = get_object_or_404(Membership.objects.of_actor(actor).with_people(), pk=pk)
    form = WordForm(request.POST or None, label=_("A word to go with it"))
    context = actor_context(request, actor, TAB) | {
        "link": link,
        "form": form,
        "is_me": link.user_id == request.user.pk,
    }
    if request.method != "POST" or not form.is_valid():
        return render(request, "mine/person.html", context)
    try:
        done = change_person(request, link, form.cleaned_data["words"])
    except membership.Refused as reason:
        form.add_error(None, str(reason))
        return render(request, "mine/person.html", context, status=CONFLICT)
    messages.success(request, done)
    return redirect(TAB, slug=slug)


def change_person(request: HttpRequest, link: Membership, words: str) -> str:
    """Does what was clicked; returns what to tell. Raises ``Refused``."""
    by: Any = request.user
    about = {"who": link.user}
    if request.POST.get("do") == "remove":
        membership.remove(link=link, by=by, why=words)
        return _("%(who)s does not act for this page any more.") % about
    membership.change_role(link=link, by=by, role=request.POST.get("do", ""))
    return _("%(who)s has another role now.") % about


@require_POST
def my_actor_invitation(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Sends an invitation again, or takes it back."""
    actor = actor_with_people(request, slug)
    invitation = get_object_or_404(Invitation.objects.of_actor(actor), pk=pk)
    by: Any = request.user
    where = invitation.email if may_see_address(by, invitation) else invitation.called
    try:
        if request.POST.get("do") == "again":
            membership.send_again(invitation=invitation, by=by)
            told = _("We mailed a new link to %(email)s. The one before works no more.")
        else:
            membership.withdraw(invitation=invitation, by=by)
            told = _("The invitation to %(email)s is withdrawn.")
    except membership.Refused as reason:
        messages.warning(request, str(reason))
    else:
        messages.success(request, told % {"email": where})
    return redirect(TAB, slug=slug)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def my_actor_hand_over(request: HttpRequest, slug: str) -> HttpResponse:
    """An owner asks somebody to be the owner instead."""
    actor = own_actor(request, slug)
    people = Membership.objects.running().of_actor(actor).with_people()
    mine = get_object_or_404(people.owners(), user=request.user)
    form = HandOverForm(request.POST or None, colleagues=people.others_than(mine).editors())
    status = 200
    if request.method == "POST" and form.is_valid():
        by: Any = request.user
        try:
            sent = membership.hand_over(actor=actor, by=by, asked=form.asked)
        except membership.Refused as reason:
            form.add_error(None, str(reason))
            status = CONFLICT
        else:
            told = _("We asked %(email)s. You stay the owner until they accept.")
            messages.success(request, told % {"email": sent.email})
            return redirect(TAB, slug=slug)
    context = actor_context(request, actor, TAB) | {"form": form}
    return render(request, "mine/hand_over.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def my_actor_leave(request: HttpRequest, slug: str) -> HttpResponse:
    """Somebody stops acting for an actor; the last owner chooses how."""
    actor = own_actor(request, slug)
    link = get_object_or_404(Membership.objects.running().of_actor(actor).with_people(), user=request.user)
    context = actor_context(request, actor, TAB) | {"alone": is_last_owner(link), "problem": ""}
    if request.method != "POST":
        return render(request, "mine/leave_actor.html", context)
    by: Any = request.user
    verb = membership.leave_alone if request.POST.get("do") == "nobody" else membership.leave
    try:
        verb(link=link, by=by)
    except membership.Refused as reason:
        context |= {"alone": is_last_owner(link), "problem": str(reason)}
        return render(request, "mine/leave_actor.html", context, status=CONFLICT)
    messages.success(request, _("You do not act for %(name)s any more.") % {"name": actor})
    return redirect("my")


@require_POST
def my_actor_request(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The owners answer somebody who asks to help."""
    actor = actor_with_people(request, slug)
    item = get_object_or_404(DeskItem.objects.of_kind(membership.CLAIM.slug).about(actor), pk=pk)
    by: Any = request.user
    asked = request.POST
    seen = int(asked["seen"]) if is_key(asked.get("seen", "")) else 0
    try:
        if asked.get("do") == "accept":
            desk.accept(item=item, by=by, seen=seen)
        else:
            desk.refuse(item=item, by=by, seen=seen, answer=asked.get("words", ""))
    except desk.Impossible as reason:
        messages.warning(request, str(reason))
    else:
        messages.success(request, _("They get a mail with your answer."))
    return redirect(TAB, slug=slug)
