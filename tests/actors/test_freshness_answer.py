"""The three links in the mail: looking changes nothing, a button acts once, and an old link is calm."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from actors.desk import accept, kind_of, refuse
from actors.freshness import Closed, confirm_by_link, tell_stopped
from actors.models import Actor, Change, DeskItem, Freshness, User
from actors.models.timetable import next_move
from tests.actors.freshness_cast import an, asked, due_choir, mails
from tests.actors.markup import text_of
from tests.factories import DisciplineFactory, TargetGroupFactory

__all__ = ["an"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def freshness(db: None) -> Freshness:
    """The choir was asked today."""
    return asked(due_choir())


@pytest.fixture
def link(freshness: Freshness) -> str:
    """The link in the mail."""
    return f"/bevestigen/{freshness.token}/"


def choir() -> Actor:
    """The choir, as it stands now."""
    return Actor.objects.get(slug="koor-de-draad")


@pytest.mark.parametrize(
    "choice", ["", "?keuze=klopt", "?keuze=wijzig", "?keuze=gestopt", "?keuze=<b>", "?keuze=%00"]
)
def test_looking_shows_what_we_know_and_changes_nothing(client: Client, link: str, choice: str) -> None:
    before = Freshness.objects.values().get(), Actor.objects.values().get()
    answer = client.get(link + choice)
    assert answer.status_code == 200
    assert client.head(link + choice).status_code == 200
    said = text_of(answer)
    for words in ("Koor De Draad", "Vereniging", "Genk", "Buren maken samen muziek"):
        assert words in said
    assert ("Sinds wanneer?" in said) == (choice == "?keuze=gestopt")
    assert "no-store" in answer.headers["Cache-Control"]
    assert 'content="noindex"' in answer.content.decode()
    assert (Freshness.objects.values().get(), Actor.objects.values().get()) == before
    assert not DeskItem.objects.exists()


def test_the_words_it_works_with_stand_there_too(client: Client, link: str) -> None:
    choir().disciplines.add(DisciplineFactory(label="Zang en koor"))
    choir().target_groups.add(TargetGroupFactory(label="Ouderen"))
    said = text_of(client.get(link))
    assert "Zang en koor" in said
    assert "Ouderen" in said


def test_still_right_counts_as_confirmed_by_the_organisation(client: Client, link: str) -> None:
    answer = client.post(link, {"keuze": "klopt"}, follow=True)
    assert "is bevestigd op" in text_of(answer)
    actor = choir()
    assert (actor.verified_on, actor.verified_by) == (timezone.localdate(), "actor")
    [line] = Change.objects.about(actor)
    assert line.reason == "Bevestigd met de link in de mail."
    assert set(line.values) == {"verified_on"}
    assert Freshness.objects.get().asked_on is None


def test_a_second_press_finds_it_done(client: Client, link: str, freshness: Freshness) -> None:
    for _press in range(2):
        assert client.post(link, {"keuze": "klopt"}).status_code in {200, 302}
    assert Change.objects.count() == 1
    answer = client.post(link, {"keuze": "gestopt", "since": "juni"})
    assert "is bevestigd op" in text_of(answer)
    assert not DeskItem.objects.exists()
    for act in (
        lambda: confirm_by_link(freshness=freshness),
        lambda: tell_stopped(freshness=freshness, since="juni"),
    ):
        with pytest.raises(Closed):
            act()


def test_two_browsers_at_once_both_see_that_it_is_done(
    client: Client, link: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def somebody_was_first(**_told: Any) -> None:
        raise Closed

    monkeypatch.setattr("actors.views.freshness.confirm_by_link", somebody_was_first)
    assert client.post(link, {"keuze": "klopt"}).url == link


def test_something_changed_leads_to_the_own_pages(client: Client, link: str) -> None:
    answer = client.post(link, {"keuze": "wijzig"})
    assert answer.url == "/mijn/actoren/koor-de-draad/"
    assert Freshness.objects.get().answer == ""
    assert client.get(answer.url).url.startswith("/aanmelden/")


@pytest.mark.parametrize("nonsense", ["", "weg-ermee", "klopt; drop table"])
def test_a_choice_that_does_not_exist_asks_again(client: Client, link: str, nonsense: str) -> None:
    answer = client.post(link, {"keuze": nonsense})
    assert answer.status_code == 200
    assert "Kies wat past" in text_of(answer)
    assert not Change.objects.exists()


def test_stopped_asks_since_when_and_loses_nothing(client: Client, link: str) -> None:
    assert "Sinds wanneer?" in text_of(client.post(link, {"keuze": "gestopt"}))
    answer = client.post(link, {"keuze": "gestopt", "since": "", "word": "Dank aan <b>iedereen</b>."})
    assert "Vul in sinds wanneer" in text_of(answer)
    assert "Dank aan &lt;b&gt;iedereen&lt;/b&gt;." in answer.content.decode()
    assert "te lang" in text_of(client.post(link, {"keuze": "gestopt", "since": "x" * 61}))
    assert not DeskItem.objects.exists()


def told_stopped(client: Client, link: str) -> DeskItem:
    """Somebody says that the choir stopped."""
    told = {"keuze": "gestopt", "since": " juni  2026 ", "word": "De dirigent verhuisde."}
    answer = client.post(link, told, follow=True)
    assert "De redactie kijkt het na" in text_of(answer)
    client.post(link, told)
    return DeskItem.objects.get()


def test_a_stop_waits_for_an_editor(client: Client, link: str, an: User) -> None:
    item = told_stopped(client, link)
    assert not choir().closed
    assert (item.kind, item.by, item.content) == ("gestopt", None, {"since": "juni 2026"})
    assert "Gestopt: juni 2026." in item.reason
    assert "De dirigent verhuisde." in item.reason
    [difference] = kind_of(item).differences(item)
    assert (difference.old, difference.new) == ("nee", "ja")
    assert next_move(Freshness.objects.get().standing, timezone.localdate()) is None
    accept(item=item, by=an, seen=1)
    assert choir().closed
    line = Change.objects.about(choir()).first()
    assert line.by == an
    assert "juni 2026" in line.reason
    [mail] = mails()
    assert mail.to == "noor@voorbeeld.example"
    assert "De pagina zegt dat vanaf nu." in mail.body


def test_refused_it_goes_on_where_it_was(client: Client, link: str, an: User) -> None:
    refuse(item=told_stopped(client, link), by=an, seen=1, answer="Ze traden gisteren nog op.")
    assert not choir().closed
    assert "Ze traden gisteren nog op." in mails()[0].body
    today = timezone.localdate()
    move = next_move(Freshness.objects.get().standing, today)
    assert (move.on, str(move.step)) == (today + timedelta(days=14), "remind")
    assert client.post(link, {"keuze": "klopt"}).status_code == 302


def test_a_stop_of_a_lost_actor_can_be_refused(client: Client, link: str, an: User) -> None:
    item = told_stopped(client, link)
    choir().delete()
    refuse(item=item, by=an, seen=1, answer="Weg.")
    assert mails() == []


@pytest.mark.parametrize("token", ["geen", "x" * 64, "%00", "..%2f", "é" * 30, "0" * 500])
def test_a_wrong_link_is_calm(client: Client, freshness: Freshness, token: str) -> None:
    Freshness.objects.create(actor=due_other())
    for answer in (
        client.get(f"/bevestigen/{token}/"),
        client.post(f"/bevestigen/{token}/", {"keuze": "klopt"}),
    ):
        assert answer.status_code == 404
    assert not Change.objects.exists()


def due_other() -> Actor:
    """An actor that was never asked: it has no token."""
    actor = choir()
    actor.pk, actor.slug = None, "ander-koor"
    actor.save()
    return actor


def test_a_link_of_an_earlier_round_is_old(client: Client, link: str, freshness: Freshness) -> None:
    freshness.begin_round()
    freshness.save()
    answer = client.post(link, {"keuze": "klopt"})
    assert answer.status_code == 404
    assert "Deze link is oud" in text_of(answer)
    assert client.get(f"/bevestigen/{freshness.token}/").status_code == 200


@pytest.mark.parametrize("change", [{"status": "archived"}, {"status": "draft"}, {"closed": True}])
def test_off_the_site_the_link_does_nothing(client: Client, link: str, change: dict[str, Any]) -> None:
    Actor.objects.update(**change)
    assert "niet op de site" in text_of(client.get(link))
    assert "niet op de site" in text_of(client.post(link, {"keuze": "klopt"}))
    assert not Change.objects.exists()


def test_the_secret_is_not_in_the_database(freshness: Freshness) -> None:
    assert freshness.token not in str(Freshness.objects.values().get())
    assert len(freshness.token) == 64


def test_a_forged_form_is_refused(link: str) -> None:
    assert Client(enforce_csrf_checks=True).post(link, {"keuze": "klopt"}).status_code == 403
