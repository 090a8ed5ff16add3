"""The desk as editors see it: one queue, who is at what, and decisions in which no word is lost."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actors import desk
from actors.admin.membership import items_that_wait
from actors.desk import kinds as known
from actors.desk.queue import waits_in_words, working_days
from actors.history import Difference
from actors.membership import CLAIM
from actors.models import Actor, DeskItem, DeskState, User
from tests.actors.people_cast import an, browser, choir, rik, says, signed_in
from tests.factories import ActorFactory, ExpertFactory, MembershipFactory, MunicipalityFactory, UserFactory

__all__ = ["an", "choir", "rik"]


@pytest.fixture
def lien(db: None) -> Any:
    """Lien, who asks something."""
    return UserFactory(name="Lien", email="lien@voorbeeld.example")


@pytest.fixture
def item(choir: Actor, lien: User) -> DeskItem:
    """What she asks."""
    wish = desk.Wish(choir.name, "Ik ben de secretaris.", {"tie": "secretaris"})
    return desk.offer(kind=CLAIM, about=choir, by=lien, wish=wish)


def decided(client: Client, item: DeskItem, verb: str, **changes: Any) -> Any:
    """An editor clicks ``verb``."""
    words = {"do": verb, "seen": item.version, "answer": "", "read": item.reason, **changes}
    return client.post(f"/redactie/{item.pk}/", words)


def test_only_editors_come_here(item: DeskItem, lien: User, an: User) -> None:
    for address in ("/redactie/", "/redactie/afgehandeld/", "/redactie/uitnodigen/", f"/redactie/{item.pk}/"):
        assert browser().get(address).url == f"/aanmelden/?next={address}"
        assert signed_in(lien).get(address).status_code == 403
        assert signed_in(MembershipFactory().user).get(address).status_code == 403
        assert signed_in(an).get(address).status_code == 200
    assert signed_in(lien).post(f"/redactie/{item.pk}/", {"do": "accept", "seen": 1}).status_code == 403
    assert ">Redactie<" in signed_in(an).get("/").content.decode()
    assert ">Redactie<" not in signed_in(lien).get("/").content.decode()


def test_the_oldest_comes_first_and_a_sure_one_before_that(item: DeskItem, an: User, lien: User) -> None:
    task = desk.give_task(actor=ActorFactory(name="Oud"), reason="Kijk na.")
    DeskItem.objects.filter(pk=task.pk).update(waiting_since=timezone.now() - timedelta(days=20))
    sure = desk.offer(
        kind=CLAIM, about=ActorFactory(name="Zeker"), by=lien, wish=desk.Wish("Zeker", goes_first=True)
    )
    client = signed_in(an)
    page = client.get("/redactie/")
    assert [line.item for line in page.context["found"].lines] == [sure, task, item]
    assert [line.is_late for line in page.context["found"].lines] == [False, True, False]
    assert "wacht 20 dagen" in says(page)
    assert "kwam net binnen" in says(page)
    assert "3 dingen wachten op jou." in says(page)


def test_choices_above_the_queue(item: DeskItem, an: User, choir: Actor) -> None:
    genk = MunicipalityFactory(name="Genk")
    Actor.objects.filter(pk=choir.pk).update(municipality=genk)
    task = desk.give_task(actor=ActorFactory(name="Elders"), reason="Kijk na.")
    client = signed_in(an)

    def found(query: str) -> list[DeskItem]:
        return [line.item for line in client.get(f"/redactie/?{query}").context["found"].lines]

    assert found("soort=taak") == [task]
    assert found("soort=onbestaand") == []
    assert found("gemeente=genk") == [item]
    assert found("van=mij") == []
    client.post(f"/redactie/{item.pk}/", {"do": "take"})
    assert found("van=mij") == [item]
    assert set(found("pagina=99")) == {item, task}
    assert "Niets met deze keuzes." in says(client.get("/redactie/?gemeente=nergens"))
    DeskItem.objects.all().delete()
    assert "Alles kreeg een antwoord." in says(client.get("/redactie/"))


def test_looking_takes_nothing_in_hand(item: DeskItem, an: User) -> None:
    signed_in(an).get(f"/redactie/{item.pk}/")
    item.refresh_from_db()
    assert item.held_by is None


def test_two_editors_see_each_other(item: DeskItem, an: User, rik: User) -> None:
    one, two = signed_in(an), signed_in(rik)
    one.post(f"/redactie/{item.pk}/", {"do": "take"})
    assert "Jij behandelt dit tot" in says(one.get(f"/redactie/{item.pk}/"))
    assert "An is hiermee bezig" in says(two.get("/redactie/"))
    assert "An behandelt dit tot" in says(two.get(f"/redactie/{item.pk}/"))
    late = two.post(f"/redactie/{item.pk}/", {"do": "take"}, follow=True)
    assert "Een collega was je net voor." in says(late)
    answer = decided(two, item, "refuse", answer="Wij kennen Lien niet.")
    assert answer.status_code == 409
    assert "Wij kennen Lien niet." in says(answer)
    two.post(f"/redactie/{item.pk}/", {"do": "take-over"})
    assert decided(two, item, "accept").status_code == 302
    gone = decided(one, item, "refuse", answer="Nee hoor.")
    assert (gone.status_code, "Rik besliste hier al over." in says(gone)) == (409, True)


def test_put_back_it_is_free(item: DeskItem, an: User) -> None:
    client = signed_in(an)
    client.post(f"/redactie/{item.pk}/", {"do": "take"})
    assert client.post(f"/redactie/{item.pk}/", {"do": "release"}).url == "/redactie/"
    item.refresh_from_db()
    assert item.held_by is None


def test_what_the_sender_changed_meanwhile_is_shown(item: DeskItem, an: User) -> None:
    old = {"seen": item.version, "read": item.reason}
    desk.send_again(item=item, wish=desk.wish_of(item, "Ik ben de voorzitter."))
    answer = decided(signed_in(an), item, "refuse", answer="Dat klopt niet.", **old)
    page = says(answer)
    assert answer.status_code == 409
    for words in ("paste dit", "Ik ben de secretaris.", "Ik ben de voorzitter.", "Dat klopt niet."):
        assert words in page
    item.refresh_from_db()
    assert item.state == DeskState.OPEN
    assert 'value="2"' in answer.content.decode()


@pytest.mark.parametrize("verb", ["return", "refuse", "iets", ""])
def test_words_that_are_missing_are_asked(item: DeskItem, an: User, verb: str) -> None:
    answer = decided(signed_in(an), item, verb, seen="x" if not verb else item.version)
    assert answer.status_code == 409
    assert answer.context["problem"]
    item.refresh_from_db()
    assert item.is_open


def test_words_and_numbers_that_nobody_types_break_nothing(item: DeskItem, an: User) -> None:
    for odd in ("²", "٣", "9" * 5000, "\0"):
        assert decided(signed_in(an), item, "refuse", seen=odd, answer="Nee.").status_code == 409
    assert decided(signed_in(an), item, "refuse", answer="\0 \0").status_code == 409
    assert decided(signed_in(an), item, "refuse", answer="Nee,\0dank je.").status_code == 302
    assert DeskItem.objects.get().answer == "Nee, dank je."


def test_decided_it_stands_with_the_others(item: DeskItem, an: User, choir: Actor) -> None:
    client = signed_in(an)
    assert "Nog niets." in says(client.get("/redactie/afgehandeld/"))
    answer = client.post(
        f"/redactie/{item.pk}/", {"do": "refuse", "seen": 1, "answer": "Ken je niet."}, follow=True
    )
    assert "Koor De Draad: geweigerd." in says(answer)
    assert "Ken je niet." in says(client.get("/redactie/afgehandeld/"))
    page = says(client.get(f"/redactie/{item.pk}/"))
    assert "Ken je niet." in page
    assert "Aannemen" not in page
    again = desk.offer(kind=CLAIM, about=choir, by=item.by, wish=desk.Wish(choir.name))
    assert "Vroeger hierover beslist" in says(client.get(f"/redactie/{again.pk}/"))


def test_kinds_of_other_parts_appear_by_themselves(
    an: User, rik: User, lien: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(known, "_kinds", dict(known._kinds))
    kind = desk.desk_kind(
        desk.DeskKind(
            "proef",
            "proef",
            differences=lambda item: [Difference("name", "Naam", "Koor", "Het Koor")],
            may_decide=lambda user, item: user.is_regisseur,
            sender_address=lambda item: "/mijn/",
        )
    )
    item = desk.offer(kind=kind, about=None, by=lien, wish=desk.Wish("Een andere naam"))
    page = says(signed_in(rik).get(f"/redactie/{item.pk}/"))
    assert "Het Koor" in page
    assert "Aannemen" in page
    other = says(signed_in(an).get(f"/redactie/{item.pk}/"))
    assert "Een collega met een andere rol beslist hierover." in other
    assert "/mijn/" in signed_in(lien).get(f"/mijn/ingestuurd/{item.pk}/").content.decode()
    known._kinds.pop("proef")
    assert signed_in(rik).get(f"/redactie/{item.pk}/").status_code == 404
    assert "Een andere naam" not in says(signed_in(rik).get("/redactie/"))
    assert signed_in(lien).get(f"/mijn/ingestuurd/{item.pk}/").status_code == 404
    assert signed_in(lien).get("/mijn/ingestuurd/").status_code == 200


def test_a_task_leads_to_the_record(an: User, choir: Actor) -> None:
    task = desk.give_task(actor=choir, reason="Zoek iemand.")
    page = signed_in(an).get(f"/redactie/{task.pk}/")
    assert f"/beheer/actors/actor/{choir.pk}/change/" in page.content.decode()
    assert "Stuur terug" not in says(page)
    assert desk.kind_of(DeskItem(kind="taak")).address(DeskItem(kind="taak")) == ""


def test_the_start_of_the_admin_points_here(item: DeskItem, an: User, lien: User) -> None:
    [waiting] = items_that_wait(an)
    assert (waiting.count, waiting.url) == (1, "/redactie/")
    assert list(items_that_wait(lien)) == []
    assert "De redactie" in says(signed_in(an).get("/beheer/"))


def test_as_many_questions_for_two_items_as_for_two_hundred(an: User) -> None:
    def count(address: str) -> int:
        client = signed_in(an)
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    def more(number: int) -> None:
        for _one in range(number):
            desk.give_task(actor=ActorFactory(municipality=genk), reason="Kijk na.")
            past = desk.offer(kind=CLAIM, about=None, by=lien, wish=desk.Wish("Oud"))
            DeskItem.objects.filter(pk=past.pk).update(state="refused", handled_at=timezone.now())

    genk, lien = MunicipalityFactory(name="Genk"), UserFactory()
    more(2)
    pages = ["/redactie/", "/redactie/?soort=taak&gemeente=genk", "/redactie/afgehandeld/"]
    few = [count(page) for page in pages]
    more(98)
    assert [count(page) for page in pages] == few
    assert max(few) <= 12
    assert "pagina 1 van 2" in says(signed_in(an).get("/redactie/?soort=taak"))
    last = signed_in(an).get("/redactie/?soort=taak&pagina=2").content.decode()
    assert "soort=taak" in last
    assert 'rel="prev"' in last


def test_how_long_something_waits() -> None:
    now = timezone.now()
    assert waits_in_words(now - timedelta(days=1, hours=3)) == "wacht 1 dag"
    assert waits_in_words(now - timedelta(hours=3)) == "wacht 3 uur"
    friday = datetime(2026, 11, 13, 23, 30, tzinfo=timezone.get_default_timezone())
    for today, days in (
        (date(2026, 11, 15), 0),
        (date(2026, 11, 16), 1),
        (date(2026, 11, 27), 10),
    ):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("actors.desk.queue.timezone.localdate", lambda now=today: now)
            assert working_days(friday) == days


def test_inviting_oneself_is_refused_and_nothing_is_lost(an: User) -> None:
    expert = ExpertFactory()
    words = {"email": an.email, "name": "An", "language": "nl", "message": "Hallo!", "expert": expert.pk}
    answer = signed_in(an).post("/redactie/uitnodigen/", words)
    assert answer.status_code == 409
    assert "Dit is je eigen adres." in says(answer)
    assert "Hallo!" in says(answer)
