"""What waits for an editor: another giver or level, and a measure that is new."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from actors.models import DeskItem, DeskState, User
from ecru.base.models import Publication
from subsidies.models import Certainty, Level, Measure, Provider
from tests.actors.conftest import signed_in
from tests.actors.markup import text_of
from tests.actors.own_cast import said, sent
from tests.factories import MunicipalLinkFactory
from tests.subsidies.factories import MeasureFactory, ProviderFactory
from tests.subsidies.keeping_cast import HOME, LIST, at, fresh, newest, save, waiting
from tests.subsidies.support_cast import form

pytestmark = pytest.mark.django_db


# --- What waits -----------------------------------------------------------------------------------------------------------


def test_another_giver_waits_for_an_editor(his: Client, desk: Client, an: User, street: Measure) -> None:
    told = save(
        his, at("gever"), provider="  Huis van de  Buurt ", level="privaat", reason="Het is verhuisd."
    )
    assert told == ["Een medewerker kijkt dit eerst na: Wie het geeft, Niveau. Je krijgt een mail."]
    assert fresh(street).provider.title == "Stad Genk"
    assert not Provider.objects.filter(title="Huis van de Buurt").exists()
    page = his.get(at("gever"))
    assert page.context["form"]["provider"].value() == "Huis van de Buurt"
    assert "Wacht op een medewerker" in text_of(page)
    assert "Wacht op een medewerker" in text_of(his.get(LIST))
    item = waiting()
    shown = text_of(desk.get(f"/redactie/{item.pk}/"))
    assert "Huis van de Buurt" in shown
    assert "Het is verhuisd." in shown
    assert "Straatgeld" in text_of(desk.get("/redactie/?gemeente=genk"))
    decide(desk, item, "accept")
    now = fresh(street)
    assert (now.provider.title, now.level) == ("Huis van de Buurt", Level.PRIVATE)
    assert "Gust" in newest().reason
    assert his.get(HOME).status_code == 404  # of level "privaat" it is no longer of the municipality


def decide(browser: Client, item: Any, what: str, answer: str = "") -> Any:
    """An editor decides about an item."""
    item.refresh_from_db()
    return browser.post(f"/redactie/{item.pk}/", {"do": what, "seen": item.version, "answer": answer})


def test_what_waits_can_be_changed_and_taken_back(his: Client, street: Measure) -> None:
    save(his, at("gever"), provider="Een ander")
    save(his, at("gever"), level="ecru", reason="Ook dat.")
    item = waiting()
    assert set(item.content["fields"]) == {"provider", "level"}
    save(his, at("gever"), reason="Anders gezegd.")
    item.refresh_from_db()
    assert item.reason == "Anders gezegd."
    version = item.version
    save(his, at("gever"), reason="Anders gezegd.")
    item.refresh_from_db()
    assert item.version == version
    save(his, at("gever"), provider="stad genk", level="gemeente")
    item.refresh_from_db()
    assert item.state == DeskState.WITHDRAWN
    save(his, at("gever"), provider="Een ander")
    assert said(his.get(his.post(f"{HOME}intrekken/").url)) == ["Ingetrokken. Alles blijft zoals het was."]
    assert said(his.get(his.post(f"{HOME}intrekken/").url)) == ["Er wacht niets meer op de redactie."]


def test_who_changes_the_giver_meanwhile_is_seen_by_the_editor(
    his: Client, desk: Client, street: Measure
) -> None:
    save(his, at("gever"), provider="Een ander")
    street.provider = ProviderFactory(title="Een derde")
    street.save()
    answer = decide(desk, waiting(), "accept")
    assert "Een derde" in text_of(answer)
    assert fresh(street).provider.title == "Een derde"


def test_a_measure_that_is_gone_is_refused(his: Client, desk: Client, street: Measure) -> None:
    save(his, at("gever"), provider="Een ander")
    street.calls.all().delete()
    street.delete()
    assert "Weiger dit" in text_of(decide(desk, waiting(), "accept"))


def test_for_editors_nothing_waits(desk: Client, street: Measure) -> None:
    assert save(desk, at("gever"), provider="Huis van de Buurt") == ["Bewaard."]
    assert fresh(street).provider.title == "Huis van de Buurt"


# --- A new measure ------------------------------------------------------------------------------------------------------


NEW = {"title": "Buurtfeestgeld", "giver": "Stad Genk", "description": "Geld voor een feest."}


def test_a_new_measure_waits_for_an_editor(
    his: Client, desk: Client, visitor: Client, street: Measure, genk: Any
) -> None:
    page = his.get(f"{LIST}nieuw/")
    assert page.context["form"]["giver"].value() == "Stad Genk"
    answer = his.post(f"{LIST}nieuw/", {**sent(page), **NEW, "forms": [form("subsidie").pk]})
    assert answer.url == f"{LIST}buurtfeestgeld/"
    made = Measure.objects.get(slug="buurtfeestgeld")
    assert (made.status, made.level, made.provider) == (
        Publication.DRAFT,
        Level.MUNICIPALITY,
        street.provider,
    )
    assert [place.pk for place in made.municipalities.all()] == [genk.pk]
    assert (made.certainty, made.verified_on) == (Certainty.SURE, timezone.localdate())
    assert visitor.get("/steun/buurtfeestgeld/").status_code == 404
    assert "Nog niemand anders ziet deze maatregel" in text_of(his.get(answer.url))
    save(his, f"{answer.url}bewerken/gever/", provider="Huis van de Buurt")  # all of it is looked at anyway
    made.refresh_from_db()
    assert made.provider.title == "Huis van de Buurt"
    item = waiting()
    assert item.version == 2
    assert "Geld voor een feest." in text_of(desk.get(f"/redactie/{item.pk}/"))
    decide(desk, item, "accept")
    assert visitor.get("/steun/buurtfeestgeld/").status_code == 200


def test_a_double_click_makes_one(his: Client, genk: Any) -> None:
    data = {**NEW, "municipality": genk.pk}
    first, second = (his.post(f"{LIST}nieuw/", data).url for _time in range(2))
    assert first == second
    assert Measure.objects.count() == 1


def test_a_name_that_is_there_already_leads_there(his: Client, street: Measure, genk: Any) -> None:
    answer = his.post(f"{LIST}nieuw/", {**NEW, "title": "straatgeld", "municipality": genk.pk})
    assert answer.status_code == 200
    assert HOME in answer.text
    assert "Er is al een maatregel met die naam." in text_of(answer)
    assert answer.context["form"]["description"].value() == NEW["description"]


def test_a_refused_measure_is_put_away(his: Client, desk: Client, genk: Any) -> None:
    his.post(f"{LIST}nieuw/", {**NEW, "municipality": genk.pk})
    decide(desk, waiting(), "refuse", "Dit bestaat niet meer.")
    assert Measure.objects.get().status == Publication.ARCHIVED
    assert his.get(LIST).context["page"].lines == []


def test_a_new_measure_can_be_taken_back_and_sent_back(his: Client, desk: Client, genk: Any) -> None:
    his.post(f"{LIST}nieuw/", {**NEW, "municipality": genk.pk})
    item = waiting()
    decide(desk, item, "return", "Voor wie is het?")
    page = f"{LIST}buurtfeestgeld/"
    assert "Voor wie is het?" in text_of(his.get(page))
    assert "De redactie heeft een vraag" in text_of(his.get(LIST))
    save(his, f"{page}bewerken/voor-wie/", for_whom="Voor straten")
    item.refresh_from_db()
    assert item.state == DeskState.OPEN
    his.post(f"{page}intrekken/")
    assert Measure.objects.get().status == Publication.ARCHIVED


def test_publishing_in_the_admin_settles_what_waits(his: Client, desk: Client, genk: Any) -> None:
    his.post(f"{LIST}nieuw/", {**NEW, "municipality": genk.pk})
    made = Measure.objects.get()
    desk.post(
        "/beheer/subsidies/measure/", {"action": "publish", "_selected_action": [made.pk], "index": "0"}
    )
    assert fresh(made).is_public
    assert DeskItem.objects.get().state == DeskState.ACCEPTED


def test_an_editor_adds_for_any_municipality_and_it_shows_at_once(
    desk: Client, visitor: Client, genk: Any, leopoldsburg: Any
) -> None:
    for title in ("Feestgeld", "Feestgeld", "Steun", "Nieuw"):
        data = {**NEW, "title": title, "municipality": leopoldsburg.pk, "giver": "Gemeente Leopoldsburg"}
        assert desk.post(f"{LIST}nieuw/", data).status_code == 302
    assert {made.slug for made in Measure.objects.all()} == {"feestgeld", "steun", "nieuw-2"}
    assert visitor.get("/steun/feestgeld/").status_code == 200
    assert Measure.objects.get(slug="feestgeld").certainty == Certainty.UNSURE
    assert Provider.objects.filter(title="Gemeente Leopoldsburg").count() == 1


def test_a_partner_adds_for_no_other_municipality(his: Client, leopoldsburg: Any) -> None:
    answer = his.post(f"{LIST}nieuw/", {**NEW, "municipality": leopoldsburg.pk})
    assert "Kies er een uit de lijst." in text_of(answer)
    assert not Measure.objects.exists()


def test_who_works_for_two_municipalities_chooses_one(gust: User, leopoldsburg: Any) -> None:
    MunicipalLinkFactory(user=gust, municipality=leopoldsburg)
    browser = signed_in(gust)
    assert "Van welke gemeente?" in text_of(browser.get(f"{LIST}nieuw/"))
    browser.post(f"{LIST}nieuw/", {**NEW, "municipality": leopoldsburg.pk})
    assert Measure.objects.get().municipalities.get() == leopoldsburg
    assert 'name="gemeente"' in browser.get(LIST).text


def test_slugs_of_pages_of_ours_are_not_taken(his: Client, genk: Any) -> None:
    MeasureFactory(slug="deadlines-2")
    his.post(f"{LIST}nieuw/", {**NEW, "title": "Deadlines", "municipality": genk.pk})
    his.post(f"{LIST}nieuw/", {**NEW, "title": "!?", "municipality": genk.pk})
    assert Measure.objects.filter(slug__in=["deadlines-3", "steun"]).count() == 2


def test_old_changes_do_not_hide_a_twin(his: Client, genk: Any) -> None:
    his.post(f"{LIST}nieuw/", {**NEW, "municipality": genk.pk})
    change = newest()
    change.at = timezone.now() - timedelta(hours=2)
    change.save()
    assert his.post(f"{LIST}nieuw/", {**NEW, "municipality": genk.pk}).status_code == 200
