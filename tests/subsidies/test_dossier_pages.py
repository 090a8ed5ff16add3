"""The pages of dossiers: beginning one, seeing where it stands, taking a step, and the list of who runs the network."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actors.accounts.panels import panels_for
from actors.models import User
from subsidies.deciding.letters import write_letter
from subsidies.dossier_page import DossierBlock, block_makers, blocks_for, dossier_block
from subsidies.dossiers import perform
from subsidies.models import BulkLetter, Dossier, LetterKind, Review
from tests.actors.conftest import signed_in
from tests.actors.markup import read, text_of
from tests.factories import UserFactory
from tests.subsidies.dossier_cast import DESK, DOSSIERS, Cast, good_data
from tests.subsidies.factories import MeasureFactory

pytestmark = pytest.mark.django_db
NASTY = "</textarea><script>alert('ü')</script> {{ 7|add:7 }}"


def browser_of(user: User) -> Client:
    """Somebody who is signed in."""
    return signed_in(User.objects.get(pk=user.pk))


def press(browser: Client, dossier: Dossier, step: str, **answers: Any) -> Any:
    """Presses the button of a step, with what it asks."""
    named = {f"{step}-{name}": value for name, value in answers.items()}
    seen = dossier.events.newest().first().pk
    return browser.post(f"{DOSSIERS}{dossier.pk}/stap/{step}/", {"gezien": seen, **named})


def page_of(browser: Client, dossier: Dossier) -> str:
    """What the page says."""
    return text_of(browser.get(f"{DOSSIERS}{dossier.pk}/"))


# --- Beginning -----------------------------------------------------------------------------------------------------


def test_from_a_round_to_a_receipt(cast: Cast) -> None:
    browser = browser_of(cast.nour)
    form = read(browser.get(f"{DOSSIERS}aanvragen/?ronde={cast.call.pk}"))
    stamp = form.one("input", name="stamp").attributes["value"]
    sent = {
        "actor": cast.choir.pk,
        "title": "Bal",
        "summary": "Dansen.",
        "call": cast.call.pk,
        "stamp": stamp,
    }
    answers = [browser.post(f"{DOSSIERS}aanvragen/", sent) for _click in range(2)]
    dossier = Dossier.objects.get()
    assert [answer["Location"] for answer in answers] == [f"{DOSSIERS}{dossier.pk}/"] * 2
    words = page_of(browser, dossier)
    for part in ("Aan jou", "Vul in hoeveel je vraagt.", "Er is tijd tot", "Begonnen", "Zangkoor"):
        assert part in words
    assert re.search(r"Er is tijd tot \d+ \w+ \d{4}, \d\d:\d\d(?!:)", words)
    typed = {
        "title": "Bal",
        "summary": "Dansen.",
        "requested": "1.500,50",
        "municipalities": [dossier.municipalities.get().pk],
    }
    page = read(browser.get(f"{DOSSIERS}{dossier.pk}/"))
    typed["seen"] = page.one("input", name="seen").attributes["value"]
    assert browser.post(f"{DOSSIERS}{dossier.pk}/", typed).status_code == 302
    assert press(browser, dossier, "indienen").status_code == 302
    words = page_of(browser, dossier)
    assert f"{timezone.localdate().year}-0001" in words
    assert "ECRU kijkt na of alles er is." in words
    assert "1.500,50" in words
    assert "Ingediend bij ECRU" in words
    assert 'name="title"' not in browser.get(f"{DOSSIERS}{dossier.pk}/").content.decode()


def test_an_idea_needs_no_round(cast: Cast) -> None:
    browser = browser_of(cast.nour)
    measure = MeasureFactory(title="Vlaams geld")
    assert "Vlaams geld" in text_of(browser.get(f"{DOSSIERS}idee/?maatregel={measure.pk}"))
    browser.post(f"{DOSSIERS}idee/", {"actor": cast.choir.pk, "title": "Idee", "measure": measure.pk})
    dossier = Dossier.objects.get()
    assert (dossier.track, dossier.phase, dossier.giver) == ("begeleiding", "idee", measure.provider.title)
    assert "ECRU bekijkt het idee en belt je." in page_of(browser, dossier)


def test_a_mistake_costs_nothing(cast: Cast) -> None:
    browser = browser_of(cast.nour)
    answer = browser.post(f"{DOSSIERS}idee/", {"actor": cast.choir.pk, "title": "", "summary": NASTY})
    assert "Geef het een titel" in text_of(answer)
    assert "alert(&#x27;ü&#x27;)" in answer.content.decode()
    long = browser.post(
        f"{DOSSIERS}idee/", {"actor": cast.choir.pk, "title": "x" * 121, "summary": "y" * 5001}
    )
    assert "Er passen hoogstens 5000 tekens. Jij schreef er 5001." in text_of(long)
    assert not Dossier.objects.exists()


def test_nobody_begins_for_another_or_in_a_closed_round(cast: Cast) -> None:
    sent = {"actor": cast.choir.pk, "title": "Van mij", "call": cast.call.pk}
    assert "Kies voor welke organisatie" in text_of(browser_of(cast.ali).post(f"{DOSSIERS}aanvragen/", sent))
    cast.call.closes_at = timezone.now() - timedelta(seconds=2)
    cast.call.save()
    browser = browser_of(cast.nour)
    assert "Deze ronde neemt nu geen dossiers aan" in text_of(browser.post(f"{DOSSIERS}aanvragen/", sent))
    assert "ECRU heeft nu geen ronde die open is" in text_of(browser.get(f"{DOSSIERS}aanvragen/"))
    nobody = browser_of(UserFactory())
    for address in (DOSSIERS, f"{DOSSIERS}idee/", f"{DOSSIERS}aanvragen/"):
        assert "Dit is voor wie voor een organisatie werkt" in text_of(nobody.get(address))
    assert not Dossier.objects.exists()


# --- The page of one -----------------------------------------------------------------------------------------------


def test_the_page_says_where_it_stands_and_whose_turn_it_is(cast: Cast) -> None:
    dossier = cast.dossier("aanvulling")
    words = page_of(browser_of(cast.nour), dossier)
    for part in (
        "Terug voor aanvulling",
        "Aan jou",
        "Deze delen zijn opnieuw open: Wat wil je doen, en waarom?",
        "Stuur het opnieuw",
    ):
        assert part in words
    assert "Het is aan de aanvrager." in page_of(browser_of(cast.rachida), dossier)
    page = browser_of(cast.nour).get(f"{DOSSIERS}{dossier.pk}/")
    thread = read(page).one("ol", **{"aria-label": "Hoe ver het staat"}).words
    assert thread.startswith("In opmaak")
    assert "Terug voor aanvulling" in thread


def test_who_completes_it_reads_above_what_is_asked(cast: Cast) -> None:
    sent = cast.dossier("ingediend")
    back = perform(sent, "terugsturen", by=cast.rachida, **good_data("terugsturen", cast))
    asked = "ECRU vraagt: Vertel ook wie er komt."
    assert asked in page_of(browser_of(cast.nour), back)
    again = perform(back, "aanvullen", by=cast.nour)
    assert asked not in page_of(browser_of(cast.nour), again)


def test_what_was_withdrawn_shows_where_it_was(cast: Cast) -> None:
    dossier = perform(cast.dossier("advies"), "intrekken", by=cast.nour)
    words = page_of(browser_of(cast.rachida), dossier)
    assert "Ingetrokken" in words
    assert "Neem het weer op" in words
    assert "Neem het weer op" not in page_of(browser_of(cast.nour), dossier)


def test_late_and_extra_time_are_said(cast: Cast) -> None:
    dossier = cast.dossier()
    cast.call.closes_at = timezone.now() - timedelta(days=1)
    cast.call.save()
    assert "De tijd was voorbij op" in page_of(browser_of(cast.nour), dossier)
    perform(dossier, "uitstel", by=cast.rachida, until=timezone.now() + timedelta(days=2), reason="Storing.")
    words = page_of(browser_of(cast.nour), dossier)
    assert "extra tijd inbegrepen" in words
    assert "“Storing.”" in words


def test_a_step_that_asks_something_keeps_what_was_typed(cast: Cast) -> None:
    dossier, browser = cast.dossier("agenda"), browser_of(cast.rachida)
    answer = press(browser, dossier, "beslissen", outcome="toegekend", granted="9999", motivation=NASTY)
    words = text_of(answer)
    assert "De aanvrager vroeg" in words
    assert "alert(&#x27;ü&#x27;)" in answer.content.decode()
    assert '<details class="panel step" open>' in answer.content.decode()
    assert "Schrijf een bedrag in euro" in text_of(press(browser, dossier, "beslissen", granted="veel"))
    done = press(browser, dossier, "beslissen", outcome="toegekend", granted="2.000", motivation="Mooi.")
    assert done.status_code == 302
    words = page_of(browser, dossier)
    for part in ("Beslist", "€ 2.000,00", "Mooi.", "Beslist door het bestuur"):
        assert part in words.replace("\xa0", " ")


def test_days_moments_and_fields_can_be_given(cast: Cast) -> None:
    dossier, browser = cast.dossier("ingediend"), browser_of(cast.rachida)
    until = timezone.localtime() + timedelta(days=5)
    wrong = press(browser, dossier, "terugsturen", fields=["summary"], until="morgen", reason="Meer.")
    assert "Dit is geen moment." in text_of(wrong)
    assert (
        press(
            browser,
            dossier,
            "terugsturen",
            fields=["summary"],
            until=until.strftime("%Y-%m-%dT%H:%M"),
            reason="Meer.",
        ).status_code
        == 302
    )
    assert Dossier.objects.get().reopened == ["summary"]
    with_experts = cast.dossier("advies")
    assert "Kies een expert uit de pool." in text_of(
        press(browser, with_experts, "advies-noteren", independent="on", advice="Ja.")
    )
    given = press(
        browser, with_experts, "advies-noteren", expert=cast.newcomer.pk, independent="on", advice="Ja."
    )
    assert given.status_code == 302
    assert "Een expert gaf advies" in page_of(browser, with_experts)
    assert "Een expert gaf advies" not in page_of(browser_of(cast.nour), with_experts)
    day = timezone.localdate() + timedelta(days=1)
    assert "Dit is geen dag." in text_of(press(browser, with_experts, "agenderen", meeting_on="gisteren"))
    assert press(browser, with_experts, "agenderen", meeting_on=day.isoformat()).status_code == 302


def test_two_clicks_do_one_step_and_two_tabs_are_told(cast: Cast) -> None:
    dossier, browser = cast.dossier("ingediend"), browser_of(cast.rachida)
    seen = dossier.events.newest().first().pk
    address = f"{DOSSIERS}{dossier.pk}/stap/"
    for _click in range(2):
        assert browser.post(f"{address}ontvankelijk-verklaren/", {"gezien": seen}).status_code == 302
    assert "kan dus niet meer" not in page_of(browser, dossier)
    browser.post(
        f"{address}niet-ontvankelijk-verklaren/",
        {"gezien": seen, "niet-ontvankelijk-verklaren-motivation": "x"},
    )
    assert "Dit kan dus niet meer" in page_of(browser, dossier)
    assert dossier.events.count() == 3


@pytest.mark.parametrize("seen", ["", "-1", "x", "9" * 40, "²"])
def test_hostile_values_give_calm_pages(cast: Cast, seen: str) -> None:
    dossier, browser = cast.dossier("ingediend"), browser_of(cast.rachida)
    answer = browser.post(f"{DOSSIERS}{dossier.pk}/stap/ontvankelijk-verklaren/", {"gezien": seen})
    assert answer.status_code == 302
    assert browser.post(f"{DOSSIERS}{dossier.pk}/stap/vliegen/").status_code == 404
    assert browser.get(f"{DOSSIERS}{dossier.pk}/stap/indienen/").status_code == 405
    assert browser.get(f"{DOSSIERS}idee/?maatregel=%00x").status_code == 200
    assert (
        browser.get(f"{DESK}?spoor=x&fase=y&gemeente=z&beurt=q&q=%00{'a' * 500}&pagina=-3").status_code == 200
    )


def test_an_amount_that_cannot_be_read_stays(cast: Cast) -> None:
    browser = browser_of(cast.nour)
    wrong = browser.post(f"{DOSSIERS}{cast.dossier().pk}/", {"title": "Bal", "requested": "veel"})
    assert "Schrijf een bedrag in euro" in text_of(wrong)
    assert 'value="veel"' in wrong.content.decode()


def test_another_part_of_the_portal_adds_a_block(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("subsidies.dossier_page.block_makers", [])

    def block(dossier: Dossier, user: User) -> DossierBlock | None:
        facts = {"facts": [{"name": "Begroting", "value": "in evenwicht"}]}
        return DossierBlock("geld", "Geld", "components/facts.html", facts) if user == cast.nour else None

    from subsidies import dossier_page  # noqa: PLC0415

    assert dossier_block(block) is dossier_block(block)
    assert dossier_page.block_makers == [block]
    assert block_makers is not dossier_page.block_makers
    assert [one.anchor for one in dossier_page.blocks_for(cast.dossier(), cast.nour)] == ["geld"]
    assert dossier_page.blocks_for(cast.dossier(), cast.rachida) == []


@pytest.mark.parametrize("part", ["", "mensen/", "bijlagen/", "bericht/", "taak/", "experten/"])
def test_the_way_back_leads_to_the_list_that_one_came_from(cast: Cast, part: str) -> None:
    address = f"{DOSSIERS}{cast.dossier('advies').pk}/{part}"
    for person, list_of in ((cast.rachida, DESK), (cast.nour, DOSSIERS)):
        answer = browser_of(person).get(address)
        if (
            answer.status_code == 200
        ):  # who asks does not choose the experts, who runs the network adds no files
            crumbs = read(answer).one("nav", class_="crumbs").every("a")
            assert crumbs[1].attributes["href"] == list_of


def test_no_part_of_the_page_has_the_name_of_another(cast: Cast) -> None:
    dossier = cast.dossier("beslist")
    write_letter(dossier, LetterKind.GRANTED, at=timezone.now())
    letter = BulkLetter.objects.create(by=cast.rachida, subject="Beste", words="Dag", stamp="brief")
    letter.copies.create(dossier=dossier)
    anchors = [block.anchor for block in blocks_for(dossier, cast.nour)]
    assert {"brieven", "post"} <= {*anchors}
    assert len(anchors) == len({*anchors})


# --- Lists ---------------------------------------------------------------------------------------------------------


def test_everybody_finds_theirs(cast: Cast) -> None:
    mine, board = cast.dossier(), cast.dossier("agenda")
    Review.objects.filter(dossier=mine).delete()
    shown = {
        name: set(Dossier.objects.visible_to(User.objects.get(pk=user.pk)))
        for name, user in cast.people.items()
    }
    assert all(shown[name] == {mine, board} for name in ("nour", "sem", "wout", "rik", "rachida"))
    assert all(shown[name] == {board} for name in ("esra", "piet", "bea"))
    assert not shown["ali"] | shown["an"]
    assert "Om mee te lezen" in text_of(browser_of(cast.bea).get(DOSSIERS))
    assert "Om mee te lezen" not in text_of(browser_of(cast.nour).get(DOSSIERS))
    assert "Je hebt nog geen dossiers" in text_of(browser_of(cast.ali).get(DOSSIERS))


def test_what_is_over_comes_after_what_is_not(cast: Cast) -> None:
    for phase in ("afgesloten", "ingetrokken", "uitvoering", "concept"):
        made = cast.dossier(phase)
        Dossier.objects.filter(pk=made.pk).update(title=f"In {phase}")
    words = text_of(browser_of(cast.nour).get(DOSSIERS))
    places = [words.index(f"In {phase}") for phase in ("concept", "uitvoering", "afgesloten", "ingetrokken")]
    assert places == sorted(places)


def test_python_and_sql_agree_about_who_may_see(cast: Cast) -> None:
    from subsidies.permissions import may_see_dossier  # noqa: PLC0415

    dossiers = [cast.dossier(phase) for phase in ("concept", "ingediend", "advies", "agenda", "afgesloten")]
    dossiers.append(cast.dossier("idee", coached=True))
    Review.objects.filter(dossier=dossiers[1]).update(is_independent=None, given_at=None, declared_at=None)
    for user in [*User.objects.all(), UserFactory(is_active=False)]:
        seen = set(Dossier.objects.visible_to(user).values_list("pk", flat=True))
        told = {one.pk for one in Dossier.objects.for_page() if may_see_dossier(user, one)}
        assert seen == told, user


def test_the_desk_counts_and_narrows(cast: Cast) -> None:
    sent, withdrawn = cast.dossier("ingediend"), cast.dossier("ingetrokken")
    idea = cast.dossier("idee", coached=True)
    browser = browser_of(cast.rachida)
    words = text_of(browser.get(DESK))
    assert "3 dossiers" in words
    for query, found in (
        ("spoor=eigen-steun", [sent, withdrawn]),
        ("spoor=eigen-steun&fase=ingediend", [sent]),
        ("spoor=begeleiding&fase=concept", [idea]),
        ("beurt=ecru", [sent, idea]),
        ("gemeente=genk&beurt=niemand", [withdrawn]),
        (f"q={sent.title[-6:]}", [sent]),
    ):
        page = browser.get(f"{DESK}?{query}").content.decode()
        assert {one for one in (sent, withdrawn, idea) if f'"{DOSSIERS}{one.pk}/"' in page} == set(found), (
            query
        )
    assert "Er staat geen dossier in deze lijst" in text_of(browser.get(f"{DESK}?q=zzz"))


def test_the_panel_says_how_much_waits(cast: Cast) -> None:
    cast.dossier()
    cast.dossier("ingediend")

    def waits(user: User) -> list[int]:
        panels = panels_for(User.objects.get(pk=user.pk))
        return [way.count for one in panels if one.title == "Dossiers" for way in one.ways]

    assert waits(cast.nour) == [1, 0, 0]
    assert waits(cast.rachida) == [1, 0, 0, 0]
    assert waits(cast.bea) == [0]
    assert waits(cast.an) == []


@pytest.mark.parametrize("address", [DESK, DOSSIERS])
def test_a_long_list_asks_no_more(cast: Cast, address: str) -> None:
    def queries() -> int:
        browser = browser_of(cast.rachida if address == DESK else cast.nour)
        browser.get(address)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert browser.get(address).status_code == 200
        return len(asked)

    for _one in range(2):
        cast.dossier()
    few = queries()
    for _one in range(20):
        cast.dossier()
    assert queries() == few <= 12


def test_the_page_of_one_asks_no_more_for_a_long_history(cast: Cast) -> None:
    dossier, browser = cast.dossier("ingediend"), browser_of(cast.rachida)

    def queries() -> int:
        browser.get(f"{DOSSIERS}{dossier.pk}/")
        with CaptureQueriesContext(connection) as asked:
            browser.get(f"{DOSSIERS}{dossier.pk}/")
        return len(asked)

    few = queries()
    for _time in range(5):
        perform(dossier, "terugsturen", by=cast.rachida, **good_data("terugsturen", cast))
        perform(dossier, "aanvullen", by=cast.nour)
    assert queries() == few <= 12
