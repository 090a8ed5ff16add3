"""Somebody adds an organisation that is not here yet: seen by its maker at once, by everyone after an editor."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from actors import membership
from actors.membership import adding
from actors.models import Actor, Change, DeskItem, DeskState, Role, User
from tests.actors.people_cast import an, browser, choir, mails_to, runs, says, signed_in
from tests.factories import (
    ActorFactory,
    ActorKindFactory,
    MunicipalityFactory,
    TargetGroupFactory,
    UserFactory,
)

__all__ = ["an", "choir"]

NEW = "/actoren/nieuw/"


@pytest.fixture
def lien(db: None) -> Any:
    """Lien: has an account and a band."""
    return UserFactory(name="Lien", email="lien@voorbeeld.example")


def words(**changes: Any) -> dict[str, Any]:
    """What she fills in."""
    kind = ActorKindFactory(label="Vereniging", slug="vereniging")
    return {
        "name": "Fanfare Sint-Barbara",
        "kind": kind.pk,
        "municipality": MunicipalityFactory(name="Genk").pk,
        "place": "",
        "description": "Wij spelen op straat.",
        "website": "",
        "target_groups": [TargetGroupFactory(label="Jongeren").pk],
        "reason": "Ik ben de dirigent.",
        **changes,
    }


def test_from_the_list_to_the_public_page(lien: User, an: User) -> None:
    client = signed_in(lien)
    assert NEW in browser().get("/actoren/").content.decode()
    assert NEW in browser().get("/actoren/?q=zzzzzz").content.decode()
    assert browser().get(NEW).url == f"/aanmelden/?next={NEW}"
    assert "Hoe heet het?" in says(client.get(NEW))
    assert "Wie zijn jullie" in says(client.get(f"{NEW}?naam=Fanfare+Sint-Barbara"))
    answer = client.post(NEW, words(), follow=True)
    assert "Jij ziet je pagina al." in says(answer)
    actor = Actor.objects.get()
    assert (actor.status, actor.slug, runs(lien, actor).role) == ("draft", "fanfare-sint-barbara", "eigenaar")
    assert client.get(f"/mijn/actoren/{actor.slug}/").status_code == 200
    assert browser().get(actor.get_absolute_url()).status_code == 404
    assert signed_in(UserFactory()).get(actor.get_absolute_url()).status_code == 404
    assert Change.objects.about(actor).count() == 1
    item = DeskItem.objects.get()
    page = says(signed_in(an).get(f"/redactie/{item.pk}/"))
    for word in ("Fanfare Sint-Barbara", "Genk", "Jongeren", "Wij spelen op straat.", "Ik ben de dirigent."):
        assert word in page
    signed_in(an).post(f"/redactie/{item.pk}/", {"do": "accept", "seen": 1})
    assert "Fanfare Sint-Barbara" in says(browser().get(actor.get_absolute_url()))
    assert User.objects.get(pk=lien.pk).roles == {Role.MEMBER}
    assert "/mijn/actoren/fanfare-sint-barbara/" in mails_to(lien.email)[-1].body


def test_before_an_editor_said_yes_nobody_is_a_member_or_invites(lien: User) -> None:
    client = signed_in(lien)
    client.post(NEW, words())
    assert User.objects.get(pk=lien.pk).roles == frozenset()
    people = "/mijn/actoren/fanfare-sint-barbara/mensen/"
    answer = client.post(people, {"email": "x@voorbeeld.example", "role": "medewerker", "language": "nl"})
    assert "zodra de redactie deze pagina aannam" in says(answer)


def test_two_clicks_are_one(lien: User) -> None:
    client = signed_in(lien)
    answers = [client.post(NEW, words()) for _click in range(2)]
    assert answers[0].url == answers[1].url
    assert Actor.objects.count() == 1
    assert DeskItem.objects.get().version == 1


def test_is_it_one_of_these(choir: Actor, lien: User) -> None:
    client = signed_in(lien)
    typing = says(client.get(f"{NEW}tweelingen/?naam=Koor+de+Draad", headers={"HX-Request": "true"}))
    assert "Ja, dit is die van ons" in typing
    assert says(client.get(f"{NEW}tweelingen/?naam=Ko")) == ""
    assert browser().get(f"{NEW}tweelingen/?naam=Koor").status_code == 302
    step = client.get(f"{NEW}?naam=Koor+de+Draad")
    assert "/actoren/koor-de-draad/beheren/" in step.content.decode()
    answer = client.post(NEW, words(name="Koor de Draad"))
    assert "Is het een van deze?" in says(answer)
    assert "Wij spelen op straat." in says(answer)
    assert Actor.objects.count() == 1
    assert client.post(NEW, words(name="Koor de Draad", not_a_twin="on")).status_code == 302
    assert Actor.objects.get(slug="koor-de-draad-2").is_public is False


def test_a_website_stands_here_once(choir: Actor, lien: User) -> None:
    client = signed_in(lien)
    answer = client.post(NEW, words(website="draad.example/", not_a_twin="on"))
    assert "heeft deze website al" in says(answer)
    assert client.post(NEW, words(website="https://draad.example/jeugd", not_a_twin="on")).status_code == 302


def test_drafts_of_others_stay_hidden(choir: Actor, lien: User) -> None:
    Actor.objects.update(status="draft")
    assert "De Draad" not in says(signed_in(lien).get(f"{NEW}tweelingen/?naam=Koor+de+Draad"))
    assert (
        signed_in(lien).post(NEW, words(name="Koor de Draad", website="https://draad.example")).status_code
        == 302
    )


def test_what_is_missing_is_told_and_nothing_is_lost(lien: User) -> None:
    answer = signed_in(lien).post(NEW, words(name=" ", kind="", reason="", website="geen site"))
    page = says(answer)
    for sentence in (
        "Vul de naam in.",
        "Kies wat het is.",
        "Vul in wat je daar doet.",
        "Dit is geen webadres.",
    ):
        assert sentence in page
    assert "Wij spelen op straat." in page
    assert not Actor.objects.exists()
    assert signed_in(lien).get(f"{NEW}?naam=%00").status_code == 200


def test_hostile_words_stay_words(lien: User, an: User) -> None:
    bad = "<script>alert(1)</script>"
    signed_in(lien).post(
        NEW, words(name=f"Koor {bad}", description=bad, reason=bad, municipality="", place=bad[:80])
    )
    item = DeskItem.objects.get()
    page = signed_in(an).get(f"/redactie/{item.pk}/")
    assert bad not in page.content.decode()
    assert bad not in signed_in(lien).get(f"/mijn/ingestuurd/{item.pk}/").content.decode()


def test_refused_it_is_archived_and_nobody_acts_for_it(lien: User, an: User) -> None:
    signed_in(lien).post(NEW, words())
    item = DeskItem.objects.get()
    signed_in(an).post(
        f"/redactie/{item.pk}/", {"do": "refuse", "seen": 1, "answer": "Dit is geen organisatie."}
    )
    actor = Actor.objects.get()
    assert (actor.status, runs(lien, actor)) == ("archived", None)
    assert "Dit is geen organisatie." in mails_to(lien.email)[-1].body
    assert signed_in(lien).get("/mijn/actoren/fanfare-sint-barbara/").status_code == 404


def test_returned_answered_and_withdrawn(lien: User, an: User) -> None:
    client = signed_in(lien)
    client.post(NEW, words())
    item = DeskItem.objects.get()
    signed_in(an).post(f"/redactie/{item.pk}/", {"do": "return", "seen": 1, "answer": "Waar spelen jullie?"})
    assert "Waar spelen jullie?" in mails_to(lien.email)[-1].body
    page = says(client.get(f"/mijn/ingestuurd/{item.pk}/"))
    assert "Waar spelen jullie?" in page
    sent = client.get(f"/mijn/ingestuurd/{item.pk}/").content.decode()
    assert "/actoren/fanfare-sint-barbara/" in sent
    client.post(f"/mijn/ingestuurd/{item.pk}/", {"do": "send", "words": "In Winterslag."})
    item.refresh_from_db()
    assert (item.state, item.version, item.reason) == (DeskState.OPEN, 2, "In Winterslag.")
    told = says(client.post(f"/mijn/ingestuurd/{item.pk}/", {"do": "withdraw"}, follow=True))
    assert "Ingetrokken." in told
    actor = Actor.objects.get()
    assert (actor.status, runs(lien, actor)) == ("archived", None)


def test_not_too_many_at_once(lien: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adding, "MOST_WAITING", 1)
    signed_in(lien).post(NEW, words())
    answer = signed_in(lien).post(NEW, words(name="Harmonie Concordia"))
    assert (answer.status_code, "wachten op de redactie" in says(answer)) == (409, True)
    assert "Harmonie Concordia" in answer.content.decode()


def test_addresses_of_our_own_pages_are_taken(lien: User, an: User) -> None:
    signed_in(lien).post(NEW, words(name="Nieuw"))
    assert Actor.objects.get().slug == "nieuw-2"
    with pytest.raises(ValidationError, match="pagina van ons"):
        ActorFactory.build(slug="nieuw", kind=ActorKindFactory()).full_clean()


def test_what_is_gone_cannot_be_accepted(lien: User, an: User) -> None:
    signed_in(lien).post(NEW, words())
    item = DeskItem.objects.get()
    Actor.objects.all().delete()
    client = signed_in(an)
    assert "bestaat niet meer" in says(client.get(f"/redactie/{item.pk}/"))
    assert client.post(f"/redactie/{item.pk}/", {"do": "accept", "seen": 1}).status_code == 409
    client.post(f"/redactie/{item.pk}/", {"do": "refuse", "seen": 1, "answer": "Weg."})
    assert DeskItem.objects.get().state == DeskState.REFUSED


def test_an_account_that_went_leaves_a_public_page(lien: User, an: User) -> None:
    signed_in(lien).post(NEW, words())
    adding_item = DeskItem.objects.get()
    membership.owner_leaves(lien)
    lien.delete()
    signed_in(an).post(f"/redactie/{adding_item.pk}/", {"do": "accept", "seen": 1})
    assert Actor.objects.get().is_public


def test_an_editor_sees_its_twins_and_hidden_ones_too(choir: Actor, lien: User, an: User) -> None:
    Actor.objects.update(status="draft", municipality=MunicipalityFactory(name="Genk"))
    signed_in(lien).post(NEW, words(name="Koor de Draad"))
    page = says(signed_in(an).get(f"/redactie/{DeskItem.objects.get().pk}/"))
    assert "Staat deze er al bij?" in page
    assert "bijna dezelfde naam" in page
