"""Hostile values in every field of every part: they stay text, on every page that shows them."""

from typing import Any

import pytest
from django import forms
from django.template.loader import render_to_string
from django.test import Client

from actors.desk import accept, kind_of
from actors.forms.own import SECTIONS
from actors.forms.own.words import ForWhomForm
from actors.models import Actor, DeskItem, User
from tests.actors.conftest import signed_in
from tests.actors.markup import read
from tests.actors.own_cast import HOME, an, at, choir, genk, hers, his, newest, noor, save, sent, tom
from tests.actors.test_own_pictures import media, red

__all__ = ["an", "choir", "genk", "hers", "his", "media", "noor", "tom"]
pytestmark = pytest.mark.django_db

SCRIPTS = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "</textarea><svg onload=alert(1)>",
    "[klik](javascript:alert(1)) <iframe srcdoc=x>",
    "{{ 7|add:7 }}{% load x %}",
]  # fmt: skip
TEXT = (forms.TextInput, forms.Textarea, forms.EmailInput)


def text_fields(page: Any) -> list[str]:
    """The names of the fields in which one types."""
    return [
        field.name for field in page.context["form"].visible_fields() if isinstance(field.field.widget, TEXT)
    ]


def needed(section: str, payload: str) -> dict[str, Any]:
    """What else has to be filled in, so that the payload is stored where it can be."""
    address = "https://koor.example/" + payload.replace(" ", "%20")
    extra: dict[str, dict[str, Any]] = {
        "gestopt": {"closed": "on"},
        "contact": {"website": address, "links": address},
        "foto": {"picture": red(), "focus": "50-50"},
    }
    return extra.get(section, {})


def harmless(answer: Any) -> bool:
    """Whether a page holds no script, drawing, frame or event of somebody else."""
    page = read(answer)
    own = [
        tag
        for tag in page.every("script")
        if "src" not in tag.attributes and tag.attributes.get("type") != "application/ld+json"
    ]
    main = page.one("main")
    events = [name for tag in page.every() for name in tag.attributes if name.startswith("on")]
    evil = [link for link in page.links if link.lower().startswith(("javascript:", "data:"))]
    pictures = [tag for tag in main.every("img") if tag.attributes.get("src") == "x"]
    return not (own or events or evil or pictures or page.every("iframe") or main.every("script"))


@pytest.mark.parametrize("payload", SCRIPTS)
@pytest.mark.parametrize("section", [section.key for section in SECTIONS if section.form is not ForWhomForm])
def test_a_stored_script_stays_text_everywhere(
    hers: Client, an: User, choir: Actor, section: str, payload: str
) -> None:
    page = hers.get(at(section))
    typed = {**dict.fromkeys(text_fields(page), payload), **needed(section, payload)}
    first = hers.post(at(section), sent(page, **typed))
    assert harmless(first) if first.status_code == 200 else first.status_code == 302
    if first.status_code == 200:  # some fields take no such thing and say so; the rest is saved without them
        kept = {**typed, **needed(section, payload)}
        for name in first.context["form"].errors:
            kept[name] = None
        assert hers.post(at(section), sent(page, **kept)).status_code == 302
    for waiting in DeskItem.objects.unsettled():
        told = {"differences": kind_of(waiting).differences(waiting)}
        assert "<script" not in render_to_string("mine/differences.html", told)
        assert "<img" not in render_to_string("mine/differences.html", told)
        assert harmless(hers.get(HOME))
        accept(item=waiting, by=an, seen=waiting.version)
    for address in (
        HOME,
        at(section),
        f"{HOME}geschiedenis/",
        "/actoren/koor-de-draad/",
        "/actoren/",
        "/en/actoren/koor-de-draad/",
    ):
        assert harmless(hers.get(address)), address
    assert harmless(Client().get("/actoren/koor-de-draad/"))
    assert harmless(hers.get(f"{HOME}geschiedenis/{newest(choir).pk}/"))


@pytest.mark.parametrize("payload", SCRIPTS)
def test_a_script_in_a_clash_or_a_preview_stays_text(
    hers: Client, his: Client, choir: Actor, payload: str
) -> None:
    opened = hers.get(at("verhaal"))
    save(his, "verhaal", description=f"{payload} van Tom")
    assert harmless(hers.post(at("verhaal"), sent(opened, description=f"{payload} van Noor")))
    look = sent(opened, description=payload, doe="bekijk")
    assert harmless(hers.post(at("verhaal"), look))
    swap = hers.post(at("verhaal"), look, headers={"HX-Request": "true"}).content.decode()
    assert not any(part in swap for part in ("<script", "<img", "<svg", "<iframe", 'href="javascript'))


@pytest.mark.parametrize("name", ["Kwaad <b>volk</b>", "An\r\nBcc: x@voorbeeld.example"])
def test_a_name_of_a_colleague_stays_text(
    hers: Client, his: Client, tom: User, choir: Actor, name: str
) -> None:
    User.objects.filter(pk=tom.pk).update(name=name)
    save(his, "verhaal", description="Van Tom.")
    for address in (HOME, f"{HOME}geschiedenis/"):
        assert "<b>volk" not in hers.get(address).content.decode()


@pytest.mark.parametrize(
    "value", ["\0", "a\0b", "\ud7ff\U0010ffff", "x" * 100_000, "’" * 5000, "\u202egnorts"]
)
@pytest.mark.parametrize("section", [section.key for section in SECTIONS])
def test_strange_texts_give_calm_pages(hers: Client, choir: Actor, section: str, value: str) -> None:
    page = hers.get(at(section))
    answer = hers.post(at(section), sent(page, **dict.fromkeys(text_fields(page), value)))
    assert answer.status_code in {200, 302}
    assert hers.get(HOME).status_code == 200


@pytest.mark.parametrize(
    ("section", "typed"),
    [
        ("wie", {"kind": "999999"}), ("wie", {"kind": "x"}), ("wie", {"kind": "9" * 40}),
        ("waar", {"municipality": "-1"}), ("waar", {"active_in": ["x", "9" * 40]}), ("waar", {"scale": "heelal"}),
        ("voor-wie", {"disciplines": ["999999"]}), ("voor-wie", {"themes": ["'; drop"]}),
        ("contact", {"links": "\n".join(f"https://v{n}.example" for n in range(7))}),
        ("contact", {"links": "https://" + "a" * 300 + ".example"}),
        ("wie", {"other_names": "\n".join(f"Naam {n}" for n in range(21))}),
        ("wie", {"former_names": "n" * 161}), ("wie", {"name": "   "}),
    ],
)  # fmt: skip
def test_what_no_form_offers_is_refused(
    hers: Client, choir: Actor, section: str, typed: dict[str, Any]
) -> None:
    answer = hers.post(at(section), sent(hers.get(at(section)), **typed))
    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == set(typed)


def test_fields_of_another_part_are_not_taken_along(hers: Client, choir: Actor) -> None:
    data = sent(
        hers.get(at("verhaal")),
        description="Nieuw.",
        status="archived",
        slug="gekaapt",
        verified_by="redactie",
        name="Gekaapt",
    )
    hers.post(at("verhaal"), data)
    choir.refresh_from_db()
    assert (choir.description, choir.status, choir.slug, choir.name) == (
        "Nieuw.",
        "published",
        "koor-de-draad",
        "Koor De Draad",
    )
    assert not DeskItem.objects.exists()


def test_without_the_token_of_the_form_nothing_is_saved(noor: User, choir: Actor) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(noor)
    for address in (at("verhaal"), f"{HOME}klopt/", f"{HOME}intrekken/"):
        assert strict.post(address, {"description": "Gekaapt", "seen": ""}).status_code == 403
    assert signed_in(noor).get(HOME).status_code == 200
    assert choir.description == Actor.objects.get(pk=choir.pk).description
