"""Support: the directory of measures, the page of one of them, and its deadlines for an agenda."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from actors.permissions import may_keep_field
from actors.views.field import HtmxRequest, directory_page
from ecru.base.access import public
from ecru.base.kept import same_for_everyone
from ecru.base.sharecard import draw_card

from ..deadlines import calendar_of
from ..measure_directory import MeasureDirectory
from ..measure_page import measure_page
from ..models import Measure
from ..permissions import may_edit_measure
from ..timetable import changes_next


@public
@require_safe
@vary_on_headers("HX-Request")
@same_for_everyone(*MeasureDirectory.questions(), until=changes_next)
def measure_list(request: HtmxRequest) -> HttpResponse:
    """Which support there is."""
    directory = MeasureDirectory(request.GET, reverse("measure-list"))
    told = ngettext("%(number)s measure found", "%(number)s measures found", directory.found)
    return directory_page(
        request,
        directory,
        template="subsidies/measure_list.html",
        results="subsidies/measure_results.html",
        title=_("Support"),
        lead=_("Money, room, material or advice: see what exists, for whom, and by when."),
        description=_(
            "Grants and other support for culture in Midden-Limburg: who gives it, to whom, how much and by when."
        ),
        told=told % {"number": directory.found},
        section="support",
    )


@public
@require_safe
@same_for_everyone(until=changes_next)
def measure_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One measure: what you get, who may ask, by when, what to watch, and how we know."""
    measure = get_object_or_404(Measure.objects.visible_to(request.user).for_page(), slug=slug)
    own = {"may_edit": may_edit_measure(request.user, measure), "keeps": may_keep_field(request.user)}
    return render(request, "subsidies/measure_detail.html", measure_page(measure) | own)


@public
@require_safe
@cache_control(public=True, max_age=86_400)
def measure_card(request: HttpRequest, slug: str) -> HttpResponse:
    """The picture that stands beside a shared link to a measure: its cloth, its name and who gives it."""
    measure = get_object_or_404(Measure.objects.published().for_cards(), slug=slug)
    card = draw_card(measure.name, measure.provider.name, measure.places_woven)
    return HttpResponse(card, content_type="image/png")


@public
@require_safe
def measure_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """The deadlines of one measure, for an agenda."""
    measure = get_object_or_404(Measure.objects.visible_to(request.user).for_cards(), slug=slug)
    response = HttpResponse(
        calendar_of([measure], settings.BASE_URL), content_type="text/calendar; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{measure.slug}.ics"'
    return response
