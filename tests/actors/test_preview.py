"""The page as it would look, before anything is saved; and the access keys of the admin."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from actors.models import Actor, Change, User
from ecru.base.edition import ChangeNote
from tests.actors.admin_cast import editor, outsider, signed_in, typed
from tests.factories import (
    ActorFactory,
    DisciplineFactory,
    MunicipalityFactory,
    TargetGroupFactory,
    ThemeFactory,
)

__all__ = ["editor", "outsider"]
ADD, NEW = "/beheer/actors/actor/add/", "/beheer/actors/actor/voorbeeld/"


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def browser(editor: User) -> Client:
    return signed_in(editor)


@pytest.fixture
def choir(db: None) -> Actor:
    return ActorFactory(name="Koor De Draad", slug="koor-de-draad", status="draft", words={})


def preview(browser: Client, actor: Actor, **changes: Any) -> Any:
    """What an editor sees who types ``changes`` and asks for the preview."""
    path = f"/beheer/actors/actor/{actor.pk}/"
    return browser.post(f"{path}voorbeeld/", typed(browser.get(f"{path}change/"), **changes))


def stored() -> list[Any]:
    """All that a preview might have changed."""
    return [list(Actor.objects.values()), Change.objects.count(), ChangeNote.objects.count()]


def test_a_draft_shows_as_typed_and_nothing_is_written(browser: Client, choir: Actor, media: Path) -> None:
    genk, hint = MunicipalityFactory(name="Genk"), MunicipalityFactory(name="As")
    choir.municipality_hint = hint
    choir.save()
    terms = {
        "disciplines": DisciplineFactory(label="Volksdans"),
        "target_groups": TargetGroupFactory(label="Buren"),
        "themes": ThemeFactory(label="Stad"),
    }
    group, part = ActorFactory(name="Koepel Limburg"), ActorFactory(name="Jeugdkoor", parent=choir)
    before = stored()
    answer = preview(
        browser, choir, name="Koor Het Weefsel", description="Wij **zingen** buiten.", note="Wie weet meer?",
        active_in=[genk.pk], umbrellas=[group.pk], checked_today="on", confirm_hint="on",
        **{name: [term.pk] for name, term in terms.items()},
        **{"names-TOTAL_FORMS": "2", "names-0-name": "Weefkoor", "names-0-kind": "ook", "names-1-name": "Weg", "names-1-kind": "ook", "names-1-DELETE": "on"},
    )  # fmt: skip
    said = answer.content.decode()
    assert answer.status_code == 200
    for shown in (
        "Voorbeeld: zo ziet het eruit",
        "Koor Het Weefsel",
        "<strong>zingen</strong>",
        "Wie weet meer?",
        "Genk",
        "Volksdans",
        "Buren",
        "Stad",
        "Koepel Limburg",
        part.name,
        "Weefkoor",
        "Koor De Draad",
    ):
        assert shown in said, shown
    assert "Weg<" not in said
    assert stored() == before
    assert not list(media.rglob("*"))
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert '<meta name="robots" content="noindex' in said
    assert "no-store" in answer["Cache-Control"]
    assert 'rel="canonical"' not in said


def test_what_is_new_can_be_seen_too(browser: Client, choir: Actor) -> None:
    before = stored()
    sent = typed(
        browser.get(ADD), name="Koor De Draad", kind=choir.kind_id, status="published", description="Nieuw."
    )
    said = browser.post(NEW, sent).content.decode()
    assert "Nieuw." in said
    assert stored() == before


def test_a_picture_waits_until_it_is_saved(browser: Client, choir: Actor, media: Path) -> None:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "tan").save(out, "JPEG")
    photo = SimpleUploadedFile("a.jpg", out.getvalue(), "image/jpeg")
    said = preview(browser, choir, picture=photo, picture_alt="Een koor").content.decode()
    assert "zie je pas na het bewaren" in said
    assert not list(media.rglob("*"))


def test_what_is_wrong_is_said_in_the_new_window(browser: Client, choir: Actor) -> None:
    answer = preview(
        browser,
        choir,
        name="",
        kbo_number="12",
        latitude="51",
        **{"names-TOTAL_FORMS": "1", "names-0-kind": "ook", "names-0-name": "x" * 300},
    )
    said = answer.content.decode()
    assert answer.status_code == 200
    for shown in (
        "Dit kunnen we nog niet tonen",
        "Naam",
        "Vul breedtegraad en lengtegraad allebei in",
        "Andere namen:",
    ):
        assert shown in said, shown
    double = preview(
        browser,
        choir,
        **{
            "names-TOTAL_FORMS": "2",
            "names-0-kind": "ook",
            "names-0-name": "A",
            "names-1-kind": "ook",
            "names-1-name": "A",
        },
    )
    assert "Dit kunnen we nog niet tonen" in double.content.decode()
    assert choir.name not in Actor.objects.filter(name="").values_list("name", flat=True)


def test_a_preview_that_is_opened_again_leads_to_the_form(browser: Client, choir: Actor) -> None:
    assert browser.get(NEW)["Location"] == ADD
    path = f"/beheer/actors/actor/{choir.pk}/"
    assert browser.get(f"{path}voorbeeld/")["Location"] == f"{path}change/"
    assert browser.post("/beheer/actors/actor/999999/voorbeeld/", {}).status_code == 302


def test_only_who_keeps_the_field_previews(outsider: User, choir: Actor) -> None:
    for path in (NEW, f"/beheer/actors/actor/{choir.pk}/voorbeeld/"):
        assert signed_in(outsider).post(path, {}).status_code == 403
        assert Client().post(path, {}).status_code == 302


def test_access_keys_stand_once_on_a_page_and_are_explained(browser: Client, choir: Actor) -> None:
    form = browser.get(f"/beheer/actors/actor/{choir.pk}/change/").content.decode()
    for key in ("s", "w", "v"):
        assert form.count(f'accesskey="{key}"') == 1
    assert form.count('class="preview"') == 2
    listed = browser.get("/beheer/actors/actor/?q=draad").content.decode()
    assert listed.count('accesskey="z"') == 1
    assert "Sneltoetsen" in form
    assert "resultaat" in listed
    other = browser.get(f"/beheer/actors/municipality/{MunicipalityFactory().pk}/change/").content.decode()
    assert 'class="preview"' not in other
