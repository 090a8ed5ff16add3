"""What works, and what did not: the directory, the page of one practice, and the question to who made it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from actors.conversations import Blocked
from actors.conversations.receiving import receivers_of
from actors.terms import beside, sources
from actors.views.field import HtmxRequest, directory_page
from ecru.base.access import only_for, public
from ecru.base.kept import same_for_everyone
from ecru.base.sharecard import draw_card

from ..catalogues import with_subjects
from ..forms.practices import PracticeAskForm
from ..models import Practice
from ..permissions import may_prove
from ..practices import NotYet, prove, unprove
from ..practices.asking import ask_makers, askable
from ..practices.directory import PracticeDirectory
from ..practices.page import PAGES, practice_crumbs, practice_page

GET_AND_POST = ["GET", "HEAD", "POST"]


@public
@require_safe
@vary_on_headers("HX-Request")
@same_for_everyone(*PracticeDirectory.questions())
def practice_list(request: HtmxRequest) -> HttpResponse:
    """What others tried: what worked, and what did not."""
    directory = PracticeDirectory(request.GET, reverse("practice-list"))
    told = ngettext("%(number)s practice found", "%(number)s practices found", directory.found)
    return directory_page(
        request,
        directory,
        template="projects/practice_list.html",
        results="projects/practice_results.html",
        title=_("What works"),
        lead=_("Learn from what others tried. They tell what worked, and what did not."),
        description=_(
            "Good practices of cultural associations in Midden-Limburg: what they did, what it took, what worked and what did not."
        ),
        told=told % {"number": directory.found},
        section="practices",
    )


@public
@require_safe
@same_for_everyone()
def practice_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One practice: what and why, how, what worked and what did not, who did it too."""
    found = PAGES.one(slug) or get_object_or_404(
        Practice.objects.visible_to(request.user).for_bare_page(), slug=slug
    )
    [practice] = with_subjects([found])
    beside(practice, "source", sources())
    return render(request, "projects/practice_detail.html", practice_page(practice, request.user))


@public
@require_safe
@cache_control(public=True, max_age=86_400)
def practice_card(request: HttpRequest, slug: str) -> HttpResponse:
    """The picture that stands beside a shared link to a practice: its cloth and its title."""
    practice = get_object_or_404(Practice.objects.published().for_cards(), slug=slug)
    names = ", ".join(place.name for place in practice.municipalities.all())
    kind = str(practice.get_kind_display()).capitalize()
    told = f"{kind}, {names}" if names else kind
    return HttpResponse(draw_card(practice.name, told, practice.places_woven), content_type="image/png")


@public
@never_cache
@require_http_methods(GET_AND_POST)
def practice_ask(request: HttpRequest, slug: str) -> HttpResponse:
    """A question to who made it, by form only; to the team when nobody acts for them."""
    practice = get_object_or_404(Practice.objects.visible_to(request.user), slug=slug)
    makers = askable(practice)
    form = PracticeAskForm(
        request.POST or None, about=f"ask practice {practice.pk}", user=request.user, makers=makers
    )
    if form.is_valid() and form.passes(request):
        try:
            ask_makers(practice=practice, maker=form.chosen, asked=form.asked, token=form.token)
        except Blocked:
            return render(request, "conversations/blocked.html", {"record": form.chosen}, status=403)
        return redirect("practice-ask-thanks", slug=practice.slug)
    context = {"form": form, **ask_context(practice, makers)}
    return render(request, "projects/practice_ask.html", context, status=form.status)


@public
@never_cache
@require_safe
def practice_ask_thanks(request: HttpRequest, slug: str) -> HttpResponse:
    """What happens now with a question about a practice."""
    practice = get_object_or_404(Practice.objects.visible_to(request.user), slug=slug)
    return render(request, "projects/practice_ask_thanks.html", ask_context(practice, askable(practice)))


def ask_context(practice: Practice, makers: list[Any]) -> dict[str, Any]:
    """What the pages of a question show; ``direct``: the one who is proposed hears it at once."""
    return {
        "practice": practice,
        "makers": makers,
        "direct": bool(makers and receivers_of(makers[0])),
        "crumbs": practice_crumbs(practice),
        "section": "practices",
    }


@require_POST
@only_for(may_prove)
def practice_prove(request: HttpRequest, slug: str) -> HttpResponse:
    """An editor marks it as proven, or takes that back."""
    practice = get_object_or_404(Practice.objects.visible_to(request.user), slug=slug)
    user: Any = request.user
    try:
        if request.POST.get("do") == "unprove":
            unprove(practice=practice, by=user)
            messages.success(request, _("It is no longer marked as proven."))
        else:
            prove(practice=practice, by=user)
            messages.success(request, _("Marked as proven. Everyone sees it now."))
    except NotYet as reason:
        messages.error(request, str(reason))
    return redirect(practice)
