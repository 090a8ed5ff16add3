"""Name, kind, company number, municipality and having stopped wait for an editor; the rest does not."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from actors.desk import Impossible, Stale, accept, kind_of, refuse, send_back
from actors.editing import CHANGES, take_back, waiting_for
from actors.models import Actor, Change, DeskItem, DeskState, User
from ecru.base.models import OutgoingMail
from tests.actors.conftest import signed_in
from tests.actors.markup import text_of
from tests.actors.own_cast import (
    HOME,
    an,
    at,
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
    sent,
    tom,
)
from tests.factories import ActorFactory, ActorKindFactory, MembershipFactory, MunicipalityFactory

__all__ = ["an", "choir", "genk", "hers", "his", "noor", "partner", "tom"]
pytestmark = pytest.mark.django_db

NUMBER = "0440966354"
WAITS = "Een medewerker kijkt dit eerst na"


def item() -> DeskItem:
    """The one that waits."""
    return DeskItem.objects.unsettled().get()


def told(waiting: DeskItem) -> dict[str, tuple[str, str]]:
    """What the editors see of it."""
    return {part.name: (part.old, part.new) for part in kind_of(waiting).differences(waiting)}


def test_a_new_name_waits_and_the_page_says_so(
    hers: Client, choir: Actor, noor: User, visitor: Client
) -> None:
    [message] = save(hers, "wie", name="Koor  Het Weefsel")
    assert message.startswith(f"{WAITS}: Naam")
    assert fresh(choir).name == "Koor De Draad"
    assert told(item()) == {"name": ("Koor De Draad", "Koor Het Weefsel")}
    assert "wacht op een medewerker" in text_of(hers.get(at("verhaal")))
    for address in (HOME, at("wie")):
        words = text_of(hers.get(address))
        assert "Wacht op een medewerker" in words
        assert "Naam Koor De Draad → wordt Koor Het Weefsel" in words
    assert "Het Weefsel" not in visitor.get("/actoren/koor-de-draad/").content.decode()
    assert not Change.objects.about(choir).exists()


def test_accepting_renames_keeps_the_former_name_and_tells_her(
    hers: Client, choir: Actor, noor: User, an: User, visitor: Client
) -> None:
    save(hers, "wie", name="Koor Het Weefsel", kbo_number="BE 0440.966.354")
    accept(item=item(), by=an, seen=1)
    choir = fresh(choir)
    assert (choir.name, choir.kbo_number, choir.former_names) == (
        "Koor Het Weefsel",
        NUMBER,
        ["Koor De Draad"],
    )
    line = newest(choir)
    assert (line.by, line.reason) == (an, "Gevraagd door Noor.")
    assert set(line.values) == {"name", "names", "kbo_number"}
    assert list(Actor.objects.search("weefsel")) == [choir]
    assert OutgoingMail.objects.get().to == noor.email
    assert "Koor Het Weefsel" in visitor.get("/actoren/koor-de-draad/").content.decode()
    assert waiting_for(choir) is None


def test_the_rest_of_the_same_form_is_live_at_once(hers: Client, choir: Actor) -> None:
    messages = save(hers, "wie", name="Koor Het Weefsel", other_names="De Draad")
    assert len(messages) == 2
    assert fresh(choir).other_names == ["De Draad"]


def test_a_second_change_joins_the_same_item_also_by_a_colleague(
    hers: Client, his: Client, choir: Actor, genk: Any, an: User
) -> None:
    as_, union = MunicipalityFactory(name="As"), ActorKindFactory(label="Vzw", slug="vzw")
    save(hers, "wie", name="Koor Het Weefsel")
    save(his, "waar", municipality=as_.pk)
    save(his, "wie", name="Weefselkoor", kind=union.pk)
    waiting = item()
    assert waiting.version == 3
    assert told(waiting) == {
        "name": ("Koor De Draad", "Weefselkoor"),
        "municipality": ("Genk", "As"),
        "kind": ("Vereniging", "Vzw"),
    }
    with pytest.raises(Stale):
        accept(item=waiting, by=an, seen=1)
    accept(item=waiting, by=an, seen=3)
    choir = fresh(choir)
    assert (choir.name, choir.municipality, choir.kind) == ("Weefselkoor", as_, union)
    assert {place.name for place in choir.active_in.all()} == {"As", "Genk"}


def test_what_is_typed_back_waits_no_longer(hers: Client, choir: Actor) -> None:
    save(hers, "wie", name="Koor Het Weefsel")
    assert 'value="Koor Het Weefsel"' in hers.get(at("wie")).content.decode()
    save(hers, "wie", name="Koor De Draad")
    assert DeskItem.objects.get().state == DeskState.WITHDRAWN
    assert waiting_for(choir) is None


def test_saving_twice_asks_once(hers: Client, choir: Actor) -> None:
    data = sent(hers.get(at("wie")), name="Koor Het Weefsel")
    for _click in range(2):
        assert hers.post(at("wie"), data).status_code == 302
    assert item().version == 1


def test_taking_it_back(hers: Client, his: Client, choir: Actor) -> None:
    save(hers, "wie", name="Koor Het Weefsel")
    assert said(his.post(f"{HOME}intrekken/", follow=True)) == ["Ingetrokken. Alles blijft zoals het was."]
    assert said(hers.post(f"{HOME}intrekken/", follow=True)) == ["Er wacht niets meer op de redactie."]
    with pytest.raises(PermissionDenied):
        take_back(actor=choir, by=MembershipFactory().user)
    assert hers.get(f"{HOME}intrekken/").status_code == 405


def test_a_question_of_the_editors_comes_back_and_is_answered(hers: Client, an: User, choir: Actor) -> None:
    save(hers, "wie", name="Koor Het Weefsel")
    send_back(item=item(), by=an, seen=1, answer="Sinds wanneer heten jullie zo?")
    words = text_of(hers.get(HOME))
    assert "De redactie heeft een vraag" in words
    assert "Sinds wanneer heten jullie zo?" in words
    save(hers, "wie", name="Koor Het Weefsel sinds 2026")
    assert item().state == DeskState.OPEN


def test_refused_the_record_stays_and_a_new_wish_is_a_new_item(hers: Client, an: User, choir: Actor) -> None:
    save(hers, "wie", name="Koor Het Weefsel")
    refuse(item=item(), by=an, seen=1, answer="Die naam is van een ander koor.")
    assert fresh(choir).name == "Koor De Draad"
    save(hers, "wie", name="Draadkoor")
    assert item().version == 1
    assert DeskItem.objects.of_kind("wijziging").count() == 2


def test_what_changed_meanwhile_is_not_overwritten(hers: Client, an: User, choir: Actor) -> None:
    save(hers, "wie", name="Koor Het Weefsel", kbo_number=NUMBER)
    Actor.objects.update(name="Koor Van Draad")
    with pytest.raises(Impossible, match="nu “Koor Van Draad”, gevraagd “Koor Het Weefsel”") as caught:
        accept(item=item(), by=an, seen=1)
    assert "Ondernemingsnummer" not in str(caught.value)
    assert fresh(choir).kbo_number == ""
    Actor.objects.update(name="Koor Het Weefsel")
    accept(item=item(), by=an, seen=1)
    assert fresh(choir).kbo_number == NUMBER


def test_what_a_rule_forbids_by_now_is_told(hers: Client, an: User, choir: Actor) -> None:
    save(hers, "wie", kbo_number=NUMBER)
    ActorFactory(kbo_number=NUMBER)
    with pytest.raises(Impossible, match="Ondernemingsnummer"):
        accept(item=item(), by=an, seen=1)
    assert item().is_open


def test_a_record_that_is_gone_is_told(hers: Client, an: User, choir: Actor) -> None:
    save(hers, "wie", name="Koor Het Weefsel")
    choir.delete()
    with pytest.raises(Impossible, match="bestaat niet meer"):
        accept(item=item(), by=an, seen=1)


def test_a_number_that_another_has_is_refused_at_once(hers: Client, choir: Actor) -> None:
    ActorFactory(kbo_number=NUMBER, name="Geheim", draft=True)
    page = hers.post(at("wie"), sent(hers.get(at("wie")), kbo_number="0440 966 354"))
    assert "kbo_number" in page.context["form"].errors
    assert "Geheim" not in page.content.decode()
    page = hers.post(at("wie"), sent(hers.get(at("wie")), kbo_number="123"))
    assert "0440.966.354" in str(page.context["form"].errors["kbo_number"])


def test_stopping_waits_with_the_reason(hers: Client, an: User, choir: Actor) -> None:
    [message] = save(hers, "gestopt", closed="on", reason="Sinds mei. Het Weefsel gaat verder.")
    assert WAITS in message
    assert item().reason == "Sinds mei. Het Weefsel gaat verder."
    save(hers, "wie", name="Koor De Draad (gestopt)")
    assert item().reason == "Sinds mei. Het Weefsel gaat verder."
    for _click in range(2):
        save(hers, "gestopt", reason="Sinds juni.")
    assert (item().reason, item().version) == ("Sinds juni.", 3)
    accept(item=item(), by=an, seen=3)
    assert fresh(choir).closed
    save(hers, "gestopt", closed=None)
    assert told(item()) == {"closed": ("ja", "nee")}


def test_a_reason_alone_asks_what_is_meant(hers: Client, choir: Actor) -> None:
    page = hers.post(at("gestopt"), sent(hers.get(at("gestopt")), reason="We denken eraan."))
    assert "closed" in page.context["form"].errors
    assert page.context["form"]["reason"].value() == "We denken eraan."
    assert not DeskItem.objects.exists()


def test_for_an_editor_nothing_waits(an: User, choir: Actor, hers: Client) -> None:
    save(hers, "wie", kbo_number=NUMBER)
    browser = signed_in(an)
    assert "Een medewerker kijkt dit na" not in text_of(browser.get(at("wie")))
    assert "Een medewerker kijkt dit na" in text_of(hers.get(at("wie")))
    assert save(browser, "wie", name="Koor Het Weefsel") == ["Bewaard. Het staat meteen op jullie pagina."]
    assert (fresh(choir).name, fresh(choir).former_names) == ("Koor Het Weefsel", ["Koor De Draad"])
    assert list(told(item())) == ["kbo_number"]


def test_for_the_municipal_partner_it_waits_too(partner: User, choir: Actor) -> None:
    as_ = MunicipalityFactory(name="As")
    save(signed_in(partner), "waar", municipality=as_.pk)
    assert fresh(choir).municipality.name == "Genk"
    assert told(item()) == {"municipality": ("Genk", "As")}


def test_the_item_leads_to_the_page_and_back_to_her(hers: Client, choir: Actor) -> None:
    save(hers, "wie", name="Koor Het Weefsel")
    assert CHANGES.address(item()) == "/actoren/koor-de-draad/"
    assert CHANGES.sender_address(item()) == HOME
    assert item().title == "Koor De Draad"
