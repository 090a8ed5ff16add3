"""The page of one actor: who they are, their family, who goes with them, and how sure we are."""

import json
from io import BytesIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from actors.models import Actor, ActorName, Role
from ecru.base.models import Publication
from tests.actors.answers import actor_facts
from tests.actors.conftest import editor_browser, signed_in
from tests.actors.markup import Element, read, structured
from tests.factories import UserFactory

pytestmark = pytest.mark.usefixtures("field")

NOBODY: Any = None
NAMES = {"also_known_as", "merged_from", "now_called", "umbrellas", "municipality_hint"}
NASTY = "</script><script>alert('ü')</script> & \"co\""


def page_of(slug: str, prefix: str = "", client: Client | None = None) -> Element:
    return read((client or Client()).get(f"{prefix}/actoren/{slug}/"))


def actor(slug: str) -> Actor:
    return Actor.objects.for_page().get(slug=slug)


def address(slug: str) -> str:
    return f"/actoren/{slug}/"


def properties(page: Element) -> dict[str, str]:
    """What the page tells social networks."""
    tags = [tag.attributes for tag in page.every("meta")]
    return {tag["property"]: tag["content"] for tag in tags if "property" in tag}


@pytest.mark.parametrize(
    "slug",
    sorted(
        {slug for slug, fact in actor_facts().items() if NAMES & set(fact)} | set(sorted(actor_facts())[::25])
    ),
)
def test_every_actor_has_a_page_that_says_its_names(slug: str) -> None:
    page = page_of(slug)
    fact = actor_facts()[slug]
    assert page.one("h1").words == structured(page)["name"] == actor(slug).name
    for name in [
        fact["name"],
        *fact.get("also_known_as", []),
        *fact.get("merged_from", []),
        fact.get("now_called") or "",
    ]:
        assert name in page.one("main").words


def test_names_from_before_and_after() -> None:
    page = page_of("rimo-limburg")
    assert page.one("h1").words == "SAAMO Limburg"
    assert "RIMO Limburg" in page.one("dl", class_="facts").words
    assert structured(page)["alternateName"] == ["RIMO Limburg"]
    closed = page_of("projectvereniging-mijnstreek")
    assert closed.one("h1").words == "Projectvereniging Mijnstreek"
    assert closed.every("p", class_="label")
    assert "Projectvereniging Midden-Limburg" in closed.one("div", class_="prose").words


def test_family_shows_what_it_is_part_of_and_who_belongs_to_it() -> None:
    umbrellas = [address(slug) for slug in actor_facts()["zelforganisaties"]["umbrellas"]]
    assert set(umbrellas) <= set(page_of("zelforganisaties").one("div", class_="prose").links)
    assert address("zelforganisaties") in page_of("utv").one("div", class_="prose").links
    members = {slug for slug, fact in actor_facts().items() if fact["parent"] == "trefpunt-armoede"}
    ties = {relative.slug: relative.tie for relative in actor("trefpunt-armoede").family(NOBODY)}
    assert ties == {**dict.fromkeys(members, "below"), "rimo-limburg": "above"}
    assert address("trefpunt-armoede") in page_of("anker").one("div", class_="prose").links
    assert {relative.slug: relative.tie for relative in actor("cc-beringen").family(NOBODY)} == {
        "stad-beringen": "above"
    }


def test_a_relative_that_is_not_public_stays_hidden() -> None:
    Actor.objects.filter(slug__in=["stad-beringen", "anker", "utv"]).update(status=Publication.DRAFT)
    page = page_of("cc-beringen")
    assert actor("cc-beringen").family(NOBODY) == []
    assert "parentOrganization" not in structured(page)
    assert address("stad-beringen") not in page.links
    assert "anker" not in {relative.slug for relative in actor("trefpunt-armoede").family(NOBODY)}
    assert address("utv") not in page_of("zelforganisaties").links
    assert address("stad-beringen") in page_of("cc-beringen", client=editor_browser()).links


def test_who_goes_with_an_actor_stands_on_its_page_with_reasons() -> None:
    section = page_of("regenboogkoor").one("section", aria_labelledby="h-past-actor")
    others = [link for link in section.links if link.startswith("/actoren/")]
    assert len(others) == 4
    assert len(section.every("ul", class_="why")) >= 4
    assert "/hoe-we-koppelen/" in section.links


@pytest.mark.parametrize("slug", ["zelforganisaties", "projectvereniging-mijnstreek", "roosje-chini"])
def test_who_stopped_stands_for_many_or_is_only_a_name_goes_with_nobody(slug: str) -> None:
    assert not page_of(slug).every("section", aria_labelledby="h-past-actor")


def test_doubts_are_told_apart_from_facts() -> None:
    page = page_of("openluchtmuseum-bokrijk")
    assert "/gemeenten/genk/" not in page.one("dl", class_="facts").links
    assert "address" not in structured(page)
    assert actor_facts()["passerelle"]["note"] in page_of("passerelle").one("div", class_="note").words
    assert not page_of("regenboogkoor").every("div", class_="note")


def test_an_accepted_hint_is_a_fact() -> None:
    museum = actor("openluchtmuseum-bokrijk")
    museum.accept_hint()
    page = page_of("openluchtmuseum-bokrijk")
    assert "/gemeenten/genk/" in page.one("dl", class_="facts").links
    assert structured(page)["address"]["addressLocality"] == "Genk"
    assert museum.active_in.filter(slug="genk").exists()


def test_when_it_was_checked_and_where_it_was_read() -> None:
    facts = page_of("passerelle").one("dl", class_="facts").words
    assert "2019" in facts
    assert "p. 26" in facts
    actor("passerelle").confirm()
    page = page_of("passerelle")
    today = timezone.localdate().isoformat()
    assert page.one("dl", class_="facts").one("time").attributes["datetime"] == today
    undated = page_of("padova-chamber-of-commerce").one("dl", class_="facts")
    assert not undated.every("time")
    assert "InduCult2.0" in undated.words
    assert "Padova (IT)" in undated.words


def test_a_bare_name_asks_for_more() -> None:
    page = page_of("roosje-chini")
    assert page.one("div", class_="prose").one("p", class_="big").words
    assert "/actoren/roosje-chini/klopt-niet/" in page.one("div", class_="prose").links
    assert structured(page)["@type"] == "Person"
    assert "description" not in structured(page)


def test_structured_data_holds_no_escape_and_no_personal_data() -> None:
    choir = actor("regenboogkoor")
    choir.name, choir.description, choir.contact_email = NASTY, f"{NASTY} <!-- ", "koor@voorbeeld.example"
    choir.website, choir.kbo_number = "https://koor.example/?a=1&b=2", "0440966354"
    choir.save()
    choir.names.create(name=f"Vroeger {NASTY}"[:160], kind=ActorName.Kind.FORMER)
    response = Client().get(address("regenboogkoor"))
    data = structured(read(response))
    assert data["name"] == NASTY
    assert data["sameAs"] == ["https://koor.example/?a=1&b=2"]
    assert data["identifier"]["value"] == "0440966354"
    assert data["url"].startswith("https://cultuur.example/actoren/")
    assert "koor@voorbeeld.example" not in response.content.decode()
    assert "<script>alert" not in response.content.decode()
    assert len(read(response).every("script")) == len(page_of("passerelle").every("script"))


def test_a_mail_address_shows_only_when_it_may() -> None:
    Actor.objects.filter(slug="regenboogkoor").update(contact_email="koor@voorbeeld.example")
    assert "koor@voorbeeld.example" not in Client().get(address("regenboogkoor")).content.decode()
    Actor.objects.filter(slug="regenboogkoor").update(contact_email_public=True)
    page = page_of("regenboogkoor")
    assert "mailto:koor@voorbeeld.example" in page.links
    assert "koor@voorbeeld.example" not in json.dumps(structured(page))


def test_what_a_shared_link_shows() -> None:
    page = page_of("regenboogkoor")
    shared = properties(page)
    assert shared["og:title"] == "Het Regenboogkoor"
    assert shared["og:url"] == "https://cultuur.example/actoren/regenboogkoor/"
    assert shared["og:image"] == "https://cultuur.example/actoren/regenboogkoor/kaart.png"
    assert shared["og:description"] == actor("regenboogkoor").summary
    assert (shared["og:locale"], properties(page_of("regenboogkoor", "/en"))["og:locale"]) == (
        "nl_BE",
        "en_GB",
    )


def test_the_share_card_is_a_picture_of_the_promised_size(visitor: Client) -> None:
    shared = properties(page_of("ecru"))
    response = visitor.get(shared["og:image"].removeprefix("https://cultuur.example"))
    assert response["Content-Type"] == "image/png"
    assert "max-age" in response["Cache-Control"]
    picture = Image.open(BytesIO(response.content))
    assert (picture.format, *picture.size) == (
        "PNG",
        int(shared["og:image:width"]),
        int(shared["og:image:height"]),
    )


@pytest.mark.parametrize("name", ["😀 koor", "x" * 160, "مسجد", "A\u202eB", " ", "Ünïcödé " * 20])
def test_the_share_card_can_hold_any_name(name: str, visitor: Client) -> None:
    Actor.objects.filter(slug="regenboogkoor").update(name=name[:160])
    assert visitor.get("/actoren/regenboogkoor/kaart.png").content.startswith(b"\x89PNG")


@pytest.mark.parametrize("status", [Publication.DRAFT, Publication.ARCHIVED])
def test_what_is_not_public_is_for_who_keeps_the_field(status: Publication, visitor: Client) -> None:
    Actor.objects.filter(slug="regenboogkoor").update(status=status)
    paths = [address("regenboogkoor"), "/en/actoren/regenboogkoor/", "/actoren/regenboogkoor/kaart.png"]
    assert [visitor.get(path).status_code for path in paths] == [404] * 3
    for role in (Role.MEMBER, Role.EXPERT, Role.BOARD_MEMBER, Role.MUNICIPAL_PARTNER):
        assert signed_in(UserFactory(role=role)).get(paths[0]).status_code == 404
    assert signed_in(UserFactory(role=Role.REGISSEUR)).get(paths[0]).status_code == 200
    page = page_of("regenboogkoor", client=editor_browser())
    assert page.one("p", class_="label").words == str(status.label)
    assert address("regenboogkoor") not in visitor.get("/gemeenten/genk/").content.decode()


def test_an_editor_that_left_sees_no_drafts() -> None:
    Actor.objects.filter(slug="regenboogkoor").update(status=Publication.DRAFT)
    left = UserFactory(role=Role.EDITOR, is_active=False)
    assert signed_in(left).get(address("regenboogkoor")).status_code == 404


def test_a_picture_sits_in_the_cloth_with_its_words(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    buffer = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(buffer, "PNG")
    choir = actor("regenboogkoor")
    choir.picture_alt, choir.picture_credit = 'Zangers & "gasten"', "A. Fotograaf"
    choir.picture.save("koor.png", ContentFile(buffer.getvalue()))
    figure = page_of("regenboogkoor").one("figure", class_="cloth")
    assert figure.one("img").attributes["alt"] == 'Zangers & "gasten"'
    assert "A. Fotograaf" in figure.words


def test_english_pages_say_which_text_is_dutch() -> None:
    page = page_of("regenboogkoor", "/en")
    assert page.one("html").attributes["lang"] == "en"
    prose = page.one("div", class_="prose")
    assert prose.one("div", class_="big").attributes["lang"] == "nl"
    links = [link for link in page.one("main").links if link.startswith("/")]
    assert links
    assert all(link.startswith("/en/") for link in links)
    assert not page_of("regenboogkoor").one("main").every(lang="nl")


def test_words_lead_into_the_directory() -> None:
    page = page_of("regenboogkoor")
    fact = actor_facts()["regenboogkoor"]
    wanted = [f"/actoren/?doelgroep={slug}" for slug in fact["target_groups"]]
    wanted += [f"/actoren/?discipline={slug}" for slug in fact["disciplines"]]
    wanted += [f"/actoren/?thema={slug}" for slug in fact["themes"]] + [f"/actoren/?soort={fact['kind']}"]
    assert set(wanted) <= set(page.one("dl", class_="facts").links)
