"""Who hears of a step, in their own language, and once."""

from typing import Any

import pytest

from actors.models import User
from ecru.base.models import OutgoingMail
from subsidies.dossiers import Beginning, begin, perform
from subsidies.models import Review
from tests.subsidies.dossier_cast import Cast, good_data

pytestmark = pytest.mark.django_db


def mails() -> list[tuple[str, str]]:
    """Who got which kind, since last asked."""
    found = sorted((mail.to, mail.kind) for mail in OutgoingMail.objects.all())
    OutgoingMail.objects.all().delete()
    return found


def everyone_reads(language: str) -> None:
    """Everybody's language."""
    User.objects.update(language=language)


def fresh(cast: Cast) -> Cast:
    """The cast, with what changed."""
    for user in cast.people.values():
        user.refresh_from_db()
    return cast


@pytest.mark.mail("dossier-turn")
@pytest.mark.parametrize("language", ["nl", "en"])
def test_whose_turn_it_is_reads_what_to_do_and_by_when(cast: Cast, language: str) -> None:
    everyone_reads(language)
    dossier = cast.dossier("ingediend")
    perform(dossier, "terugsturen", by=cast.rachida, **good_data("terugsturen", cast))
    mail = OutgoingMail.objects.get(to=cast.nour.email)
    words = {
        "nl": ("Aan jou", "teruggestuurd voor aanvulling", "Je hebt tijd tot"),
        "en": ("Your turn", "sent back to complete", "You have time until"),
    }
    assert (mail.kind, mail.language) == ("dossier-turn", language)
    assert words[language][0] in mail.subject
    for part in (*words[language][1:], "“Vertel ook wie er komt.”", f"/mijn/dossiers/{dossier.pk}/"):
        assert part in mail.body


@pytest.mark.mail("dossier-news")
@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_applicant_reads_that_it_moved_on(cast: Cast, language: str) -> None:
    everyone_reads(language)
    dossier = cast.dossier("ingediend")
    perform(dossier, "ontvankelijk-verklaren", by=cast.rachida)
    mail = OutgoingMail.objects.get(to=cast.nour.email)
    told = {
        "nl": ("ontvankelijk verklaard", "Je hoeft niets te doen."),
        "en": ("found complete and in order", "You need not do anything."),
    }
    assert (mail.kind, mail.language) == ("dossier-news", language)
    for part in told[language]:
        assert part in mail.body


@pytest.mark.mail("dossier-receipt")
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_receipt_has_the_number_and_the_second(cast: Cast, language: str) -> None:
    everyone_reads(language)
    dossier = perform(cast.dossier(), "indienen", by=fresh(cast).nour)
    mail = OutgoingMail.objects.get(to=cast.nour.email)
    told = {"nl": "We kregen het dossier", "en": "We received the dossier"}
    assert (mail.kind, mail.language) == ("dossier-receipt", language)
    assert told[language] in mail.body
    assert str(dossier.number) in mail.subject
    assert mail.body.count(":") >= 3


def test_each_step_tells_who_has_to_know_once(cast: Cast) -> None:
    nour, sem, wout, rachida = (user.email for user in (cast.nour, cast.sem, cast.wout, cast.rachida))
    working = [nour, sem, wout]
    dossier = perform(cast.dossier(), "indienen", by=cast.nour)
    assert mails() == sorted([*((who, "dossier-receipt") for who in working), (rachida, "dossier-turn")])
    perform(dossier, "ontvankelijk-verklaren", by=cast.rachida)
    assert mails() == sorted((who, "dossier-news") for who in working)
    Review.objects.filter(dossier=dossier, expert=cast.experts[0]).update(given_at=None)
    perform(dossier, "advies-vragen", by=cast.rachida)
    assert mails() == sorted([*((who, "dossier-news") for who in working), (cast.esra.email, "dossier-turn")])
    perform(dossier, "advies-noteren", by=cast.rachida, **good_data("advies-noteren", cast))
    assert mails() == []
    perform(dossier, "agenderen", by=cast.rachida, **good_data("agenderen", cast))
    assert mails() == sorted([*((who, "dossier-news") for who in working), (cast.bea.email, "dossier-turn")])
    perform(dossier, "intrekken", by=cast.rachida)
    assert mails() == sorted((who, "dossier-news") for who in working)


def test_a_new_idea_reaches_ecru(cast: Cast) -> None:
    begin(by=cast.nour, beginning=Beginning(cast.choir, "Idee", "x"))
    assert mails() == [(cast.rachida.email, "dossier-turn")]
    begin(by=cast.nour, beginning=Beginning(cast.choir, "Vraag", "y", call=cast.call))
    assert mails() == []


def test_who_left_hears_nothing(cast: Cast) -> None:
    dossier: Any = cast.dossier("ingediend")
    for name in ("nour", "sem"):
        cast.people[name].memberships.update(until="2026-01-01T00:00Z", since="2025-01-01T00:00Z")
    User.objects.filter(pk=cast.wout.pk).update(is_active=False)
    perform(dossier, "ontvankelijk-verklaren", by=cast.rachida)
    assert mails() == []
