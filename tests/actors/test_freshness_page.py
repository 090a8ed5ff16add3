"""The own page with the rhythm, the pause and what comes next."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from actors.freshness import questions_that_wait
from actors.models import Actor, DeskItem, Freshness, User
from tests.actors.conftest import signed_in
from tests.actors.freshness_cast import an, asked, due_choir, job, mails
from tests.actors.markup import text_of
from tests.factories import MembershipFactory, MunicipalityFactory, MunicipalLinkFactory

__all__ = ["an"]

pytestmark = pytest.mark.django_db
PAGE = "/mijn/actoren/koor-de-draad/nakijken/"


@pytest.fixture
def actor(db: None) -> Actor:
    """A choir, confirmed a hundred days ago."""
    return due_choir(100)


@pytest.fixture
def noor(actor: Actor) -> User:
    """Its owner."""
    return User.objects.get(name="Noor")


@pytest.fixture
def browser(noor: User) -> Client:
    """Her browser."""
    return signed_in(noor)


def send(browser: Client, **told: str) -> str:
    """What the page says after a button."""
    return text_of(browser.post(PAGE, told, follow=True))


def test_it_says_what_comes_next_in_plain_words(browser: Client) -> None:
    said = text_of(browser.get(PAGE))
    for words in (
        "We vragen per mail of alles nog klopt.",
        "We herinneren jullie eraan.",
        "“niet bevestigd”",
        "archief",
    ):
        assert words in said
    assert not Freshness.objects.exists()
    assert f'href="{PAGE}" aria-current="page"' in browser.get(PAGE).content.decode()


def test_confirm_now(browser: Client, actor: Actor) -> None:
    assert "De pagina is bevestigd." in send(browser, doe="klopt")
    actor.refresh_from_db()
    assert (actor.verified_on, actor.verified_by) == (timezone.localdate(), "actor")


def test_who_is_not_of_the_organisation_confirms_as_the_editors(an: User, actor: Actor) -> None:
    send(signed_in(an), doe="klopt")
    actor.refresh_from_db()
    assert actor.verified_by == "redactie"
    partner = MunicipalLinkFactory(municipality=MunicipalityFactory(slug="genk")).user
    assert signed_in(partner).get(PAGE).status_code == 200


def test_choose_a_rhythm(browser: Client) -> None:
    assert "Jullie ritme is bewaard." in send(browser, doe="ritme", rhythm="6")
    assert Freshness.objects.get().rhythm == 6
    assert "Kies zes maanden of een jaar." in send(browser, doe="ritme", rhythm="7")
    assert "Kies hoe vaak we het vragen." in send(browser, doe="ritme")
    assert Freshness.objects.get().rhythm == 6


def test_take_a_pause_and_end_it(browser: Client) -> None:
    until = timezone.localdate() + timedelta(days=90)
    said = send(browser, doe="pauze", until=until.isoformat(), reason="Verbouwing <b>")
    assert "Tijdens de pauze krijgen jullie geen mail van ons." in said
    assert "Verbouwing <b>" in said
    assert "Wijzig de pauze" in said
    assert Freshness.objects.get().paused_until == until
    assert "Jullie vroegen om rust tot" in text_of(browser.get(PAGE))
    assert "De pauze is voorbij." in send(browser, doe="verder")
    assert Freshness.objects.get().paused_on is None
    assert "De pauze is voorbij." in send(browser, doe="verder")


@pytest.mark.parametrize(
    ("until", "told"),
    [
        ("", "Kies tot wanneer"),
        ("morgen", "Dit is geen dag."),
        ("2020-01-01", "nog moet komen"),
        ("9999-12-31", "hoogstens twaalf maanden"),
        ("<script>", "Dit is geen dag."),
    ],
)
def test_a_pause_that_cannot_be_keeps_what_was_typed(browser: Client, until: str, told: str) -> None:
    answer = browser.post(PAGE, {"doe": "pauze", "until": until, "reason": "Ons seizoen is voorbij"})
    assert told in text_of(answer)
    assert 'value="Ons seizoen is voorbij"' in answer.content.decode()
    assert not Freshness.objects.filter(paused_on__isnull=False).exists()


def test_an_editor_may_leave_the_day_open(an: User) -> None:
    due_choir(100)
    assert "geen mail van ons" in send(signed_in(an), doe="pauze", until="")
    said = text_of(signed_in(an).get(PAGE))
    assert "Niets, tot je de pauze stopt." in said
    assert "Jullie vroegen om rust." in said


def test_confirming_during_a_pause_keeps_the_pause(browser: Client) -> None:
    until = timezone.localdate() + timedelta(days=90)
    send(browser, doe="pauze", until=until.isoformat(), reason="Verbouwing")
    send(browser, doe="klopt")
    freshness = Freshness.objects.get()
    assert (freshness.paused_until, freshness.pause_reason, freshness.answer) == (
        until,
        "Verbouwing",
        "klopt",
    )


def test_a_button_that_does_not_exist_does_nothing(browser: Client) -> None:
    assert browser.post(PAGE, {"doe": "verwijder"}).status_code == 200
    assert browser.post(PAGE).status_code == 200
    assert not Freshness.objects.exists()


def test_who_fell_silent_comes_back_at_once(browser: Client, actor: Actor) -> None:
    today = timezone.localdate()
    old = today - timedelta(days=800)
    Actor.objects.update(verified_on=old)
    Freshness.objects.create(
        actor=actor,
        asked_on=today - timedelta(days=300),
        mailed_on=today - timedelta(days=272),
        reminders=2,
        unconfirmed_since=today - timedelta(days=258),
    )
    assert job(today) == {"archive": 1}
    assert "Deze pagina zit in het archief" in text_of(browser.get(PAGE))
    assert "staat weer op de site" in send(browser, doe="klopt")
    actor.refresh_from_db()
    assert actor.is_public
    [item] = DeskItem.objects.all()
    assert (item.state, item.handled_by) == ("withdrawn", User.objects.get(name="Noor"))
    assert "De pagina is bevestigd." in send(browser, doe="klopt")


def test_who_was_archived_by_hand_does_not_come_back_like_this(browser: Client, actor: Actor) -> None:
    Actor.objects.archive()
    assert "Niets: de pagina staat niet op de site" in text_of(browser.get(PAGE))
    send(browser, doe="klopt")
    actor.refresh_from_db()
    assert actor.status == "archived"


def test_a_stop_that_was_a_mistake_is_taken_back(browser: Client, client: Client, actor: Actor) -> None:
    Actor.objects.update(verified_on=timezone.localdate() - timedelta(days=400))
    freshness = asked(Actor.objects.get())
    client.post(f"/bevestigen/{freshness.token}/", {"keuze": "gestopt", "since": "juni"})
    assert "Is het een vergissing? Bevestig de pagina." in text_of(browser.get(PAGE))
    send(browser, doe="klopt")
    assert DeskItem.objects.get().state == "withdrawn"
    assert mails() == []


def test_not_confirmed_stands_at_the_top(browser: Client, actor: Actor) -> None:
    today = timezone.localdate()
    Actor.objects.update(verified_on=today - timedelta(days=450))
    asked(Actor.objects.get(), unconfirmed_since=today)
    assert "niet bevestigd sinds" in text_of(browser.get(PAGE))


def test_without_people_nobody_is_asked(an: User, actor: Actor) -> None:
    actor.memberships.all().delete()
    assert "dus we vragen het niemand" in text_of(signed_in(an).get(PAGE))


def test_others_stay_out(client: Client, actor: Actor) -> None:
    assert client.get(PAGE).url == f"/aanmelden/?next={PAGE}"
    outsider = signed_in(MembershipFactory().user)
    assert outsider.get(PAGE).status_code == 403
    assert outsider.post(PAGE, {"doe": "klopt"}).status_code == 403
    Actor.objects.filter(pk=actor.pk).update(status="draft")
    assert outsider.get(PAGE).status_code == 404


def test_the_start_page_shows_what_waits(noor: User, actor: Actor) -> None:
    assert questions_that_wait(noor) is None
    Actor.objects.update(verified_on=timezone.localdate() - timedelta(days=400))
    freshness = asked(Actor.objects.get())
    found = questions_that_wait(User.objects.get(pk=noor.pk))
    assert [(way.label, way.url) for way in found.ways] == [("Koor De Draad", PAGE)]
    freshness.answer = "gestopt"
    freshness.save()
    assert questions_that_wait(User.objects.get(pk=noor.pk)) is None
