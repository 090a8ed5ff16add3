"""Makers of questions for tests: the form of a round with three sections, and answers to it."""

from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from subsidies.models import Answer, AnswerKind, Call, Dossier, KnownFrom, Question
from tests.subsidies.factories import CallFactory


class QuestionFactory(DjangoModelFactory):
    """A question for a longer text that has to be answered."""

    class Meta:
        model = Question

    call = factory.SubFactory(CallFactory)
    section = "plan"
    key = factory.Sequence(lambda n: f"vraag-{n}")
    position = factory.Sequence(int)
    label = factory.Sequence(lambda n: f"Vraag {n}?")


def make_form(call: Call) -> dict[str, Question]:
    """Two sections: the plan (why, how many people, a choice), and with whom (a name, yes or no). By key."""
    plan = {"call": call, "section": "plan"}
    along = {"call": call, "section": "met-wie"}
    made = [
        QuestionFactory(
            **plan, key="waarom", label="Waarom doen jullie dit?", label_en="Why do you do this?", most_words=20,
            section_title="Jullie plan", section_title_en="Your plan", help="Vertel het als aan je buur.",
            help_en="Tell it as to your neighbour.", example="Wij koken samen.", example_en="We cook together.",
        ),
        QuestionFactory(**plan, key="hoeveel", label="Hoeveel mensen?", kind=AnswerKind.NUMBER),
        QuestionFactory(
            **plan, key="waar", label="Binnen of buiten?", kind=AnswerKind.CHOICE, options="binnen\nbuiten",
            options_en="inside\noutside", required=False,
        ),
        QuestionFactory(
            **along, key="naam", label="Wie zijn jullie?", kind=AnswerKind.SHORT, known_from=KnownFrom.NAME,
            section_title="Met wie",
        ),
        QuestionFactory(**along, key="vzw", label="Zijn jullie een vzw?", kind=AnswerKind.YES_NO),
    ]  # fmt: skip
    return {question.key: question for question in made}


def answer(dossier: Dossier, key: str, value: str, by: Any = None) -> Answer:
    """What ``dossier`` answers to the question with this key."""
    assert dossier.call is not None
    question = dossier.call.questions.get(key=key)
    made, _new = Answer.objects.update_or_create(
        dossier=dossier,
        question=question,
        defaults={"value": value, "saved_by": by, "saved_at": timezone.now()},
    )
    return made


GOOD = {"waarom": "Omdat we samen zingen.", "hoeveel": "25", "naam": "Zangkoor", "vzw": "ja"}


def answer_all(dossier: Dossier, by: Any = None, **others: str) -> None:
    """Answers every question that has to be answered."""
    for key, value in {**GOOD, **others}.items():
        answer(dossier, key, value, by)
