"""The daily round: who is asked, reminded, marked and archived, once each, and never while paused."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from actors.desk import Impossible, accept, kind_of, refuse, send_back
from actors.freshness import NotNow, Refused, ask_now, choose_rhythm, known_freshness, pause, resume
from actors.freshness import asking as daily
from actors.models import Actor, Change, DeskItem, Freshness, Rhythm, User
from actors.models.freshness import actors_to_ask
from tests.actors.freshness_cast import START, an, asked, bart, choir, due_choir, job, jobs, mails, noor, rik
from tests.factories import ActorFactory, FreshnessFactory, MembershipFactory, UserFactory

__all__ = ["an", "bart", "choir", "noor", "rik"]

pytestmark = pytest.mark.django_db
DUE = date(2027, 1, 10)


def test_from_the_question_to_the_archive(choir: Actor, noor: User) -> None:
    assert jobs(date(2027, 1, 1), date(2027, 8, 1)) == [
        ("2027-01-10", "ask"),
        ("2027-01-24", "remind"),
        ("2027-02-07", "remind"),
        ("2027-02-21", "unconfirm"),
        ("2027-07-10", "archive"),
    ]
    choir.refresh_from_db()
    assert choir.status == "archived"
    [item] = DeskItem.objects.open()
    assert item.kind == "nakijken"
    assert "Bestaat Koor De Draad nog?" in item.title
    assert "10 januari 2026" in item.reason
    [line] = Change.objects.about(choir)
    assert line.values == {"status": ["published", "archived"]}
    assert "Niemand bevestigde deze pagina sinds 10 januari 2026" in line.reason
    subjects = [mail.subject for mail in mails()]
    assert subjects == [
        "Klopt de pagina van Koor De Draad nog?",
        "Herinnering: klopt de pagina van Koor De Draad nog?",
        "Herinnering: klopt de pagina van Koor De Draad nog?",
        "De pagina van Koor De Draad zit in het archief",
    ]
    assert "/mijn/actoren/koor-de-draad/nakijken/" in mails()[-1].body
    assert "Meld je aan en zet de pagina terug" in mails()[-1].body


def test_the_mail_says_what_we_know_and_has_three_links(choir: Actor, noor: User) -> None:
    job(DUE)
    [mail] = mails()
    token = Freshness.objects.get().token
    assert mail.to == noor.email
    for words in (
        "Koor De Draad",
        "Vereniging, Genk",
        "https://dedraad.example",
        "Je hoeft je niet aan te melden",
    ):
        assert words in mail.body
    for choice in ("klopt", "wijzig", "gestopt"):
        assert f"/bevestigen/{token}/?keuze={choice}" in mail.body
    assert "Je krijgt deze mail omdat je op ECRU voor Koor De Draad werkt." in mail.body
    assert "Zonder antwoord herinneren we je over twee weken." in mail.body
    assert mail.key == f"freshness-{choir.pk}-1-ask-{noor.pk}"


def test_each_mail_says_what_comes_after_it(choir: Actor, noor: User) -> None:
    jobs(DUE, date(2027, 2, 7))
    _first, second, third = mails()
    assert "Zonder antwoord herinneren we je over twee weken nog een keer." in second.body
    assert "Dit is de laatste herinnering." in third.body
    assert Freshness.objects.get().token in third.body


def test_twice_on_a_day_is_once(choir: Actor, noor: User) -> None:
    assert job(DUE) == {"ask": 1}
    assert job(DUE) == {}
    assert len(mails()) == 1


def test_a_try_changes_nothing(choir: Actor, noor: User) -> None:
    assert job(DUE, dry_run=True) == {"ask": 1}
    assert not Freshness.objects.exists()
    assert mails() == []


def test_the_owners_get_it_and_else_the_colleagues(choir: Actor, noor: User, bart: User) -> None:
    job(DUE)
    assert [mail.to for mail in mails()] == [noor.email]
    choir.memberships.owners().update(until=timezone.now() + timedelta(hours=1))
    job(DUE + timedelta(days=14))
    assert [mail.to for mail in mails()] == [noor.email, bart.email]


def test_in_the_language_of_the_reader_and_past_an_address_that_is_none(choir: Actor, noor: User) -> None:
    noor.language = "en"
    noor.save()
    broken = MembershipFactory(actor=choir).user
    User.objects.filter(pk=broken.pk).update(email="geen adres")
    job(DUE)
    [mail] = mails()
    assert mail.subject == "Is the page of Koor De Draad still right?"
    assert "/en/bevestigen/" in mail.body


def test_who_has_nobody_is_never_asked_nor_archived(choir: Actor) -> None:
    assert jobs(DUE, date(2028, 1, 1)) == []
    gone = MembershipFactory(actor=choir, user=UserFactory(is_active=False))
    assert jobs(DUE, date(2027, 3, 1)) == []
    assert gone.is_running
    choir.refresh_from_db()
    assert choir.is_public


def test_drafts_and_who_stopped_are_left_alone(choir: Actor, noor: User) -> None:
    Actor.objects.update(closed=True)
    assert job(DUE) == {}
    Actor.objects.update(closed=False, status="draft")
    assert job(DUE) == {}


def test_a_source_is_no_confirmation_but_publication_counts(choir: Actor, noor: User) -> None:
    published = timezone.make_aware(timezone.datetime(2026, 3, 31, 23, 30))
    Actor.objects.update(verified_by="bron", verified_on=date(2019, 1, 1), published_at=published)
    assert job(date(2027, 3, 30)) == {}
    assert job(date(2027, 3, 31)) == {"ask": 1}
    assert known_freshness(choir).standing.confirmed_on == date(2026, 3, 31)


def test_a_confirmation_anywhere_ends_the_round(choir: Actor, noor: User) -> None:
    jobs(DUE, date(2027, 2, 21))
    assert Actor.objects.for_cards().get().not_confirmed_since == date(2027, 2, 21)
    Actor.objects.update(verified_on=date(2027, 3, 1), verified_by="redactie")
    assert Actor.objects.for_cards().get().not_confirmed_since is None
    assert jobs(date(2027, 3, 1), date(2028, 2, 28)) == []
    assert job(date(2028, 3, 1)) == {"ask": 1}
    assert Freshness.objects.get().round == 2
    assert Freshness.objects.get().reminders == 0


def test_a_pause_stops_everything_and_no_burst_comes_after(choir: Actor, noor: User) -> None:
    pause(actor=choir, by=noor, until=date(2027, 4, 1), reason="Wij  verbouwen.", today=date(2027, 1, 5))
    assert Freshness.objects.get().pause_reason == "Wij verbouwen."
    assert jobs(date(2027, 1, 5), date(2027, 3, 31)) == []
    assert jobs(date(2027, 4, 1), date(2027, 4, 16)) == [("2027-04-01", "ask"), ("2027-04-15", "remind")]
    pause(actor=choir, by=noor, until=date(2027, 6, 1), today=date(2027, 4, 20))
    resume(actor=choir, by=noor, today=date(2027, 5, 1))
    assert Freshness.objects.get().pause_reason == ""
    assert jobs(date(2027, 5, 1), date(2027, 5, 16)) == [("2027-05-15", "remind")]


def test_what_a_pause_may_be(choir: Actor, noor: User, an: User) -> None:
    today = timezone.localdate()
    for until in (None, today, today - timedelta(days=1), today + timedelta(days=400)):
        with pytest.raises(Refused):
            pause(actor=choir, by=noor, until=until)
    pause(actor=choir, by=an, until=None)
    assert known_freshness(choir).standing.is_paused(today + timedelta(days=9999))
    outsider = MembershipFactory().user
    for act in (
        lambda: pause(actor=choir, by=outsider, until=today + timedelta(days=3)),
        lambda: resume(actor=choir, by=outsider),
        lambda: choose_rhythm(actor=choir, by=outsider, rhythm=Rhythm.YEAR),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_six_months_for_who_chose_so(choir: Actor, noor: User) -> None:
    choose_rhythm(actor=choir, by=noor, rhythm=Rhythm.HALF_YEAR)
    assert job(date(2026, 7, 9)) == {}
    assert job(date(2026, 7, 10)) == {"ask": 1}
    choose_rhythm(actor=choir, by=noor, rhythm=Rhythm.YEAR)
    assert jobs(date(2026, 7, 11), date(2027, 1, 9)) == []
    assert job(DUE) == {"ask": 1}
    assert str(Freshness.objects.get()) == "Koor De Draad: elk jaar"
    with pytest.raises(ValueError, match="7"):
        choose_rhythm(actor=choir, by=noor, rhythm=7)  # type: ignore[arg-type]
    with pytest.raises(IntegrityError), transaction.atomic():
        Freshness.objects.update(rhythm=7)


def test_an_editor_puts_it_back(choir: Actor, noor: User, an: User) -> None:
    jobs(DUE, date(2027, 7, 10))
    item = DeskItem.objects.get()
    kind = kind_of(item)
    assert kind.address(item) == "/actoren/koor-de-draad/"
    assert kind.sender_address(item) == "/mijn/actoren/koor-de-draad/nakijken/"
    with pytest.raises(Impossible):
        send_back(item=item, by=an, seen=1, answer="Wat?")
    accept(item=item, by=an, seen=1)
    choir.refresh_from_db()
    assert choir.is_public
    assert (choir.verified_on, choir.verified_by) == (timezone.localdate(), "redactie")
    assert "staat weer op ECRU" in mails()[-1].body
    assert Freshness.objects.get().archived_on is None


def test_or_it_stays_in_the_archive_without_a_mail(choir: Actor, noor: User, an: User) -> None:
    jobs(DUE, date(2027, 7, 10))
    count = len(mails())
    refuse(item=DeskItem.objects.get(), by=an, seen=1, answer="Ze zijn er niet meer.")
    choir.refresh_from_db()
    assert choir.status == "archived"
    assert len(mails()) == count


def test_back_by_hand_without_a_confirmation_it_stays_quiet(choir: Actor, noor: User) -> None:
    jobs(DUE, date(2027, 7, 10))
    Actor.objects.publish()
    assert jobs(date(2027, 7, 11), date(2027, 9, 1)) == []


def test_an_item_about_a_lost_actor_can_be_refused_only(choir: Actor, noor: User, an: User) -> None:
    jobs(DUE, date(2027, 7, 10))
    item = DeskItem.objects.get()
    choir.delete()
    assert kind_of(item).address(item) == kind_of(item).sender_address(item) == ""
    with pytest.raises(Impossible, match="er niet meer"):
        accept(item=item, by=an, seen=1)
    refuse(item=item, by=an, seen=1, answer="Weg.")


def test_who_is_no_longer_due_under_the_lock_is_left_alone(choir: Actor, noor: User) -> None:
    [(stale, _step)] = list(daily.due(DUE))
    Actor.objects.update(verified_on=date(2027, 1, 9))
    assert daily.take_step(stale, DUE) is None
    FreshnessFactory._meta.model.objects.update(asked_on=DUE, mailed_on=DUE)
    Actor.objects.update(verified_on=START)
    assert daily.take_step(stale, DUE) is None
    assert mails() == []


def test_a_run_takes_so_many_steps_and_goes_on_the_next_day(
    monkeypatch: pytest.MonkeyPatch, choir: Actor, noor: User
) -> None:
    MembershipFactory(actor=ActorFactory(verified_on=date(2026, 1, 9), verified_by="actor"))
    MembershipFactory(actor=ActorFactory(verified_on=date(2026, 1, 11), verified_by="actor"))
    monkeypatch.setattr(daily, "MOST", 2)
    day = date(2027, 1, 20)
    assert [actor.verified_on.day for actor in actors_to_ask(day)] == [9, 10, 11]
    assert job(day) == {"ask": 2}
    assert job(day) == {"ask": 1}


def test_the_command_tells_what_it_did(choir: Actor, noor: User) -> None:
    def run(*options: str) -> str:
        output = StringIO()
        call_command("freshness", *options, stdout=output)
        return output.getvalue()

    assert "Gevraagd: 1. Herinnerd: 0." in run("--date", "2027-01-10", "--dry-run")
    assert mails() == []
    assert "Gevraagd: 1. Herinnerd: 0." in run("--date", "2027-01-10")
    with pytest.raises(CommandError):
        run("--date", "morgen")
    Actor.objects.update(verified_on=timezone.localdate())
    assert "Gevraagd: 0." in run()


def test_the_regisseur_asks_now(rik: User, an: User) -> None:
    actor = due_choir()
    assert ask_now(actor=actor, by=rik) == 1
    assert mails()[0].subject == "Klopt de pagina van Koor De Draad nog?"
    with pytest.raises(NotNow, match="Wacht twee weken"):
        ask_now(actor=actor, by=rik)
    with pytest.raises(PermissionDenied):
        ask_now(actor=actor, by=an)
    later = timezone.localdate() + timedelta(days=15)
    assert ask_now(actor=actor, by=rik, today=later) == 1
    assert Freshness.objects.get(actor=actor).round == 1
    assert (
        mails()[1].key == f"freshness-{actor.pk}-1-again-{later.isoformat()}-{mails()[1].key.split('-')[-1]}"
    )
    Freshness.objects.filter(actor=actor).update(archived_on=later, mailed_on=None)
    assert ask_now(actor=actor, by=rik, today=later + timedelta(days=15)) == 1
    assert Freshness.objects.get(actor=actor).round == 2


def test_not_now_and_why(rik: User) -> None:
    actor = due_choir()
    today = timezone.localdate()
    freshness = asked(actor, paused_on=today)
    with pytest.raises(NotNow, match="pauze"):
        ask_now(actor=actor, by=rik)
    Freshness.objects.update(paused_on=None, answer="gestopt")
    with pytest.raises(NotNow, match="gestopt"):
        ask_now(actor=actor, by=rik)
    freshness.delete()
    Actor.objects.update(status="archived")
    actor.refresh_from_db()
    with pytest.raises(NotNow, match="niet op de site"):
        ask_now(actor=actor, by=rik)
    Actor.objects.update(status="published", verified_on=today)
    actor.refresh_from_db()
    with pytest.raises(NotNow, match="al bevestigd"):
        ask_now(actor=actor, by=rik)


def test_not_confirmed_shows_on_page_and_card_and_to_editors(client: Client, an: User) -> None:
    actor = due_choir()
    today = timezone.localdate()
    for address in ("/actoren/koor-de-draad/", "/actoren/"):
        assert "niet bevestigd" not in client.get(address).content.decode()
    Freshness.objects.create(actor=actor, asked_on=today, mailed_on=today, unconfirmed_since=date(2026, 5, 3))
    for address in ("/actoren/koor-de-draad/", "/actoren/"):
        assert "niet bevestigd sinds mei 2026" in client.get(address).content.decode()
    client.force_login(an)
    assert "niet bevestigd sinds mei 2026" in client.get("/beheer/actors/actor/").content.decode()


def test_a_last_mail_while_not_confirmed_says_so(rik: User) -> None:
    actor, today = due_choir(), timezone.localdate()
    start = today - timedelta(days=30)
    Freshness.objects.create(
        actor=actor, asked_on=start, mailed_on=start, reminders=2, unconfirmed_since=today
    )
    ask_now(actor=actor, by=rik)
    assert "en later gaat ze naar het archief" in mails()[0].body
