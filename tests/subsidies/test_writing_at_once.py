"""Six people, or tabs, save the same text at the same moment: one counts, the others are told, and different texts all count."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection

from actors.editing import Conflict, Typed, mark
from actors.models import Role, User
from subsidies.dossiers import write
from subsidies.models import Answer, Dossier, FinalReport
from subsidies.questioning import save_answers
from subsidies.reporting import save_report
from tests.subsidies.dossier_cast import Cast, make_cast
from tests.subsidies.money_cast import agreed
from tests.subsidies.question_factories import QuestionFactory

pytestmark = pytest.mark.django_db(transaction=True)
SIX = 6
EMPTY = mark("")


@pytest.fixture
def cast(db: None) -> Cast:
    """The cast, with the roles that a test with real transactions empties along with everything else."""
    for role in Role.values:
        Group.objects.get_or_create(name=role)
    return make_cast()


def at_once(act: Callable[[int], Any]) -> list[Any]:
    """What six get who do ``act`` at the same moment; a conflict is an answer too."""

    def one(number: int) -> Any:
        try:
            return act(number)
        except Conflict as met:
            return met
        finally:
            connection.close()

    with ThreadPoolExecutor(SIX) as people:
        return list(people.map(one, range(SIX)))


def conflicts(answers: list[Any]) -> int:
    """How many were told that somebody was before them; nothing else went wrong."""
    return Counter(isinstance(one, Conflict) for one in answers)[True]


def test_of_six_stories_one_counts(cast: Cast) -> None:
    dossier, nour = cast.dossier(), User.objects.get(pk=cast.nour.pk)
    seen = {"summary": mark(dossier.summary)}
    told = at_once(lambda n: write(dossier=dossier, by=nour, values={"summary": f"Tekst {n}."}, seen=seen))
    assert conflicts(told) == SIX - 1
    won = next(n for n, one in enumerate(told) if not isinstance(one, Conflict))
    assert Dossier.objects.get().summary == f"Tekst {won}."


def test_of_six_reports_one_counts_and_one_report_is_begun(cast: Cast) -> None:
    dossier, nour = agreed(cast), User.objects.get(pk=cast.nour.pk)
    seen = {"done": EMPTY}
    told = at_once(lambda n: save_report(dossier=dossier, by=nour, values={"done": f"Tekst {n}."}, seen=seen))
    assert conflicts(told) == SIX - 1
    assert FinalReport.objects.get().done.startswith("Tekst ")


def test_six_answers_to_six_questions_all_count(cast: Cast) -> None:
    for number in range(SIX):
        QuestionFactory(call=cast.call, section="plan", key=f"vraag-{number}")
    dossier, nour = cast.dossier(), User.objects.get(pk=cast.nour.pk)
    shown = {f"vraag-{number}": EMPTY for number in range(SIX)}

    def save(number: int) -> Any:
        """Everybody sends the whole section as they saw it, with one answer changed."""
        values = dict.fromkeys(shown, "") | {f"vraag-{number}": f"Antwoord {number}"}
        return save_answers(dossier=dossier, by=nour, section="plan", typed=Typed(values, shown))

    assert conflicts(at_once(save)) == 0
    assert sorted(Answer.objects.values_list("value", flat=True)) == [f"Antwoord {n}" for n in range(SIX)]
