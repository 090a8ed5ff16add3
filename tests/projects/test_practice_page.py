"""The page of a practice: what is known shows, with failure as large as success; what is not known does not show."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from actors.models import Actor, User
from projects.models import Practice, PracticeActor
from tests.actors.conftest import signed_in
from tests.actors.markup import read, structured
from tests.factories import ActorFactory, PracticeFactory, RegionFactory
from tests.projects.factories import CollectionFactory
from tests.projects.practice_cast import (
    PAGE,
    an,
    as_,
    band,
    beringen,
    bram,
    choir,
    dirk,
    genk,
    house,
    reused,
    samira,
    street,
    town,
)

__all__ = ["an", "as_", "band", "beringen", "bram", "choir", "dirk", "genk", "house", "samira", "street"]
pytestmark = pytest.mark.django_db


def lines(section: Any) -> list[str]:
    """The words of every line of a list."""
    return [item.words for item in section.every("li")]


def test_all_that_is_told_shows(street: Practice, visitor: Client) -> None:
    page = read(visitor.get(PAGE))
    assert page.one("h1").words == "Zingende straat"
    story = page.one("article")
    assert "Een straat zingt een zomer lang." in story.words
    assert "Elke avond een andere stoep." in story.words
    steps = story.one("ol", class_="steps")
    assert lines(steps) == ["Klop aan Bij elke deur.", "Zing."], "what is no step is passed over"
    assert "Vraag de politie vooraf." in story.words
    facts = page.one("dl", class_="facts").words
    for known in (
        "Genk",
        "zomer 2018",
        "Het koor",
        "3 tot 5 mensen",
        "€ 500",
        "Pilootactie",
        "Zang",
        "Buurt",
    ):
        assert known in facts
    assert "In 2019, toen de bron geschreven werd. Daarna niet meer." in facts
    assert "p. 12" in facts


def test_failure_gets_the_same_room_as_success(street: Practice, visitor: Client) -> None:
    verdict = read(visitor.get(PAGE)).one("div", class_="verdict")
    worked, failed = verdict.every("section")
    assert (worked.one("h2").words, failed.one("h2").words) == ("Dit werkte", "Dit werkte niet")
    assert lines(worked) == ["Iedereen kent elkaar.", "De straat bleef zingen."]
    assert lines(failed) == ["De microfoon viel uit.", "Niemand wilde opruimen."]


def test_what_nobody_told_does_not_show(visitor: Client) -> None:
    PracticeFactory(slug="kaal", title="Kaal", description="", source=None)
    page = read(visitor.get("/praktijken/kaal/"))
    assert not page.every("div", class_="verdict")
    for heading in ("Voor wie", "Hoe ze het deden", "Wil je dit ook doen?", "Dit werkte"):
        assert heading not in [title.words for title in page.every("h2")]
    names = [name.words for name in page.one("dl", class_="facts").every("dt")]
    assert names == ["Soort", "Laatst nagekeken"]
    assert "Nog niet." in page.one("dl", class_="facts").words


def test_doubt_shows_as_doubt_with_its_source(street: Practice, visitor: Client) -> None:
    Practice.objects.filter(pk=street.pk).update(stands="aangevraagd (2019)", verified_on=date(2024, 5, 3))
    page = read(visitor.get(PAGE))
    note = page.one("div", class_="note")
    assert "We weten niet zeker hoe ver dit staat" in note.words
    assert note.one("q").words == "aangevraagd (2019)"
    assert "3 mei 2024" in page.one("dl", class_="facts").words, "somebody looked since"


def test_a_source_without_a_year_gives_no_date(street: Practice, visitor: Client) -> None:
    street.source.year = None
    street.source.save()
    Practice.objects.filter(pk=street.pk).update(verified_on=None)
    assert "De bron heeft geen datum" in read(visitor.get(PAGE)).one("dl", class_="facts").words


def test_english_readers_get_english_and_know_what_is_dutch(street: Practice, visitor: Client) -> None:
    page = read(visitor.get(f"/en{PAGE}"))
    assert page.one("h1").words == "Singing street"
    assert "A street sings all summer." in page.words
    assert "The details below are in Dutch." in page.words
    assert page.one("ol", class_="steps").words.startswith("Klop aan")
    verdict = page.one("div", class_="verdict")
    assert {entry.attributes.get("lang") for entry in verdict.every("ul")} == {"nl"}
    Practice.objects.filter(pk=street.pk).update(description_en="", title_en="")
    street.reindex()
    page = read(visitor.get(f"/en{PAGE}"))
    assert "only told in Dutch for now" in page.words
    assert page.one("article").one("div", class_="big").attributes["lang"] == "nl"


def test_a_practice_in_english_says_so_to_dutch_readers(street: Practice, visitor: Client) -> None:
    Practice.objects.filter(pk=street.pk).update(language="en")
    street.reindex()
    page = read(visitor.get(PAGE))
    assert "voorlopig alleen in het Engels" in page.words
    assert page.one("article").one("div", class_="big").attributes["lang"] == "en"
    assert "only told" not in read(visitor.get(f"/en{PAGE}")).words


def test_who_did_not_agree_or_does_not_show_is_not_named(street: Practice, visitor: Client) -> None:
    asked, hidden = ActorFactory(name="Gevraagd"), ActorFactory(name="Verborgen", draft=True)
    PracticeActor.objects.create(practice=street, actor=asked)
    PracticeActor.objects.create(practice=street, actor=hidden, consent="akkoord", role="gastheer")
    street.reindex()
    words = read(visitor.get(PAGE)).words
    assert "Het koor" in words
    assert "Gevraagd" not in words
    assert "Verborgen" not in words


def test_a_practice_of_a_partner_region_stands_there(visitor: Client) -> None:
    linz, home = ActorFactory(name="Creative Region"), ActorFactory(name="Stebo")
    for actor, name, english, code in (
        (linz, "Opper-Oostenrijk", "Upper Austria", "AT"),
        (home, "Limburg", "", "BE"),
    ):
        RegionFactory(actor=actor, name=name, name_en=english, country_code=code, slug=name.lower())
    practice = PracticeFactory(slug="fabriek", maker=linz)
    PracticeActor.objects.create(practice=practice, actor=home, consent="akkoord")
    facts = read(visitor.get("/praktijken/fabriek/")).one("dl", class_="facts")
    assert "Waar Opper-Oostenrijk Oostenrijk" in facts.words
    assert "Limburg" not in facts.words, "that is where we are"
    assert (
        "Upper Austria Austria"
        in read(visitor.get("/en/praktijken/fabriek/")).one("dl", class_="facts").words
    )
    PracticeActor.objects.filter(actor=linz).delete()
    assert "Opper-Oostenrijk" not in read(visitor.get("/praktijken/fabriek/")).one("dl", class_="facts").words


def test_a_draft_is_for_its_people_and_the_editors(
    street: Practice, visitor: Client, dirk: User, samira: User, an: User
) -> None:
    street.status = "draft"
    street.save()
    assert visitor.get(PAGE).status_code == 404
    assert signed_in(samira).get(PAGE).status_code == 404
    for reader in (dirk, an):
        page = signed_in(reader).get(PAGE)
        assert page.status_code == 200
        assert "kladversie" in read(page).one("div", class_="mast").words
    assert "Wij deden dit ook" not in read(signed_in(dirk).get(PAGE)).words


def test_machines_read_an_article_and_a_card(street: Practice, visitor: Client, settings: Any) -> None:
    page = read(visitor.get(PAGE))
    data = structured(page)
    assert data["@type"] == "Article"
    assert data["headline"] == "Zingende straat"
    assert data["author"] == [
        {"@type": "Organization", "name": "Het koor", "url": f"{settings.BASE_URL}/actoren/koor/"}
    ]
    assert "De microfoon viel uit." in data["articleBody"]
    assert data["contentLocation"] == [{"@type": "Place", "name": "Genk"}]
    meta = {tag.attributes.get("property"): tag.attributes.get("content") for tag in page.every("meta")}
    assert meta["og:type"] == "article"
    assert meta["og:image"] == f"{settings.BASE_URL}{PAGE}kaart.png"
    card = visitor.get(f"{PAGE}kaart.png")
    assert card["Content-Type"] == "image/png"
    with Image.open(BytesIO(card.content)) as picture:
        assert picture.size == (1200, 630)


def test_without_makers_the_house_is_the_author(visitor: Client) -> None:
    PracticeFactory(slug="wees")
    assert structured(read(visitor.get("/praktijken/wees/")))["author"][0]["name"] == "ECRU"
    assert visitor.get("/praktijken/wees/kaart.png").status_code == 200


def test_markup_in_a_practice_stays_text(visitor: Client) -> None:
    evil = "<script>alert(1)</script>"
    PracticeFactory(
        slug="kwaad", title=evil, description=evil, approach=evil, results=evil, did_not_work=evil,
        watch_out=evil, stands=evil, period=evil, steps=[{"title": evil, "text": [evil]}],
    )  # fmt: skip
    text = visitor.get("/praktijken/kwaad/").content.decode()
    assert "<script>alert" not in text


def test_steps_of_any_shape_give_a_calm_page(visitor: Client) -> None:
    shapes: list[Any] = [{"a": 1}, "tekst", [None, 3, {"title": None}], [[]]]
    for number, steps in enumerate(shapes):
        PracticeFactory(slug=f"vorm-{number}", steps=steps)
        page = visitor.get(f"/praktijken/vorm-{number}/")
        assert page.status_code == 200
        assert 'class="steps"' not in page.content.decode()


# --- What goes with it -------------------------------------------------------------------------------------------


def words_of(street: Practice, *names: str) -> dict[str, list[Any]]:
    return {name: list(getattr(street, name).all()) for name in names}


def test_other_practices_stand_beside_it_with_the_reason(street: Practice, as_: Any, visitor: Client) -> None:
    words = words_of(street, "target_groups", "themes")
    PracticeFactory(title="Daar", words={**words, "municipalities": [as_]})
    PracticeFactory(title="In wording", draft=True, words=words)
    section = read(visitor.get(PAGE)).one("section", **{"aria-labelledby": "h-past-practice"})
    [sample] = section.every("li", class_="match")
    assert "Daar" in sample.words
    assert "ouderen" in sample.words.lower()
    assert "buurt" in sample.words.lower()


# --- Around it ---------------------------------------------------------------------------------------------------


def test_the_pages_of_the_maker_and_the_town_lead_here(
    street: Practice, visitor: Client, band: Actor, as_: Any
) -> None:
    for address in ("/actoren/koor/", "/gemeenten/genk/"):
        page = read(visitor.get(address))
        assert PAGE in page.links, address
    assert "/praktijken/?gemeente=genk" in read(visitor.get("/gemeenten/genk/")).links
    for address in ("/actoren/fanfare/", "/gemeenten/as/"):
        assert "h-praktijken" not in visitor.get(address).content.decode()
    PracticeActor.objects.filter(practice=street).update(consent="gevraagd")
    assert PAGE not in read(visitor.get("/actoren/koor/")).links, "who did not agree is not shown with it"


def test_the_collections_it_is_in_are_named(street: Practice, visitor: Client) -> None:
    CollectionFactory(title="Samen zingen", practices=[street])
    CollectionFactory(title="Nog niet", status="draft", practices=[street])
    section = read(visitor.get(PAGE)).words
    assert "Samen zingen" in section
    assert "Nog niet" not in section


def test_search_the_sitemap_and_the_feed_know_it(street: Practice, visitor: Client) -> None:
    PracticeFactory(title="Stil", slug="stil", draft=True)
    assert PAGE in read(visitor.get("/zoeken/?q=zingende")).links
    assert PAGE in read(visitor.get("/zoeken/?q=koor")).links, "by who made it"
    hits = visitor.get("/zoeken/?q=zingende&soort=praktijken")
    assert hits.status_code in {200, 302}
    for address in ("/sitemap-practices.xml", "/praktijken/feed/", "/en/praktijken/feed/"):
        text = visitor.get(address).content.decode()
        assert PAGE in text, address
        assert "stil" not in text, address
    assert "/praktijken/verzamelingen/" in visitor.get("/sitemap-shared-pages.xml").content.decode()
    assert "/praktijken/" in read(visitor.get("/")).links


# --- Who did this too --------------------------------------------------------------------------------------------


def test_the_spread_is_a_map_and_a_time_line(
    street: Practice, band: Actor, house: Actor, samira: User, visitor: Client
) -> None:
    town("Leopoldsburg", inhabitants=15_000)
    assert "Nog niemand vertelde het ons." in read(visitor.get(PAGE)).words
    later = reused(street, house, year=2023, went="niet", changed="Binnen.", note="")
    first = reused(street, band, year=2021, changed="", note="Neem soep mee.")
    page = read(visitor.get(PAGE))
    section = page.one("section", class_="spread")
    assert "2 keer elders, in 2 gemeenten" in section.words
    line = section.one("ol", class_="cord").every("li")
    assert [item.attributes.get("id") for item in line] == [None, f"ook-{first.pk}", f"ook-{later.pk}"]
    assert "Hier begon het zomer 2018" in line[0].words
    assert "Leer ervan: Neem soep mee." in line[1].words
    assert "Het werkte niet voor ons." in line[2].words
    places = {link.attributes["aria-label"]: link for link in section.one("svg", class_="map").every("a")}
    assert places["Leopoldsburg, resultaten: 0"].attributes["class"] == "hole"
    assert places["Genk, resultaten: 1"].attributes["aria-current"] == "true"
    assert "Verander dit" not in section.words
    mine = read(signed_in(samira).get(PAGE)).one("section", class_="spread")
    assert [link for link in mine.links if "wij-ook/" in link] == [
        f"{PAGE}wij-ook/{first.pk}/",
        f"{PAGE}wij-ook/",
    ]
