"""Deadlines as a calendar file (iCalendar, RFC 5545) that any agenda opens, or that follows the site (``webcal:``)."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .coaching import can_be_revised, revision_day
from .models import Call, Measure, Standing
from .models.standing import SECOND, Moment

LONGEST_LINE = 75  # bytes, the line break left out
ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": ""})
ALIVE = frozenset([Standing.OPEN, Standing.CLOSING, Standing.EXPECTED, Standing.SPENT])


def calendar_of(
    measures: Iterable[Measure], base_url: str, moment: Moment | None = None, about: str = ""
) -> str:
    """The days of ``measures`` that are still to come; those of which only the time of year is known are tentative.

    ``about`` says in words which measures they are. Programs that follow the file look again every day.
    """
    moment = moment or Moment.at()
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//ECRU//Steun//NL", "CALSCALE:GREGORIAN"]
    name = _("Deadlines of support")
    lines += ["METHOD:PUBLISH", f"X-WR-CALNAME:{text(f'{name}: {about}' if about else name)}"]
    lines += ["REFRESH-INTERVAL;VALUE=DURATION:P1D", "X-PUBLISHED-TTL:P1D"]
    for measure in measures:
        for call in measure.rounds:
            lines += opening_event(measure, call, base_url, moment)
            lines += event(measure, call, base_url, moment)
    return "".join(f"{part}\r\n" for line in [*lines, "END:VCALENDAR"] for part in folded(line))


def has_days(measure: Measure) -> bool:
    """Whether the agenda of ``measure`` would hold a day; support that runs all year, or is over, has none."""
    moment = Moment.at()
    return any(
        opening_event(measure, call, "", moment) or event(measure, call, "", moment)
        for call in measure.rounds
    )


def event(measure: Measure, call: Call, base_url: str, moment: Moment) -> list[str]:
    """The lines of one deadline; none when nothing is to come."""
    times, standing = call.times, call.standing_at(moment)
    if standing not in ALIVE:
        return []
    revision = ""
    if call.closes_at is not None and not times.is_past(moment):
        when = [
            f"DTSTART:{stamp(call.closes_at)}",
            f"DTEND:{stamp(call.closes_at + SECOND)}",
            "STATUS:CANCELLED" if standing == Standing.SPENT else "STATUS:CONFIRMED",
        ]
        spent = standing == Standing.SPENT
        title = (_("Budget spent: %(name)s") if spent else _("Deadline: %(name)s")) % {"name": measure.name}
        revision = "" if spent else revision_in_words(call.closing_day, moment.today)
    elif around := times.anniversary(moment):
        when = [f"DTSTART;VALUE=DATE:{day(around)}", f"DTEND;VALUE=DATE:{day(around + timedelta(days=1))}"]
        when.append("STATUS:TENTATIVE")
        title = _("Expected around this day: %(name)s") % {"name": measure.name}
    else:
        return []
    return wrapped(f"round-{call.pk}", measure, when, title, base_url, revision)


def opening_event(measure: Measure, call: Call, base_url: str, moment: Moment) -> list[str]:
    """The lines of the opening of a round; none when it is over, or not known."""
    opens = call.opens_at
    if opens is None or opens <= moment.now or call.standing_at(moment) == Standing.CLOSED:
        return []
    when = [f"DTSTART:{stamp(opens)}", f"DTEND:{stamp(opens + SECOND)}", "STATUS:CONFIRMED"]
    title = _("Opens: %(name)s") % {"name": measure.name}
    return wrapped(f"opening-{call.pk}", measure, when, title, base_url)


def revision_in_words(closes_on: date | None, today: date) -> str:
    """Until when ECRU can read a file along, as a sentence; empty when that is over, or not known."""
    if closes_on is None or not can_be_revised(closes_on, today):
        return ""
    told = _("Have ECRU read your file before %(day)s.")
    return told % {"day": date_format(revision_day(closes_on), "j F Y")}


def wrapped(  # noqa: PLR0913, PLR0917 - the parts of an event
    uid: str, measure: Measure, when: list[str], title: str, base_url: str, more: str = ""
) -> list[str]:
    """An event about ``measure``."""
    url = base_url + measure.get_absolute_url()
    warning = _("Check the date with the giver before you count on it.")
    told = " ".join(part for part in (f"{measure.provider.name}.", more, warning, url) if part)
    return [
        "BEGIN:VEVENT",
        f"UID:{uid}@{base_url.partition('://')[2]}",
        f"DTSTAMP:{stamp(measure.updated_at)}",
        *when,
        f"SUMMARY:{text(title)}",
        f"DESCRIPTION:{text(told)}",
        f"URL:{url}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def stamp(moment: datetime) -> str:
    """``moment`` as iCalendar writes it, in universal time."""
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def day(date_: date) -> str:
    """A day as iCalendar writes it."""
    return date_.strftime("%Y%m%d")


def text(value: str) -> str:
    """``value`` so that no character of it ends or divides a property."""
    printable = "".join(letter if letter.isprintable() or letter == "\n" else " " for letter in str(value))
    return printable.translate(ESCAPED)


def folded(line: str) -> Iterator[str]:
    """``line`` in parts of at most 75 bytes, never in the middle of a letter; each but the first begins with a space."""
    part = ""
    for letter in line:
        if len((part + letter).encode()) > LONGEST_LINE:
            yield part
            part = " "
        part += letter
    yield part
