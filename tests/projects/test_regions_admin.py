"""Partner regions and European projects in the admin: what an editor puts right shows on the map at once."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from actors.models import Role, User
from projects.admin.regions import OutputsField
from projects.models import EuropeanProject, Region, RegionPart
from tests.actors.admin_cast import typed
from tests.actors.markup import text_of
from tests.factories import ActorFactory, PracticeFactory, UserFactory
from tests.projects.together_cast import browser_of

pytestmark = pytest.mark.django_db

OUTPUTS = [
    {"label": "Pilootacties", "label_en": "Pilot actions", "count": 15},
    {"label": "Handboek", "label_en": "Manual", "count": None},
]


@pytest.fixture
def editor() -> Client:
    return browser_of(UserFactory(role=Role.EDITOR))


@pytest.fixture
def inducci() -> EuropeanProject:
    return EuropeanProject.objects.create(
        slug="inducci", title="InduCCI", aims=["Samen leren."], aims_en=["Learn together."], outputs=OUTPUTS
    )


@pytest.fixture
def region(inducci: EuropeanProject) -> Region:
    made = Region.objects.create(
        slug="chemnitz",
        name="Chemnitz",
        country="Duitsland",
        country_code="DE",
        latitude="50.83",
        longitude="12.92",
    )
    RegionPart.objects.create(region=made, project=inducci, role="partner")
    return made


def address(record: Any) -> str:
    return reverse(f"admin:projects_{record._meta.model_name}_change", args=[record.pk])


def change(browser: Client, record: Any, **changes: Any) -> Any:
    return browser.post(address(record), typed(browser.get(address(record)), **changes))


def test_an_editor_puts_a_region_right_and_the_map_follows(editor: Client, region: Region) -> None:
    assert "Chemnitz" in text_of(Client().get("/netwerk/"))
    stands_for_it = ActorFactory(name="Stad aan de rivier")
    answer = change(
        editor,
        region,
        name="Chemnitz en omgeving",
        country_code="de",
        actor=stands_for_it.pk,
        **{"parts-0-role": "partnerregio"},
    )
    assert answer.status_code == 302, text_of(answer)
    region.refresh_from_db()
    assert (region.name, region.country_code, region.slug) == ("Chemnitz en omgeving", "DE", "chemnitz")
    assert region.parts.get().role == "partnerregio"
    assert "Chemnitz en omgeving" in text_of(Client().get("/netwerk/"))
    assert "Stad aan de rivier" in text_of(Client().get("/netwerk/chemnitz/"))


@pytest.mark.parametrize(("field", "wrong", "said"), [
    ("country_code", "D1", "code van twee letters"),
    ("country_code", "éé", "code van twee letters"),
    ("latitude", "95", "90"),
    ("longitude", "ergens", "getal"),
    ("name", "", "verplicht"),
])  # fmt: skip
def test_a_wrong_value_is_explained_and_nothing_is_lost(
    editor: Client, region: Region, field: str, wrong: str, said: str
) -> None:
    answer = change(editor, region, **{field: wrong, "city": "Hier getypt"})
    assert answer.status_code == 200
    assert said in text_of(answer)
    assert 'value="Hier getypt"' in answer.content.decode()
    region.refresh_from_db()
    assert region.city == ""


def test_a_practice_was_done_in_a_region(editor: Client, region: Region) -> None:
    practice = PracticeFactory(title="Oude machines vertellen", slug="oude-machines")
    assert change(editor, practice, region=region.pk).status_code == 302
    shown = text_of(Client().get("/praktijken/oude-machines/"))
    assert "Waar Chemnitz Duitsland" in shown
    assert "Oude machines vertellen" in text_of(Client().get("/netwerk/chemnitz/"))
    assert "Oude machines vertellen" in text_of(Client().get("/praktijken/?q=chemnitz"))
    change(editor, region, name="Karl-Marx-Stad")
    assert "Oude machines vertellen" in text_of(Client().get("/praktijken/?q=karl-marx-stad"))
    assert "Waar Karl-Marx-Stad Duitsland" in text_of(Client().get("/praktijken/oude-machines/"))
    region.delete()
    practice.refresh_from_db()
    assert practice.region is None
    assert "Duitsland" not in text_of(Client().get("/praktijken/oude-machines/"))


def test_an_editor_keeps_what_a_project_planned(
    editor: Client, inducci: EuropeanProject, region: Region
) -> None:
    page = editor.get(address(inducci)).content.decode()
    assert "Pilootacties | Pilot actions | 15\nHandboek | Manual\n" in page.replace("</textarea>", "\n")
    method = PracticeFactory(title="Wandelen langs de mijn")
    made = "Pilootacties | Pilot actions | 12\r\n\r\nReizende tentoonstelling|Touring exhibition|2"
    answer = change(editor, inducci, outputs=made, methods=[method.pk])
    assert answer.status_code == 302, text_of(answer)
    inducci.refresh_from_db()
    assert [(one["label"], one["count"]) for one in inducci.outputs] == [
        ("Pilootacties", 12),
        ("Reizende tentoonstelling", 2),
    ]
    shown = text_of(Client().get("/netwerk/"))
    assert "12 × Pilootacties" in shown
    assert "Wandelen langs de mijn" in shown


def test_saving_without_a_change_changes_nothing(editor: Client, inducci: EuropeanProject) -> None:
    change(editor, inducci)
    inducci.refresh_from_db()
    assert (inducci.outputs, inducci.aims) == (OUTPUTS, ["Samen leren."])
    field = OutputsField()
    assert not field.has_changed(OUTPUTS, " Pilootacties |  Pilot actions | 15\r\nHandboek | Manual ")
    assert field.has_changed(OUTPUTS, "Pilootacties | Pilot actions | 16\r\nHandboek | Manual")


@pytest.mark.parametrize(("line", "said"), [
    ("Handboek", "niet volledig"),
    ("Handboek | ", "niet volledig"),
    (" | Manual", "niet volledig"),
    ("a | b | 3 | 4", "niet volledig"),
    ("Handboek | Manual | veel", "is geen getal"),
    ("Handboek | Manual | -3", "is geen getal"),
    ("Handboek | Manual | ²", "is geen getal"),
    ("Handboek | Manual | 99999999999", "is geen getal"),
])  # fmt: skip
def test_a_line_that_says_too_little_is_explained(
    editor: Client, inducci: EuropeanProject, line: str, said: str
) -> None:
    answer = change(editor, inducci, outputs=line)
    assert answer.status_code == 200
    assert said in text_of(answer)
    assert line.strip() in answer.content.decode()
    inducci.refresh_from_db()
    assert inducci.outputs == OUTPUTS


def test_what_a_facts_file_made_stays(editor: Client, region: Region) -> None:
    Region.objects.update(facts={"name": "Chemnitz"})
    editor.post(address(region).replace("change", "delete"), {"post": "yes"})
    assert Region.objects.exists()


@pytest.mark.parametrize("role", [Role.MEMBER, Role.REGISSEUR])
def test_others_keep_out(role: Role, region: Region, inducci: EuropeanProject) -> None:
    visitor: User = UserFactory(role=role)
    status = browser_of(visitor).get(address(region)).status_code
    may = browser_of(visitor).get(reverse("admin:projects_reuse_changelist")).status_code
    assert status == may == browser_of(visitor).get(address(inducci)).status_code


def test_the_lists_count(editor: Client, region: Region) -> None:
    for kind in ("region", "europeanproject"):
        listed = editor.get(reverse(f"admin:projects_{kind}_changelist") + "?q=c")
        assert '<td class="field-part_count">1</td>' in listed.content.decode()
