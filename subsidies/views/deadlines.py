"""Deadlines of support: day by day or month by month, and as a file for an agenda."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from actors.views.field import HtmxRequest, directory_page
from ecru.base.access import public
from ecru.base.kept import same_for_everyone

from ..deadline_directory import DeadlineDirectory
from ..deadlines import calendar_of
from ..timetable import changes_next


@public
@require_safe
@vary_on_headers("HX-Request")
@same_for_everyone(*DeadlineDirectory.questions(), until=changes_next)
def deadline_list(request: HtmxRequest) -> HttpResponse:
    """Which round opens or closes on which day, counted back to the day on which ECRU can still read along."""
    directory = DeadlineDirectory(request.GET, reverse("measure-deadlines"))
    told = ngettext("%(number)s date found", "%(number)s dates found", len(directory.occasions))
    return directory_page(
        request,
        directory,
        template="subsidies/deadlines/list.html",
        results="subsidies/deadlines/results.html",
        title=_("Deadlines of support"),
        lead=_("What opens, what closes, and by when ECRU can still read your file."),
        description=_("Every day on which support in Midden-Limburg opens or closes, in a list or a month."),
        told=told % {"number": len(directory.occasions)},
        section="support",
    )


@public
@require_safe
@same_for_everyone(*DeadlineDirectory.questions(), until=changes_next)
def deadline_agenda(request: HttpRequest) -> HttpResponse:
    """The same days for an agenda; a program that follows the address stays up to date."""
    directory = DeadlineDirectory(request.GET, reverse("measure-deadlines"))
    body = calendar_of(directory.for_calendar(), settings.BASE_URL, about=directory.question_in_words)
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="deadlines.ics"'
    return response
