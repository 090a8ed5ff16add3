"""The questions of a round: frozen once somebody began a dossier, taken over by the next round, written in the admin."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from subsidies.models import AnswerKind, Call, Question
from subsidies.questioning import copy_questions
from subsidies.sheets import sheets_of
from tests.actors.conftest import signed_in
from tests.actors.markup import text_of
from tests.subsidies.dossier_cast import Cast
from tests.subsidies.factories import CallFactory
from tests.subsidies.question_factories import QuestionFactory, answer_all, make_form

pytestmark = pytest.mark.django_db
ADMIN = "/beheer/subsidies/question/"


def test_a_round_without_questions_asks_nothing(cast: Cast) -> None:
    dossier = cast.dossier()
    assert (dossier.sections, dossier.openable) == (
        [],
        ("title", "summary", "requested", "municipalities", "target_groups", "project", "bijlagen"),
    )
    assert (
        "Vragen"
        not in text_of(signed_in(cast.nour).get(f"/mijn/dossiers/{dossier.pk}/")).split("Wat er gebeurde")[0]
    )
    coached = cast.dossier("opmaak", coached=True)
    assert (coached.sections, len(sheets_of(coached))) == ([], 1)


def test_sections_come_in_order_with_a_title_in_both_languages(cast: Cast) -> None:
    make_form(cast.call)
    plan, along = Call.objects.get(pk=cast.call.pk).sections
    assert (plan.key, plan.dutch_title, plan.english_title, plan.opens) == (
        "plan",
        "Jullie plan",
        "Your plan",
        "vragen-plan",
    )
    assert (along.title, [question.key for question in along.questions]) == ("Met wie", ["naam", "vzw"])
    QuestionFactory(call=cast.call, section="wat-nog")
    assert Call.objects.get(pk=cast.call.pk).sections[2].title == "Wat nog"


@pytest.mark.parametrize("change", ["add", "change", "move", "remove", "all"])
def test_the_database_freezes_the_questions_of_a_round_with_a_dossier(cast: Cast, change: str) -> None:
    questions = make_form(cast.call)
    loose = QuestionFactory()
    assert not cast.call.is_frozen
    questions["waarom"].save()
    cast.dossier()
    assert cast.call.is_frozen
    deeds: dict[str, Any] = {
        "add": lambda: QuestionFactory(call=cast.call),
        "change": lambda: Question.objects.filter(key="waarom").update(label="Waarom niet?"),
        "move": lambda: Question.objects.filter(pk=loose.pk).update(call=cast.call),
        "remove": questions["waarom"].delete,
        "all": lambda: Question.objects.filter(call=cast.call).delete(),
    }
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        deeds[change]()
    assert cast.call.questions.count() == 5
    loose.delete()
    with pytest.raises(ValidationError, match="volgende ronde"):
        questions["waarom"].clean()


def test_a_new_round_takes_the_questions_of_the_last_one_over(cast: Cast) -> None:
    make_form(cast.call)
    cast.dossier()
    long_ago = CallFactory(measure=cast.call.measure, closes_at=timezone.now() - timedelta(days=300))
    QuestionFactory(call=long_ago)
    new = CallFactory(measure=cast.call.measure, closes_at=timezone.now() + timedelta(days=300))
    assert copy_questions(call=new, by=cast.an) == 5
    assert copy_questions(call=new, by=cast.an) == 0
    assert [one.key for one in new.questions.all()] == ["waarom", "hoeveel", "waar", "naam", "vzw"]
    assert cast.call.questions.count() == 5
    with pytest.raises(PermissionDenied):
        copy_questions(call=new, by=cast.nour)
    with pytest.raises(ValidationError, match="Maak ze hier"):
        copy_questions(call=CallFactory(), by=cast.an)
    begun = cast.dossier().call
    assert begun is not None
    late = CallFactory(measure=cast.call.measure)
    cast.call = late
    cast.dossier()
    with pytest.raises(ValidationError, match="blijven"):
        copy_questions(call=late, by=cast.an)


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({"section": "basis"}, "section"),
        ({"kind": AnswerKind.NUMBER, "most_words": 5}, "most_words"),
        ({"kind": AnswerKind.CHOICE}, "options"),
        ({"kind": AnswerKind.LONG, "options": "ja"}, "options"),
        ({"kind": AnswerKind.CHOICE, "options": "a\nb", "options_en": "a"}, "options_en"),
    ],
)
def test_questions_that_cannot_be_are_refused(cast: Cast, facts: dict[str, Any], name: str) -> None:
    with pytest.raises(ValidationError) as refused:
        QuestionFactory.build(call=cast.call, **facts).clean()
    assert name in refused.value.message_dict


def test_what_is_answered_stands_on_a_sheet_of_its_own(cast: Cast) -> None:
    make_form(cast.call)
    dossier = cast.dossier()
    assert [one.key for one in sheets_of(dossier)] == ["verhaal"]
    answer_all(dossier, hoeveel="1250.5", waar="buiten")
    found = next(one for one in sheets_of(type(dossier).objects.get(pk=dossier.pk)) if one.key == "vragen")
    assert found.texts == [["Waarom doen jullie dit?", "Omdat we samen zingen."]]
    assert ["Hoeveel mensen?", "1250,5"] in [[name, words.replace(".", "")] for name, words in found.facts]
    assert ["Zijn jullie een vzw?", "Ja"] in found.facts


# --- The admin -----------------------------------------------------------------------------------------------------


def test_editors_write_questions_until_somebody_begins(cast: Cast) -> None:
    editor = signed_in(cast.an)
    typed = {
        "call": cast.call.pk, "section": "plan", "position": "1", "label": "Waarom?", "key": "waarom",
        "kind": "lang", "required": "on",
    }  # fmt: skip
    assert editor.post(f"{ADMIN}add/", {**typed, "section": "basis"}).status_code == 200
    assert editor.post(f"{ADMIN}add/", typed).status_code == 302
    made = Question.objects.get()
    assert "Waarom?" in text_of(editor.get(f"{ADMIN}?call__id__exact={cast.call.pk}"))
    assert "1 vraag" in text_of(editor.get(f"/beheer/subsidies/call/{cast.call.pk}/change/"))
    assert 'name="label"' in editor.get(f"{ADMIN}{made.pk}/change/").content.decode()
    cast.dossier()
    assert 'name="label"' not in editor.get(f"{ADMIN}{made.pk}/change/").content.decode()
    assert editor.post(f"{ADMIN}{made.pk}/change/", {**typed, "label": "Anders?"}).status_code == 403
    assert "blijven" in text_of(editor.post(f"{ADMIN}{made.pk}/delete/", {"post": "yes"}, follow=True))
    assert "blijven" in text_of(editor.post(f"{ADMIN}add/", {**typed, "key": "nog-een"}))
    assert Question.objects.get().label == "Waarom?"
    assert signed_in(cast.nour).get(ADMIN).status_code in {302, 403}


def test_a_press_of_a_button_takes_questions_over(cast: Cast) -> None:
    make_form(cast.call)
    new = CallFactory(measure=cast.call.measure, closes_at=timezone.now() + timedelta(days=300))
    editor = signed_in(cast.an)
    press = {"action": "take_questions_over", "_selected_action": [new.pk]}
    assert "1 ronde heeft nu haar vragen." in text_of(
        editor.post("/beheer/subsidies/call/", press, follow=True)
    )
    assert new.questions.count() == 5
    press["_selected_action"] = [CallFactory().pk]
    assert "Maak ze hier" in text_of(editor.post("/beheer/subsidies/call/", press, follow=True))
