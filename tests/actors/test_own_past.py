"""The past of a record for its own people: what changed, by whom as far as they may know, and how to take it back."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from actors.desk import accept
from actors.editing import undo_own, what_undoing_does
from actors.history import Deed, note_added, recorded
from actors.models import Act, Actor, Change, DeskItem, Role, User
from tests.actors.conftest import signed_in
from tests.actors.markup import text_of
from tests.actors.merging_cast import merge
from tests.actors.own_cast import (
    HOME,
    an,
    choir,
    fresh,
    genk,
    hers,
    his,
    newest,
    noor,
    partner,
    said,
    save,
    tom,
)
from tests.factories import ActorFactory, DisciplineFactory, MembershipFactory, UserFactory

__all__ = ["an", "choir", "genk", "hers", "his", "noor", "partner", "tom"]
pytestmark = pytest.mark.django_db
PAST = f"{HOME}geschiedenis/"


def undo(browser: Client, change: Change) -> list[str]:
    """Looks at what taking ``change`` back does, says yes, and reads what the next page says."""
    address = f"{PAST}{change.pk}/"
    answer = browser.post(address, {"seen": browser.get(address).context["seen"]}, follow=True)
    return said(answer)


def test_old_and_new_by_whom_and_back_again(hers: Client, his: Client, choir: Actor) -> None:
    save(his, "verhaal", description="Tom schreef dit per ongeluk.")
    words = text_of(hers.get(PAST))
    assert "gewijzigd door Tom" in words
    assert "→ wordt Tom schreef dit per ongeluk." in words
    assert undo(hers, newest(choir)) == ["Ongedaan gemaakt: Wie ze zijn en waarvoor."]
    assert fresh(choir).description == choir.description
    words = text_of(hers.get(PAST))
    assert "wijziging ongedaan gemaakt door Noor" in words
    assert "Ongedaan gemaakt op" in words
    assert undo(his, newest(choir)) == ["Ongedaan gemaakt: Wie ze zijn en waarvoor."]
    assert fresh(choir).description == "Tom schreef dit per ongeluk."


def test_what_an_editor_looked_at_stays_with_the_editors(hers: Client, an: User, choir: Actor) -> None:
    save(hers, "wie", name="Koor Het Weefsel")
    accept(item=DeskItem.objects.get(), by=an, seen=1)
    line = newest(choir)
    words = text_of(hers.get(f"{PAST}{line.pk}/"))
    assert "Naam Alleen een medewerker kan dit terugzetten." in words
    undo(hers, line)
    assert fresh(choir).name == "Koor Het Weefsel"
    assert fresh(choir).former_names == []
    steps = what_undoing_does(line, an)
    assert [step.name for step in steps if not step.problem] == ["name"]
    undo_own(change=line, actor=fresh(choir), by=an)
    assert fresh(choir).name == "Koor De Draad"


def test_what_others_changed_since_stays(hers: Client, his: Client, choir: Actor) -> None:
    music, dance, film = (DisciplineFactory(label=name) for name in ("Muziek", "Dans", "Film"))
    save(hers, "voor-wie", disciplines=[music.pk, dance.pk])
    first = newest(choir)
    save(hers, "verhaal", description="Eerst zo.")
    text = newest(choir)
    save(his, "voor-wie", disciplines=[music.pk, dance.pk, film.pk])
    save(his, "verhaal", description="Dan zo.")
    undo(hers, first)
    assert {term.label for term in fresh(choir).disciplines.all()} == {"Muziek", "Film"}
    assert undo(hers, text) == ["Er was niets meer om ongedaan te maken."]
    assert "later opnieuw gewijzigd" in text_of(hers.get(f"{PAST}{text.pk}/"))


def test_somebody_saved_while_she_looked(hers: Client, his: Client, choir: Actor) -> None:
    save(hers, "contact", website="https://een.example", links="https://twee.example")
    line = newest(choir)
    address = f"{PAST}{line.pk}/"
    seen = hers.get(address).context["seen"]
    save(his, "contact", website="https://drie.example")
    page = hers.post(address, {"seen": seen})
    assert page.status_code == 200
    assert "Kijk nog eens" in " ".join(said(page))
    assert fresh(choir).links == ["https://twee.example"]
    undo(hers, line)
    assert fresh(choir).links == []
    assert fresh(choir).website == "https://drie.example"


def test_a_value_that_breaks_a_rule_by_now_is_told(hers: Client, choir: Actor, noor: User) -> None:
    save(hers, "contact", website="https://een.example")
    line = newest(choir)
    line.values["website"][0] = "geen adres"
    line.save()
    assert "Er is niets ongedaan gemaakt" in " ".join(undo(hers, line))
    assert fresh(choir).website == "https://een.example"


def test_a_double_yes_undoes_once(hers: Client, choir: Actor) -> None:
    save(hers, "verhaal", description="Per ongeluk.")
    address = f"{PAST}{newest(choir).pk}/"
    seen = hers.get(address).context["seen"]
    for _click in range(2):
        assert hers.post(address, {"seen": seen}).status_code == 302
    assert Change.objects.about(choir).filter(act=Act.UNDONE).count() == 1


def test_everybody_goes_by_the_name_that_its_people_may_know(
    hers: Client, an: User, partner: User, tom: User, choir: Actor
) -> None:
    nameless = MembershipFactory(actor=choir, user=UserFactory(name="", email="stil@voorbeeld.example")).user
    stranger = MembershipFactory(actor=choir, user=UserFactory(name="Vreemd")).user
    rik = UserFactory(name="Rik", role=Role.REGISSEUR)
    sam = UserFactory(name="Sam", is_superuser=True)
    for person in (an, rik, sam, partner, tom, nameless, stranger):
        save(signed_in(person), "verhaal", description=f"Tekst {person.pk}.")
    note_added(Actor, [choir.pk])
    stranger.memberships.all().delete()
    tom.memberships.update(until=timezone.now())
    tom.delete()
    page = hers.get(PAST)
    assert [line.who for line in page.context["lines"]] == [
        "de bronnen", "iemand van het netwerk", "een collega", "een voormalig lid", "de gemeente",
        "de redactie", "de redactie", "de redactie",
    ]  # fmt: skip
    words = page.content.decode()
    assert "stil@voorbeeld" not in words
    assert not any(
        f">{name}<" in words or f"door {name}" in words for name in ("An", "Rik", "Sam", "Vreemd", "Gust")
    )


def test_notes_of_the_editors_stay_with_them(hers: Client, an: User, choir: Actor) -> None:
    with recorded(Actor, [choir.pk], Deed(an, reason="Tip van iemand")):
        Actor.objects.update(note="Bestaat dit nog?", place="Waterschei")
    words = text_of(hers.get(PAST))
    assert "Waterschei" in words
    assert "Bestaat dit nog?" not in words
    assert "Tip van iemand" not in words
    words = text_of(hers.get(f"{PAST}{newest(choir).pk}/"))
    assert "Bestaat dit nog?" not in words


def test_of_a_merge_it_is_told_and_not_undone(hers: Client, an: User, choir: Actor) -> None:
    other = ActorFactory(name="Draadkoor", slug="draadkoor")
    save(signed_in(an), "verhaal", description="Van het koor.")
    note_added(Actor, [other.pk], by=an)
    told = newest(other)
    merge(signed_in(an), choir, other)
    words = text_of(hers.get(PAST))
    assert "Dit ging over Draadkoor" in words
    assert "samengevoegd door de redactie" in words
    assert hers.get(f"{PAST}{told.pk}/").status_code == 404
    with pytest.raises(PermissionDenied):
        undo_own(change=told, actor=choir, by=an)


def test_the_beginning_cannot_be_undone(hers: Client, choir: Actor, an: User) -> None:
    note_added(Actor, [choir.pk], by=an)
    line = newest(choir)
    words = text_of(hers.get(PAST))
    assert (
        "Wat er toen stond" in words
        or "Wat er stond" in words
        or "details" in hers.get(PAST).content.decode()
    )
    assert "Maak ongedaan" not in words
    assert "Er is niets terug te zetten" in text_of(hers.get(f"{PAST}{line.pk}/"))
    with pytest.raises(PermissionDenied):
        undo_own(change=line, actor=choir, by=an)


@pytest.mark.parametrize("key", ["0", "999999", "9" * 30, "abc", "-1", "1e3"])
def test_changes_that_are_not_there_or_of_another_are_not_found(hers: Client, choir: Actor, key: str) -> None:
    assert hers.get(f"{PAST}{key}/").status_code == 404
    assert hers.post(f"{PAST}{key}/", {}).status_code == 404


def test_a_change_of_another_actor_is_not_found(hers: Client, choir: Actor, an: User) -> None:
    other = ActorFactory(slug="ander")
    note_added(Actor, [other.pk], by=an)
    assert hers.get(f"{PAST}{newest(other).pk}/").status_code == 404


def test_a_long_past_comes_in_pages(hers: Client, choir: Actor) -> None:
    lines = [
        Change(
            model="actors.actor",
            key=choir.pk,
            record="Koor",
            values={"place": ["", f"P{n}"]},
            at=timezone.now() - timedelta(days=n),
        )
        for n in range(45)
    ]
    Change.objects.bulk_create(lines)
    assert "bladzijde 1 van 3" in text_of(hers.get(PAST))
    page = hers.get(f"{PAST}?vanaf=2")
    assert {"Nieuwer", "Ouder"} <= set(text_of(page).split())
    assert len(page.context["lines"]) == 20
    assert hers.get(f"{PAST}?vanaf=onzin").status_code == 200


def test_nothing_happened_yet(hers: Client, choir: Any) -> None:
    assert "Er is nog niets gewijzigd" in text_of(hers.get(PAST))
