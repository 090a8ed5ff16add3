"""Projects and calls in the admin, and what we hold of who made them."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from actors.models import Actor, Municipality, User
from ecru.base.personal import holdings
from projects.models import PartnerCall, Project, Resource, StateChange
from projects.partnering import Invitation, ask_partner
from projects.stages import move
from projects.writing import Beginning, begin_call
from tests.actors.admin_cast import typed
from tests.actors.markup import text_of
from tests.projects.together_cast import browser_of

pytestmark = pytest.mark.django_db


def address(record: Any) -> str:
    return reverse(f"admin:projects_{record._meta.model_name}_change", args=[record.pk])


def change(browser: Client, record: Any, **changes: Any) -> None:
    answer = browser.post(address(record), typed(browser.get(address(record)), **changes))
    assert answer.status_code == 302, text_of(answer)


def test_an_editor_changes_a_project_and_every_state_is_written_down(
    an: User, project: Project, toneelhuis: Actor, mila: User
) -> None:
    ask_partner(project=project, by=mila, invitation=Invitation(toneelhuis))
    browser = browser_of(an)
    page = text_of(browser.get(address(project)))
    for word in ("Toneelhuis", "Zingen op het plein", "Mila"):
        assert word in page
    change(browser, project, stage="klaar", title="Zingen op straat")
    step = StateChange.objects.about(project)[0]
    assert (step.what, step.old, step.new, step.by) == ("stap", "bezig", "klaar", an)
    assert "zingen op straat" in Project.objects.get().search_name


def test_an_editor_takes_calls_off_the_site(an: User, call: PartnerCall) -> None:
    browser = browser_of(an)
    listed = reverse("admin:projects_partnercall_changelist")
    assert "Wie heeft een zaal?" in text_of(browser.get(listed))
    browser.post(listed, {"action": "archive", "_selected_action": [call.pk]})
    call.refresh_from_db()
    assert call.is_archived
    assert StateChange.objects.get().new == "archived"
    change(browser, call, status="published")
    assert StateChange.objects.count() == 2


def test_an_editor_adds_a_project(an: User, zangkoor: Actor, genk: Municipality) -> None:
    browser = browser_of(an)
    new = reverse("admin:projects_project_add")
    empty = typed(browser.get(new))
    answer = browser.post(
        new, {**empty, "title": "Nieuw", "slug": "van-ons", "lead": zangkoor.pk, "municipalities": [genk.pk]}
    )
    assert answer.status_code == 302, text_of(answer)
    assert StateChange.objects.get().new == "draft"


def test_the_list_of_what_people_seek(an: User, call: PartnerCall) -> None:
    word = call.resources.get()
    assert str(word) == word.label
    change(browser_of(an), word, label="Een lokaal")
    assert "lokaal" in PartnerCall.objects.get().search_topics
    assert Resource.objects.get(pk=word.pk).slug == word.slug


def test_members_do_not_come_here(mila: User, call: PartnerCall) -> None:
    assert browser_of(mila).get(address(call)).status_code == 403


def test_who_made_them_sees_takes_and_leaves_it(
    mila: User, zangkoor: Actor, project: Project, toneelhuis: Actor
) -> None:
    begin_call(by=mila, beginning=Beginning(zangkoor, "Een piano", "s", "zoekt"))
    move(project=project, by=mila, verb="afronden")
    Project.objects.update(created_by=mila)
    ask = Project.objects.get()
    ask_partner(project=ask, by=mila, invitation=Invitation(toneelhuis))
    held = holdings["together"]
    rows = " ".join(f"{label} {value}" for label, value in held.rows(mila))
    for word in ("Een piano", "Zingen op het plein", "gedaan"):
        assert word in rows
    exported = held.export(mila)
    assert {"made": "call", "title": "Een piano"} in exported
    assert any(entry.get("partner") == "Toneelhuis" for entry in exported)
    held.forget(mila)
    assert {step.who for step in StateChange.objects.all()} == {"voormalig lid"}
    assert PartnerCall.objects.count() == 1
