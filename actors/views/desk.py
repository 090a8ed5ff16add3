"""The editors' desk: the queue, one item, what was decided, and inviting partners and experts."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from actors import desk, membership
from actors.desk.queue import Asked, earlier, kinds_that_wait, lines, places_to_choose, queue, settled
from actors.forms.membership import DeskInviteForm
from actors.models import DeskItem, Invitation
from actors.permissions import may_manage_roles, may_use_desk
from ecru.base.access import CONFLICT, is_own_address, only_for
from ecru.base.keys import is_key

ACCEPT, RETURN, REFUSE = "accept", "return", "refuse"


@only_for(may_use_desk)
@never_cache
@require_safe
def desk_queue(request: HttpRequest) -> HttpResponse:
    """What waits for the editors, oldest first."""
    asked = Asked(*(request.GET.get(name, "") for name in ("soort", "gemeente", "van")))
    by: Any = request.user
    found = queue(asked, by, request.GET.get("pagina", "1"))
    context = {
        "found": found,
        "asked": asked,
        "kinds": kinds_that_wait(asked),
        "places_here": places_to_choose(asked),
        "section": "desk",
    }
    return render(request, "desk/queue.html", context)


@only_for(may_use_desk)
@never_cache
@require_safe
def desk_settled(request: HttpRequest) -> HttpResponse:
    """What was decided, the newest first."""
    by: Any = request.user
    found = settled(by, request.GET.get("pagina", "1"))
    return render(request, "desk/settled.html", {"found": found, "crumbs": crumbs(), "section": "desk"})


@only_for(may_use_desk)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def desk_item(request: HttpRequest, pk: int) -> HttpResponse:
    """One item: what is asked, what was decided before, and the buttons."""
    item = get_object_or_404(DeskItem.objects.with_people(), pk=pk)
    if item.kind not in {kind.slug for kind in desk.all_kinds()}:
        raise Http404
    if request.method != "POST":
        return item_page(request, item)
    verb = request.POST.get("do", "")
    if verb in {"take", "take-over", "release"}:
        return in_hand(request, item, verb)
    return decide(request, item, verb)


def in_hand(request: HttpRequest, item: DeskItem, verb: str) -> HttpResponse:
    """Takes an item in hand, over from a colleague, or puts it back in the queue."""
    by: Any = request.user
    if verb == "release":
        desk.release(item=item, by=by)
        return redirect("desk")
    if not desk.hold(item=item, by=by, from_colleague=verb == "take-over"):
        messages.warning(request, _("A colleague was just before you."))
    return redirect("desk-item", pk=item.pk)


def decide(request: HttpRequest, item: DeskItem, verb: str) -> HttpResponse:
    """Does what the editor decided; when that cannot be, the page comes back with their words."""
    typed, by = request.POST, request.user
    seen = int(typed["seen"]) if is_key(typed.get("seen", "")) else 0
    does: Any = {ACCEPT: desk.accept, RETURN: desk.send_back, REFUSE: desk.refuse}.get(verb)
    try:
        if does is None:
            raise desk.Impossible(_("Choose what you decide."))
        done = does(item=item, by=by, seen=seen, answer=typed.get("answer", ""))
    except desk.Impossible as reason:
        fresh = get_object_or_404(DeskItem.objects.with_people(), pk=item.pk)
        return item_page(request, fresh, problem=str(reason))
    one_press = desk.kind_of(done).yes if verb == ACCEPT else ""
    told = _("%(title)s: %(state)s.") % {"title": done.title, "state": one_press or done.get_state_display()}
    messages.success(request, told)
    back = typed.get("back", "")
    return redirect(back if is_own_address(request, back) else "desk")


def item_page(request: HttpRequest, item: DeskItem, problem: str = "") -> HttpResponse:
    """The page of ``item``. After a ``problem`` it keeps what was typed, and shows what the sender changed meanwhile."""
    by: Any = request.user
    [line] = lines([item], by)
    kind = line.kind
    read = request.POST.get("read")
    context = {
        "item": item,
        "line": line,
        "kind": kind,
        "details": kind.details(item),
        "differences": kind.differences(item),
        "address": kind.address(item),
        "earlier": lines(earlier(item), by),
        "may_decide": item.is_open and kind.open_to(by, item),
        "in_my_hands": item.held_by_id == by.pk and not line.holder,
        "may_return": kind.can_be_returned and item.by_id is not None,
        "problem": problem,
        "answer": request.POST.get("answer", ""),
        "read": read if problem and read is not None and read.split() != item.reason.split() else None,
        "crumbs": crumbs(),
        "section": "desk",
    }
    return render(request, "desk/item.html", context, status=CONFLICT if problem else 200)


@only_for(may_use_desk)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def desk_invite(request: HttpRequest) -> HttpResponse:
    """Inviting somebody to keep an expert page, or (who gives roles) to be the partner of a municipality."""
    by: Any = request.user
    form = DeskInviteForm(request.POST or None, gives_roles=may_manage_roles(by))
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            sent = membership.invite(about=form.about, by=by, asked=form.asked)
        except membership.Refused as reason:
            form.add_error(None, str(reason))
            status = CONFLICT
        else:
            messages.success(request, _("We mailed an invitation to %(email)s.") % {"email": sent.email})
            return redirect("desk-invite")
    context = {
        "form": form,
        "invitations": Invitation.objects.unanswered().of_the_desk().with_subjects(),
        "crumbs": crumbs(),
        "section": "desk",
    }
    return render(request, "desk/invite.html", context, status=status)


@only_for(may_use_desk)
@require_http_methods(["POST"])
def desk_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """Sends an invitation of the desk again, or takes it back."""
    by: Any = request.user
    invitation = get_object_or_404(Invitation.objects.of_the_desk().with_subjects(), pk=pk)
    try:
        if request.POST.get("do") == "again":
            membership.send_again(invitation=invitation, by=by)
        else:
            membership.withdraw(invitation=invitation, by=by)
    except membership.Refused as reason:
        messages.warning(request, str(reason))
    else:
        messages.success(request, _("Done."))
    return redirect("desk-invite")


def crumbs() -> list[dict[str, str]]:
    """Where these pages stand."""
    return [{"name": _("Editors’ desk"), "url": reverse("desk")}]
