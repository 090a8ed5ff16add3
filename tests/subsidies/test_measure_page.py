"""The page of one measure: what is known, what is not, and by when; and everything that leads to it."""

import json
import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from subsidies.deadlines import calendar_of, folded
from subsidies.models import Area, Certainty, Cumulation, Measure, Moment, Rhythm
from subsidies.models.standing import BRUSSELS, end_of
from tests.actors.markup import text_of
from tests.factories import ActorFactory, MunicipalityFactory
from tests.subsidies.factories import CallFactory, CriterionFactory, MeasureFactory, ProviderFactory
from tests.subsidies.support_cast import form, legal

pytestmark = pytest.mark.django_db


def page(visitor: Client, measure: Measure, before: str = "") -> str:
    return text_of(visitor.get(before + measure.get_absolute_url()))


def told_in_full(genk: Any) -> Measure:
    """A measure of which everything is known."""
    choir = ActorFactory(name="Koor")
    return MeasureFactory(
        title="Straatgeld",
        provider=ProviderFactory(title="Stad Genk", actor=ActorFactory(name="Stad Genk")),
        min_amount=200,
        max_amount=Decimal("1500.50"),
        max_cost=4000,
        max_share=80,
        own_share=Decimal("12.5"),
        max_months=12,
        amount_note="Een vast bedrag per straat.",
        cumulation=Cumulation.FORBIDDEN,
        cumulation_note="Niet samen met het buurtfonds.",
        watch_out="- Vraag het vroeg.\n* Bewaar de rekeningen.",
        pays="Materiaal",
        pays_not="Eten",
        documents="Een begroting",
        how_to_apply="Vul het formulier in.",
        apply_url="https://geld.example/",
        contact="Loket van de stad",
        source_name="De krant",
        source_url="https://krant.example/",
        valid_from=date(2026, 1, 1),
        words={
            "municipalities": [genk],
            "forms": [form("subsidie")],
            "legal_forms": legal("vzw"),
            "used_by": [choir],
        },
    )


def test_it_tells_who_what_how_much_and_what_to_watch(visitor: Client, genk: Any) -> None:
    measure = told_in_full(genk)
    CriterionFactory(measure=measure, text="Je nodigt de straat uit.", text_en="You invite the street.")
    told = page(visitor, measure)
    for words in (
        "Stad Genk",
        "€ 200,00 tot € 1.500,50",
        "hoogstens € 4.000,00",
        "tot 80 % van de kosten",
        "minstens 12,5 % van de kosten",
        "hoogstens 12 maanden",
        "Een vast bedrag per straat.",
        "Mag je niet combineren",
        "Vraag het vroeg.",
        "Bewaar de rekeningen.",
        "Wat het niet betaalt",
        "Een begroting",
        "Vul het formulier in.",
        "Naar de pagina van de gever",
        "Loket van de stad",
        "Koor",
        "De krant",
        "Zeker: de gever zegt het zelf",
        "Je nodigt de straat uit.",
    ):
        assert words in told.replace("\xa0", " "), words
    english = page(visitor, measure, "/en")
    assert "You invite the street." in english
    assert "This text only exists in Dutch for now." in english


def test_numbers_that_nobody_knows_are_not_made_up(visitor: Client, unknown: Measure) -> None:
    told = page(visitor, unknown)
    assert "€" not in told.partition("Op dit platform")[0]
    for words in (
        "Geen bron zegt het.",
        "Onze bron zegt het niet precies.",
        "Waar precies is niet bekend",
        "Geen bron geeft een datum.",
        "Onze bron zegt niet hoe.",
    ):
        assert words in told, words


def test_what_holds_in_all_seven_says_so_without_naming_them(visitor: Client) -> None:
    seven = [MunicipalityFactory() for _turn in range(7)]
    everywhere = MeasureFactory(area=Area.FLANDERS, words={"municipalities": seven})
    assert "In alle zeven gemeenten (Vlaanderen)" in page(visitor, everywhere)
    elsewhere = MeasureFactory(words={"municipalities": [*seven[:6], MunicipalityFactory(member=False)]})
    assert (
        "In alle zeven gemeenten" not in page(visitor, elsewhere).partition("Misschien helpt dit je ook")[0]
    )


@pytest.mark.parametrize(
    ("amounts", "told"),
    [
        ({"min_amount": 25000}, "vanaf € 25.000"),
        ({"max_amount": 1000}, "tot € 1.000"),
        ({"min_amount": 150, "max_amount": 500}, "€ 150 tot € 500"),
        ({"min_amount": 500, "max_amount": 500}, "tot € 500"),
        ({"max_amount": 0}, "tot € 0"),
        ({"max_share": 70}, "tot 70 % van de kosten"),
    ],
)
def test_amounts_are_told_as_far_as_they_are_known(
    visitor: Client, amounts: dict[str, int], told: str
) -> None:
    assert told in page(visitor, MeasureFactory(**amounts)).replace("\xa0", " ")


def test_an_unsure_fact_shows_as_still_to_be_checked(visitor: Client, street: Measure) -> None:
    assert "nog na te kijken" not in page(visitor, street)
    CallFactory(measure=street, certainty=Certainty.UNSURE)
    assert "nog na te kijken" in page(visitor, street)
    assert "We zijn hier niet van alles zeker." in page(visitor, street)
    assert list(Measure.objects.unsure()) == [street]


def test_what_nobody_checked_for_half_a_year_says_so(visitor: Client) -> None:
    today = timezone.localdate()
    fresh = MeasureFactory(verified_on=today - timedelta(days=183))
    old = MeasureFactory(verified_on=today - timedelta(days=184))
    never = MeasureFactory(verified_on=None)
    assert "Niemand keek dit het laatste halfjaar na" not in page(visitor, fresh)
    assert "Niemand keek dit het laatste halfjaar na" in page(visitor, old)
    assert set(Measure.objects.to_check()) == {old, never}


@pytest.mark.parametrize(
    ("days", "label", "lamp"),
    [
        (0, "vandaag de laatste dag", True),
        (1, "nog 1 dag", True),
        (14, "nog 14 dagen", True),
        (15, "nog 15 dagen", False),
        (90, "nog 90 dagen", False),
    ],
)
def test_a_deadline_within_fourteen_days_is_lit(visitor: Client, days: int, label: str, lamp: bool) -> None:
    measure = MeasureFactory()
    CallFactory(measure=measure, closes_at=end_of(timezone.localdate() + timedelta(days=days)))
    html = visitor.get(measure.get_absolute_url()).text
    assert label in text_of(visitor.get(measure.get_absolute_url()))
    assert ('class="label lamp"' in html) == lamp


def test_each_round_says_where_it_stands(
    visitor: Client, spent: Measure, flemish: Measure, room: Measure
) -> None:
    told = page(visitor, spent).replace("\xa0", " ")
    assert "budget op" in told
    assert "Het geld is op." in told
    assert "Budget: € 5.000,50" in told
    again = page(visitor, flemish)
    around = Moment.at()
    day = flemish.calls.get().times.anniversary(around)
    assert f"opnieuw verwacht rond {day.day} " in again
    assert "Vraag de datum na bij de gever." in again
    assert "doorlopend" in page(visitor, room)
    CallFactory(
        measure=room,
        name="Zomerronde",
        rhythm=Rhythm.YEARLY,
        closes_at=None,
        month=7,
        day=1,
        certainty=Certainty.DATED,
        note="Kort voor de vakantie.",
    )
    CallFactory(
        measure=room,
        name="Proef",
        opens_at=datetime(2040, 1, 1, tzinfo=BRUSSELS),
        closes_at=datetime(2040, 7, 1, 12, tzinfo=BRUSSELS),
    )
    told = page(visitor, room)
    for words in (
        "verwacht rond 1 juli",
        "Kort voor de vakantie.",
        "Uit een oudere bron",
        "te verwachten",
        "1 juli 2040, 12:00",
    ):
        assert words in told, words


def test_a_round_that_opened_without_a_closing_day_is_open(visitor: Client) -> None:
    measure = MeasureFactory()
    CallFactory(measure=measure, opens_at=timezone.now() - timedelta(days=1), closes_at=None)
    assert measure.calls.get().days_left is None
    assert measure.standing == "open"
    assert "Gaat open op" in page(visitor, measure)


def test_what_exists_no_more_says_so(visitor: Client) -> None:
    gone = MeasureFactory(has_ended=True, stands="weggevallen")
    told = page(visitor, gone)
    assert "Deze steun bestaat niet meer. (weggevallen)" in told
    assert gone.is_gone


def test_general_and_local_lead_to_each_other(visitor: Client, flemish: Measure, genk: Any) -> None:
    local = MeasureFactory(title="Genks cultuurproject", replaces=flemish, words={"municipalities": [genk]})
    assert "Nieuwer of dichter bij je: Genks cultuurproject" in page(visitor, flemish)
    assert "Dit komt in de plaats van: Groot cultuurproject" in page(visitor, local)
    Measure.objects.filter(pk=flemish.pk).update(status="draft")
    assert "Groot cultuurproject" not in page(visitor, local)


def test_other_support_like_it_shows_and_drafts_do_not(visitor: Client, street: Measure) -> None:
    words = {"forms": [form("subsidie")]}
    MeasureFactory(title="Nog een subsidie", words=words)
    MeasureFactory(title="Een klad", draft=True, words=words)
    MeasureFactory(title="Iets van vroeger", has_ended=True, words=words)
    told = page(visitor, street)
    assert "Nog een subsidie" in told
    assert "Een klad" not in told
    assert "Iets van vroeger" not in told


def test_a_draft_is_for_the_editors_only(visitor: Client, an: Any) -> None:
    draft = MeasureFactory(draft=True)
    for part in ("", "kaart.png", "deadlines.ics"):
        assert visitor.get(draft.get_absolute_url() + part).status_code == 404
    visitor.force_login(an)
    assert "klad" in page(visitor, draft)
    assert visitor.get(f"{draft.get_absolute_url()}deadlines.ics").status_code == 200


def test_search_engines_and_shared_links_read_it(visitor: Client, street: Measure) -> None:
    answer = visitor.get(street.get_absolute_url())
    (data,) = re.findall(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', answer.text, re.DOTALL)
    told = json.loads(data)
    assert (told["@type"], told["provider"]["name"], told["areaServed"]) == (
        "GovernmentService",
        "Stad Genk",
        ["Genk"],
    )
    assert told["hoursAvailable"][0]["validThrough"].startswith(str(street.calls.get().closes_at.year))
    assert "kaart.png" in answer.text
    card = visitor.get(f"{street.get_absolute_url()}kaart.png")
    assert (card["Content-Type"], card.content[:4]) == ("image/png", b"\x89PNG")


def test_a_private_giver_is_no_government(visitor: Client, spent: Measure) -> None:
    assert '"@type": "Service"' in visitor.get(spent.get_absolute_url()).text.replace('":"', '": "')


def test_it_is_in_the_sitemap_the_feed_the_menu_and_the_search(visitor: Client, street: Measure) -> None:
    address = street.get_absolute_url()
    assert address in visitor.get("/sitemap-measures.xml").text
    assert "/steun/" in visitor.get("/sitemap-support-pages.xml").text
    feed = visitor.get("/steun/feed/").text
    assert "Straatgeld" in feed
    assert "Stad Genk, bijna dicht." in feed
    assert 'href="/steun/"' in visitor.get("/").text
    found = text_of(visitor.get("/zoeken/?q=straatgeld"))
    assert "Subsidie, Stad Genk" in found


def test_the_deadlines_open_in_any_agenda(visitor: Client) -> None:
    measure = MeasureFactory(title="Geld, ruimte; en meer", provider=ProviderFactory(title="Fonds\\Genk"))
    CallFactory(measure=measure, closes_at=datetime(2040, 7, 15, 12, 0, tzinfo=BRUSSELS))
    CallFactory(measure=measure, name="zomer", rhythm=Rhythm.YEARLY, closes_at=None, month=7, day=1)
    CallFactory(measure=measure, name="oud", closes_at=datetime(2019, 5, 15, tzinfo=BRUSSELS))
    CallFactory(measure=measure, name="altijd", rhythm=Rhythm.ALWAYS, closes_at=None)
    CallFactory(measure=measure, name="vaag", opens_at=timezone.now() - timedelta(days=1), closes_at=None)
    answer = visitor.get(f"{measure.get_absolute_url()}deadlines.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert f'filename="{measure.slug}.ics"' in answer["Content-Disposition"]
    body = answer.content.decode()
    assert body.count("\r\n") == body.count("\n")
    assert max(len(line.encode()) for line in body.split("\r\n")) <= 75
    flat = body.replace("\r\n ", "")
    assert flat.count("BEGIN:VEVENT") == flat.count("END:VEVENT") == 2
    assert "DTSTART:20400715T100000Z" in flat
    assert "SUMMARY:Laatste dag: Geld\\, ruimte\\; en meer" in flat
    assert "Fonds\\\\Genk" in flat
    assert "STATUS:TENTATIVE" in flat
    assert re.search(r"DTSTART;VALUE=DATE:\d{4}0701", flat)


def test_without_a_day_to_come_no_agenda_is_offered(visitor: Client) -> None:
    measure = MeasureFactory(title="Altijd geld")
    CallFactory(measure=measure, rhythm=Rhythm.ALWAYS, closes_at=None)
    CallFactory(measure=measure, name="oud", closes_at=datetime(2019, 5, 15, tzinfo=BRUSSELS))
    assert "Zet de data in je agenda" not in page(visitor, measure)
    CallFactory(measure=measure, name="nieuw", closes_at=datetime(2040, 7, 15, 12, 0, tzinfo=BRUSSELS))
    assert "Zet de data in je agenda" in page(visitor, measure)


def test_lines_of_an_agenda_fold_between_letters() -> None:
    parts = list(folded("é" * 100))
    assert "".join(part.removeprefix(" ") for part in parts) == "é" * 100
    assert all(len(part.encode()) <= 75 for part in parts)
    assert "BEGIN:VEVENT" not in calendar_of([], "https://ecru.be")


def test_a_kept_page_is_made_anew_when_a_deadline_passes(
    visitor: Client, street: Measure, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = street.calls.get()
    call.closes_at = timezone.now() + timedelta(hours=2)
    call.save()
    assert "vandaag de laatste dag" in page(visitor, street) or "nog 1 dag" in page(visitor, street)
    monkeypatch.setattr(timezone, "now", lambda: call.closes_at + timedelta(seconds=1))
    told = page(visitor, street)
    assert "Gesloten op" in told
    assert "vandaag de laatste dag" not in told


def test_as_many_questions_to_the_database_for_two_rounds_as_for_twenty(
    visitor: Client, street: Measure
) -> None:
    taken = []
    for number in (2, 20):
        for count in range(number):
            call = CallFactory(measure=street, name=f"ronde {number} {count}")
            CriterionFactory(measure=street, position=call.pk)
            MeasureFactory(words={"forms": [form("subsidie")], "municipalities": [MunicipalityFactory()]})
        visitor.get(street.get_absolute_url())
        street.save()
        visitor.get("/over/")
        with CaptureQueriesContext(connection) as log:
            visitor.get(street.get_absolute_url())
        taken.append(len(log))
    assert taken[0] == taken[1]
