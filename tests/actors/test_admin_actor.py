"""An editor keeps one actor."""

import io
import json
import zlib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from actors.models import Actor, ActorName, User
from ecru.base.models import Publication
from tests.actors.admin_cast import chief, editor, outsider, regisseur, signed_in, typed
from tests.factories import ActorFactory, DisciplineFactory, MunicipalityFactory

__all__ = ["chief", "editor", "outsider", "regisseur"]


@pytest.fixture
def choir(db: None) -> Actor:
    return ActorFactory(name="Koor De Draad", slug="koor-de-draad", website="https://draad.example")


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def form_of(browser: Any, actor: Actor) -> tuple[str, Any]:
    """The address and the page of the form."""
    path = f"/beheer/actors/actor/{actor.pk}/change/"
    return path, browser.get(path)


def errors(answer: Any) -> dict[str, list[str]]:
    """The errors of the form that came back."""
    assert answer.status_code == 200, "the form was saved"
    return dict(answer.context["adminform"].form.errors)


def photo(kind: str = "JPEG", place: bool = True) -> SimpleUploadedFile:
    """A small picture that remembers where it was taken."""
    out, exif = io.BytesIO(), Image.Exif()
    if place:
        exif.get_ifd(0x8825)[2] = (50.0, 58.0, 1.0)
        exif[0x010E] = "thuis bij An"
    Image.new("RGB", (80, 60), "tan").save(out, kind, exif=exif)
    return SimpleUploadedFile("IMG_20260101.jpg", out.getvalue(), "image/jpeg")


def test_a_new_actor_is_found_by_its_words(editor: User, choir: Actor) -> None:
    genk, dance = MunicipalityFactory(name="Genk"), DisciplineFactory(label="Volksdans")
    browser = signed_in(editor)
    new = typed(
        browser.get("/beheer/actors/actor/add/"),
        name="Café 't Hoekske", kind=choir.kind_id, status="published", municipality=genk.pk, disciplines=[dance.pk],
        website="hoekske.example",
    )  # fmt: skip
    assert browser.post("/beheer/actors/actor/add/", new).status_code == 302
    [actor] = Actor.objects.search("volksdansen genk hoekske")
    assert (actor.slug, actor.website) == ("cafe-t-hoekske", "https://hoekske.example")
    assert list(actor.active_in.all()) == [genk]
    assert (actor.verified_on, actor.published_at is not None) == (None, True)


def test_the_seat_stays_among_the_places(editor: User, choir: Actor) -> None:
    genk, as_ = MunicipalityFactory(name="Genk"), MunicipalityFactory(name="As")
    browser = signed_in(editor)
    path, page = form_of(browser, choir)
    browser.post(path, typed(page, municipality=genk.pk, active_in=[as_.pk]))
    assert set(choir.active_in.all()) == {genk, as_}


def test_the_address_stays(editor: User, choir: Actor) -> None:
    browser = signed_in(editor)
    path, page = form_of(browser, choir)
    browser.post(path, typed(page, slug="anders"))
    assert Actor.objects.get(pk=choir.pk).slug == "koor-de-draad"


def test_a_new_name_keeps_the_old_one(editor: User, choir: Actor) -> None:
    browser = signed_in(editor)
    path, page = form_of(browser, choir)
    browser.post(path, typed(page, name="Koor Nieuw Garen"))
    assert [(entry.name, entry.kind) for entry in choir.names.all()] == [("Koor De Draad", "vroeger")]
    assert Actor.objects.search("draad").get() == choir
    entry = LogEntry.objects.get(object_id=str(choir.pk))
    assert "Koor De Draad" in entry.get_change_message()
    path, page = form_of(browser, choir)
    browser.post(path, typed(page, name="Koor De Draad"))
    assert [entry.name for entry in choir.names.all()] == ["Koor Nieuw Garen"]


def test_a_correction_of_capitals_is_no_new_name(editor: User, choir: Actor) -> None:
    browser = signed_in(editor)
    path, page = form_of(browser, choir)
    browser.post(path, typed(page, name="koor 'de draad'"))
    assert not choir.names.exists()


def test_other_names_and_relations_are_in_the_history(editor: User, choir: Actor) -> None:
    dance = DisciplineFactory(label="Dans")
    browser = signed_in(editor)
    path, page = form_of(browser, choir)
    names = {"names-TOTAL_FORMS": 1, "names-0-name": "De Garens", "names-0-kind": ActorName.Kind.OTHER}
    browser.post(path, typed(page, disciplines=[dance.pk], **names))
    said = LogEntry.objects.get(object_id=str(choir.pk)).get_change_message()
    assert "De Garens" in said
    assert json.loads(LogEntry.objects.get().change_message)[0] == {"changed": {"fields": ["disciplines"]}}
    assert (
        said in browser.get(path.replace("change", "history")).context["action_list"][0].get_change_message()
    )
    assert Actor.objects.search("garens dans").get() == choir


def test_checked_today_is_a_tick(editor: User, choir: Actor) -> None:
    browser = signed_in(editor)
    path, page = form_of(browser, choir)
    browser.post(path, typed(page, note="Gebeld."))
    assert Actor.objects.get(pk=choir.pk).verified_on is None
    path, page = form_of(browser, choir)
    browser.post(path, typed(page, checked_today="on"))
    actor = Actor.objects.get(pk=choir.pk)
    assert (actor.verified_on, actor.verified_by) == (timezone.localdate(), "redactie")


def test_a_day_to_come_is_refused(editor: User, choir: Actor) -> None:
    browser = signed_in(editor)
    path, page = form_of(browser, choir)
    assert "verified_on" in errors(browser.post(path, typed(page, verified_on="2999-01-01")))


@pytest.mark.parametrize("number", ["0440.966.354", "BE 0440.966.354", "be0440966354", "440 966 354"])
def test_a_company_number_is_taken_as_people_write_it(number: str, editor: User, choir: Actor) -> None:
    browser = signed_in(editor)
    path, page = form_of(browser, choir)
    assert browser.post(path, typed(page, kbo_number=number)).status_code == 302
    assert Actor.objects.get(pk=choir.pk).kbo_number == "0440966354"


def test_a_wrong_company_number_is_refused(editor: User, choir: Actor) -> None:
    browser = signed_in(editor)
    path, page = form_of(browser, choir)
    assert list(errors(browser.post(path, typed(page, kbo_number="0440.966.355")))) == ["kbo_number"]


@pytest.mark.parametrize(("field", "value"), [("kbo_number", "0440966354"), ("v_code", "V0012345")])
def test_who_has_the_number_already_is_named(field: str, value: str, editor: User, choir: Actor) -> None:
    other = ActorFactory(name="Koor <Oud>", **{field: value})
    browser = signed_in(editor)
    path, page = form_of(browser, choir)
    answer = browser.post(path, typed(page, note="Blijft staan.", **{field: value}))
    assert list(errors(answer)) == [field]
    assert f'<a href="/beheer/actors/actor/{other.pk}/change/">Koor &lt;Oud&gt;</a>' in answer.text
    assert "Blijft staan." in answer.text


def test_save_as_makes_a_second_record(editor: User, choir: Actor) -> None:
    browser = signed_in(editor)
    path, page = form_of(browser, choir)
    answer = browser.post(path, typed(page, name="Koor De Draad", _saveasnew="1", not_a_twin="on"))
    assert answer.status_code == 302
    copy = Actor.objects.exclude(pk=choir.pk).get()
    assert (copy.slug, copy.facts) == ("koor-de-draad-2", {})
    assert not choir.names.exists()


def test_a_stale_form_overwrites_nothing(editor: User, regisseur: User, choir: Actor) -> None:
    slow, quick = signed_in(editor), signed_in(regisseur)
    path, page = form_of(slow, choir)
    path, other_page = form_of(quick, choir)
    quick.post(path, typed(other_page, note="Van Rik."))
    answer = slow.post(path, typed(page, note="Van An.", disciplines=[DisciplineFactory().pk]))
    [[warning]] = errors(answer).values()
    assert "Rik" in warning
    assert "Van An." in answer.text
    assert Actor.objects.get(pk=choir.pk).note == "Van Rik."
    again = typed(answer)
    assert again["note"] == "Van An."
    assert slow.post(path, again).status_code == 302
    assert Actor.objects.get(pk=choir.pk).note == "Van An."


def test_a_bulk_action_in_the_meantime_counts_too(editor: User, choir: Actor) -> None:
    browser = signed_in(editor)
    path, page = form_of(browser, choir)
    browser.post("/beheer/actors/actor/", {"action": "archive", "_selected_action": choir.pk})
    assert errors(browser.post(path, typed(page, note="Laat.")))
    assert Actor.objects.get(pk=choir.pk).status == Publication.ARCHIVED


def test_the_probable_seat_is_confirmed_in_the_form(editor: User, choir: Actor) -> None:
    genk, as_ = MunicipalityFactory(name="Genk"), MunicipalityFactory(name="As")
    Actor.objects.filter(pk=choir.pk).update(municipality_hint=genk)
    browser = signed_in(editor)
    path, page = form_of(browser, choir)
    assert "confirm_hint" in errors(browser.post(path, typed(page, confirm_hint="on", municipality=as_.pk)))
    assert browser.post(path, typed(page, confirm_hint="on")).status_code == 302
    actor = Actor.objects.get(pk=choir.pk)
    assert (actor.municipality, actor.municipality_hint) == (genk, None)
    assert actor in Actor.objects.search("genk")


def test_a_picture_needs_words_and_loses_its_place(editor: User, choir: Actor, media: Path, django_capture_on_commit_callbacks: Any) -> None:  # fmt: skip
    browser = signed_in(editor)
    path, page = form_of(browser, choir)
    wrong = browser.post(path, typed(page, picture=photo(), note="Blijft staan."))
    assert set(errors(wrong)) == {"picture_alt", "picture"}
    assert "Blijft staan." in wrong.text
    assert browser.post(path, typed(page, picture=photo(), picture_alt="Het koor zingt.")).status_code == 302
    actor = Actor.objects.get(pk=choir.pk)
    with Image.open(actor.picture.path) as stored:
        assert (stored.format, dict(stored.getexif())) == ("WEBP", {})
    first = Path(actor.picture.path)
    assert b"thuis" not in first.read_bytes()
    path, page = form_of(browser, choir)
    assert f'src="{actor.picture.url}"' in page.text
    with django_capture_on_commit_callbacks(execute=True):
        assert browser.post(path, typed(page, picture=photo("PNG"))).status_code == 302
    assert not first.exists()
    path, page = form_of(browser, choir)
    with django_capture_on_commit_callbacks(execute=True):
        assert browser.post(path, typed(page, **{"picture-clear": "on"})).status_code == 302
    assert Actor.objects.get(pk=choir.pk).picture.name == ""
    assert not list(media.rglob("*.webp"))


def bomb() -> bytes:
    """A few hundred bytes that say they are 40 000 by 40 000 points."""
    out = io.BytesIO()
    Image.new("1", (8, 8)).save(out, "PNG")
    content = bytearray(out.getvalue())
    content[16:24] = (40_000).to_bytes(4) + (40_000).to_bytes(4)
    content[29:33] = zlib.crc32(content[12:29]).to_bytes(4)
    return bytes(content)


BAD = {
    "a program": b"MZ" + b"\0" * 500,
    "an empty file": b"",
    "50 MB": b"\xff\xd8\xff" + b"\0" * 50 * 1024 * 1024,
    "a bomb": bomb(),
    "a drawing with script": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "half a picture": photo().read()[:400],
}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_upload_is_refused_and_nothing_typed_is_lost(
    what: str, editor: User, choir: Actor, media: Path
) -> None:
    browser = signed_in(editor)
    path, page = form_of(browser, choir)
    upload = SimpleUploadedFile("foto.jpg", BAD[what], "image/jpeg")
    answer = browser.post(path, typed(page, picture=upload, picture_alt="Foto", note="Blijft staan."))
    assert list(errors(answer)) == ["picture"]
    assert "Blijft staan." in answer.text
    assert not list(media.rglob("*.*"))
    assert Actor.objects.get(pk=choir.pk).note == ""


def test_a_record_from_the_facts_stays(editor: User, choir: Actor) -> None:
    own = ActorFactory(name="Eigen koor")
    Actor.objects.filter(pk=choir.pk).update(facts={"name": "Koor Van Vroeger", "verified_on": None})
    browser = signed_in(editor)
    answer = browser.post(f"/beheer/actors/actor/{choir.pk}/delete/", {"post": "yes"}, follow=True)
    assert "Koor De Draad" in str(next(iter(answer.context["messages"])))
    assert "Koor Van Vroeger" in answer.text
    both = {"action": "delete_selected", "_selected_action": [choir.pk, own.pk], "post": "yes"}
    browser.post("/beheer/actors/actor/", both)
    assert Actor.objects.count() == 2
    browser.post("/beheer/actors/actor/", {**both, "_selected_action": [own.pk]})
    assert Actor.objects.get() == choir
    assert LogEntry.objects.filter(object_id=str(own.pk), action_flag=3).exists()


def test_the_page_on_the_site_is_one_click_away(editor: User, choir: Actor) -> None:
    Actor.objects.filter(pk=choir.pk).update(verified_on=date(2019, 1, 1))
    assert f'href="{choir.get_absolute_url()}"' in form_of(signed_in(editor), choir)[1].text
