"""Links that do not work: a task at the desk, a page for the editors, a mail on Monday. An keeps the field; Jan is a colleague."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone, translation

from actors.desk import Impossible, accept, hold, refuse
from actors.desk.queue import Asked, queue
from actors.models import DeskItem, DeskState, Role, User
from ecru.base.daily import carry_out, jobs
from ecru.base.links.rounds import collect
from ecru.base.links.sources import LinkSource, all_addresses, is_checked, links_in, places_of, register
from ecru.base.models import CheckedLink, LinkHost, OutgoingMail
from ecru.base.outbox.kinds import kinds
from ecru.portal.links.letters import MOST, mail_about_links
from ecru.portal.links.tasks import keep_tasks, vouch
from subsidies.models import Measure, Provider
from tests.actors.conftest import signed_in
from tests.actors.markup import read
from tests.base.link_cast import impatient, looking, site
from tests.base.link_site import Site
from tests.factories import StepPlanFactory, UserFactory
from tests.subsidies.factories import MeasureFactory, ProviderFactory
from tests.subsidies.link_cast import GONE, lost, street

__all__ = ["impatient", "looking", "site", "street"]
pytestmark = pytest.mark.django_db
REPORT = "/redactie/links/"


@pytest.fixture
def browser(an: User) -> Client:
    return signed_in(an)


def waiting(an: User) -> list[str]:
    """What An sees at the desk."""
    return [line.item.title for line in queue(Asked(), an, "1").lines]


# --- Where links stand --------------------------------------------------------------------------------------------


def test_links_of_what_people_see_are_looked_at(street: Measure) -> None:
    MeasureFactory(draft=True, apply_url="https://concept.example/")
    MeasureFactory(has_ended=True, apply_url="https://gedaan.example/")
    ProviderFactory(url="https://geeft-niets.example/")
    plan = StepPlanFactory(sources="Zie <https://bron.example/a> en https://kaal.example/")
    plan.steps.create(slug="stap", title="Stap", text="Lees [dit](https://stap.example/x) en [ons](/over/).")
    assert all_addresses() == {
        GONE,
        "https://www.stad.example/",
        "https://bron.example/a",
        "https://stap.example/x",
    }


def test_where_a_link_stands(street: Measure, django_assert_num_queries: Any) -> None:
    plan = StepPlanFactory(title="Vzw", sources=f"Zie <{GONE}>")
    step = plan.steps.create(slug="stap", title="Stap", text=f"Lees [dit]({GONE}).")
    with django_assert_num_queries(4):
        found = places_of([GONE, "https://nergens.example/"])
    assert list(found) == [GONE]
    assert [(place.title, place.page) for place in found[GONE]] == [
        ("Straatgeld", "/steun/straatgeld/"),
        ("Vzw", plan.get_absolute_url()),
        ("Stap", plan.get_absolute_url()),
    ]
    assert found[GONE][0].fields == "waar je het vraagt, webpagina van de bron"
    assert found[GONE][0].edit == f"/beheer/subsidies/measure/{street.pk}/change/"
    assert step.plan.pk == plan.pk
    giver = places_of([street.provider.url])[street.provider.url][0]
    assert (giver.page, giver.edit) == ("", f"/beheer/subsidies/provider/{street.provider.pk}/change/")


@pytest.mark.parametrize(
    ("address", "counts"),
    [
        ("https://stad.example/", True),
        ("HTTP://stad.example/", True),
        ("https://[stuk", True),
        ("https://cultuur.example/over/", False),
        ("mailto:an@stad.example", False),
        ("/over/", False),
        (f"https://stad.example/{'a' * 500}", False),
        ("", False),
    ],
)
def test_what_is_looked_at(address: str, counts: bool) -> None:
    assert is_checked(address) == counts


def test_links_inside_a_text() -> None:
    text = "- [een](https://een.example/)\n- <https://twee.example/>\n\n> [drie](https://drie.example/ 'titel')\n"
    assert list(links_in(text)) == ["https://een.example/", "https://twee.example/", "https://drie.example/"]
    assert list(links_in("geen [link](/hier/)")) == []


def test_a_kind_of_records_says_it_once() -> None:
    source = LinkSource(Provider, records=Provider.objects.all, page=str, edit=str)
    with pytest.raises(ValueError, match="Provider"):
        register(source)


def test_the_list_follows_the_pages(street: Measure) -> None:
    now = timezone.now()
    assert collect(now) == {"new": 2, "gone": 0}
    assert collect(now) == {"new": 0, "gone": 0}
    assert {link.place for link in CheckedLink.objects.all()} == {"www.stad.example"}
    LinkHost.objects.named("www.stad.example", now - timedelta(days=30))
    LinkHost.objects.named("oud.example", now - timedelta(days=30))
    Measure.objects.filter(pk=street.pk).update(apply_url="https://[stuk", source_url="")
    assert collect(now) == {"new": 1, "gone": 1}
    assert CheckedLink.objects.get(place="").address == "https://[stuk"
    assert [host.place for host in LinkHost.objects.all()] == ["www.stad.example"]


# --- At the desk --------------------------------------------------------------------------------------------------


def test_a_broken_link_becomes_one_task(street: Measure, an: User) -> None:
    lost()
    assert keep_tasks() == {"tasks": 1, "settled": 0}
    assert keep_tasks() == {"tasks": 0, "settled": 0}
    assert waiting(an) == ["Straatgeld: een link werkt niet"]
    item = DeskItem.objects.get()
    assert "de pagina is er niet (404). We keken 4 keer." in item.reason
    assert item.version == 1


def test_the_whole_way(street: Measure, an: User, site: Site, browser: Client) -> None:
    """The page of a giver goes away; a week later An sees it, mends it in the admin, and it is gone from the desk."""
    Measure.objects.filter(pk=street.pk).update(apply_url=site.at("/weg"), source_url="")
    Provider.objects.update(url="")
    start = timezone.now()
    for day in range(11):
        for slug in ("links", "links-look"):
            carry_out(jobs[slug], start + timedelta(days=day + 0.01), again=True)
    [title] = waiting(an)
    assert title == "Straatgeld: een link werkt niet"
    page = read(browser.get(REPORT))
    assert site.at("/weg") in page.links
    assert f"/beheer/subsidies/measure/{street.pk}/change/" in page.links
    Measure.objects.filter(pk=street.pk).update(apply_url=site.at("/goed"))
    carry_out(jobs["links"], start + timedelta(days=12), again=True)
    assert waiting(an) == []
    assert DeskItem.objects.get().state == DeskState.WITHDRAWN
    assert not CheckedLink.objects.broken().exists()


def test_what_works_again_leaves_at_once(street: Measure, an: User) -> None:
    link = lost()
    keep_tasks()
    link.recover(CheckedLink.State.GOOD, timezone.now())
    link.save()
    assert waiting(an) == []
    assert keep_tasks() == {"tasks": 0, "settled": 1}


def test_what_stands_nowhere_any_more_leaves(street: Measure, an: User) -> None:
    lost()
    keep_tasks()
    Measure.objects.filter(pk=street.pk).update(apply_url="", source_url="")
    assert keep_tasks() == {"tasks": 0, "settled": 1}
    assert not CheckedLink.objects.exists()


def test_one_press_says_that_it_is_in_order(street: Measure, an: User, browser: Client) -> None:
    link = lost()
    keep_tasks()
    item = DeskItem.objects.get()
    page = read(browser.get("/redactie/"))
    assert page.one("button", value="accept").words.startswith("Het is in orde")
    done = browser.post(f"/redactie/{item.pk}/", {"do": "accept", "seen": item.version}, follow=True)
    assert done.redirect_chain[0][0] == "/redactie/"
    link.refresh_from_db()
    assert link.state == CheckedLink.State.VOUCHED
    assert keep_tasks() == {"tasks": 0, "settled": 0}
    item.refresh_from_db()
    assert (item.state, item.handled_by) == (DeskState.ACCEPTED, an)


def test_its_page_at_the_desk(street: Measure, browser: Client, an: User) -> None:
    link = lost()
    keep_tasks()
    item = DeskItem.objects.get()
    page = read(browser.get(f"/redactie/{item.pk}/"))
    assert {GONE, "/steun/straatgeld/", REPORT} <= set(page.links)
    assert not page.every("textarea")
    assert not page.every("button", value="refuse")
    with pytest.raises(Impossible):
        refuse(item=item, by=an, seen=item.version, answer="nee")
    link.delete()
    assert "bestaat niet meer" in read(browser.get(f"/redactie/{item.pk}/")).words
    accept(item=item, by=an, seen=item.version)


# --- The page -----------------------------------------------------------------------------------------------------


def test_the_page_shows_what_asks_for_something(
    street: Measure, looking: Any, browser: Client, django_assert_max_num_queries: Any
) -> None:
    lost()
    now = timezone.now()
    failing = {"state": "failing", "trouble": "slow", "status": None, "tries": 1, "broken_at": None}
    lost("https://traag.example/", **failing, last_good_at=now - timedelta(days=20))
    fine = {"tries": 0, "first_failed_at": None, "broken_at": None, "trouble": "", "status": 200}
    lost("https://verhuisd.example/", **fine, state="good", moved_to="https://nieuw.example/")
    lost("https://dicht.example/", **{**fine, "trouble": "closed", "status": 403}, state="untold")
    lost("https://goed.example/", **fine, state="good")
    lost("https://nieuw-hier.example/", **fine, state="new")
    lost("https://nergens.example/", state="failing", tries=1)
    for number, address in enumerate(("traag", "verhuisd", "dicht", "goed")):
        MeasureFactory(title=f"Steun {number}", apply_url=f"https://{address}.example/")
    page = read(browser.get(REPORT))
    assert [
        title.words for title in page.every("h2") if title.attributes.get("id", "").startswith("links-")
    ] == [
        "Werken niet meer (1)",
        "Werkten de laatste keer niet (2)",
        "Voorgoed verhuisd (1)",
        "Dat weten we niet (1)",
    ]
    assert "De site antwoordt te traag" in page.words
    assert "Werkte het laatst op" in page.words
    assert "We zagen hem nooit werken." in page.words
    assert "https://nieuw.example/" in page.links
    assert "https://nergens.example/" not in page.links, "it stands on no page"
    assert len(page.every("button", value="fine")) == 2
    assert len(page.every("button", value="again")) == 4
    english = read(browser.get(f"/en{REPORT}"))
    assert "Do not work any more (1)" in english.words


def test_nothing_is_broken(browser: Client, looking: Any) -> None:
    page = read(browser.get(REPORT))
    assert "Elke link werkt." in page.words
    assert "nooit" in page.words


def test_when_looking_is_off_the_page_says_so(street: Measure, browser: Client) -> None:
    lost()
    page = read(browser.get(REPORT))
    assert "LINK_CHECK" in page.words
    assert not page.every("button", value="again")


def test_as_many_queries_for_many(
    street: Measure, looking: Any, browser: Client, django_assert_num_queries: Any
) -> None:
    lost()
    browser.get(REPORT)
    from django.db import connection  # noqa: PLC0415 - only here
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    with CaptureQueriesContext(
        connection,
    ) as few:
        browser.get(REPORT)
    for number in range(120):
        address = f"https://stad{number}.example/"
        lost(address)
        MeasureFactory(apply_url=address)
    with django_assert_num_queries(len(few)):
        page = read(browser.get(REPORT))
    assert "Werken niet meer (121)" in page.words
    assert "Dit zijn de oudste." in page.words


def test_look_again(street: Measure, looking: Any, browser: Client) -> None:
    link = lost()
    page = browser.post(f"{REPORT}{link.pk}/", {"do": "again"}, follow=True)
    assert "We kijken opnieuw" in read(page).words
    link.refresh_from_db()
    assert link.goes_first
    assert link in CheckedLink.objects.due(timezone.now())


def test_in_order_from_the_page(street: Measure, an: User, browser: Client) -> None:
    link = lost()
    keep_tasks()
    for _click in range(2):
        page = browser.post(f"{REPORT}{link.pk}/", {"do": "fine"}, follow=True)
    assert "half jaar" in read(page).words
    assert DeskItem.objects.get().state == DeskState.ACCEPTED
    link.refresh_from_db()
    assert link.state == CheckedLink.State.VOUCHED


def test_a_colleague_who_has_it_in_hand_is_not_overtaken(street: Measure, an: User, browser: Client) -> None:
    link = lost()
    keep_tasks()
    assert hold(item=DeskItem.objects.get(), by=UserFactory(name="Jan", role=Role.EDITOR))
    page = browser.post(f"{REPORT}{link.pk}/", {"do": "fine"}, follow=True)
    assert "Jan" in read(page).words
    link.refresh_from_db()
    assert link.is_broken


def test_odd_buttons_do_nothing(street: Measure, browser: Client, an: User) -> None:
    link = lost()
    assert browser.post(f"{REPORT}{link.pk}/", {"do": "hack"}).status_code == 302
    assert browser.post(f"{REPORT}{link.pk + 1}/", {"do": "fine"}).status_code == 404
    assert browser.get(f"{REPORT}{link.pk}/").status_code == 405
    link.refresh_from_db()
    assert link.is_broken
    vouch(link=link, by=an)
    link.refresh_from_db()
    assert link.state == CheckedLink.State.VOUCHED


# --- The mail -----------------------------------------------------------------------------------------------------

MONDAY = timezone.make_aware(datetime(2026, 11, 23, 6))  # noqa: DTZ001 - made aware at once


def known_since(moment: datetime, number: int = 0) -> None:
    """A broken link that the editors know since then."""
    address = f"https://www.stad.example/{number}"
    lost(address, broken_at=moment, first_failed_at=moment - timedelta(days=8))
    MeasureFactory(title=f"Steun {number}", apply_url=address)


@pytest.mark.mail("links")
@pytest.mark.parametrize(
    ("language", "subject", "words", "why"),
    [
        ("nl", "1 link werkt niet", "Wie hier klikt, vindt niets", "maandag"),
        ("en", "1 link does not work", "People who click here find nothing", "Monday"),
    ],
)
def test_the_mail_of_monday(language: str, subject: str, words: str, why: str) -> None:
    UserFactory(role=Role.EDITOR, language=language, email="an@ecru.example")
    UserFactory(role=Role.MEMBER)
    known_since(MONDAY - timedelta(days=1))
    with translation.override("nl"):
        assert mail_about_links(MONDAY) == 1
        assert mail_about_links(MONDAY + timedelta(days=3)) == 0, "once a week"
    [sent] = OutgoingMail.objects.all()
    assert (sent.to, sent.kind, sent.subject) == ("an@ecru.example", "links", subject)
    for told in (words, why, "Steun 0: https://www.stad.example/0", "/redactie/links/", "404"):
        assert told in sent.body
    assert mail_about_links(MONDAY + timedelta(days=7)) == 1
    assert not mail.outbox


def test_no_mail_when_nothing_is_broken(an: User) -> None:
    assert mail_about_links(MONDAY) == 0
    known_since(MONDAY + timedelta(days=1))
    assert mail_about_links(MONDAY + timedelta(days=2)) == 0, (
        "found after Monday: it stands at the desk already"
    )
    assert mail_about_links(MONDAY + timedelta(days=7)) == 1


def test_a_monday_that_was_missed(an: User) -> None:
    known_since(MONDAY - timedelta(days=1))
    assert mail_about_links(MONDAY + timedelta(days=1)) == 1


def test_a_long_list_is_cut(an: User) -> None:
    for number in range(MOST + 2):
        known_since(MONDAY - timedelta(days=1), number)
    mail_about_links(MONDAY)
    assert "En nog 2." in OutgoingMail.objects.get().body


def test_a_mail_that_waited_is_pointless_when_all_is_mended() -> None:
    kind = kinds["links"]
    assert not kind.still("links-2026-W48-1")
    lost()
    assert kind.still("links-2026-W48-1")
