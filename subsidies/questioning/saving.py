"""Saving what somebody answered: only where it is open to them, and never over what somebody else wrote meanwhile."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from actors.editing import Typed
from actors.models import User
from subsidies.completeness import Filled
from subsidies.dossiers.performing import Refused, Why, locked
from subsidies.models import Answer, Dossier
from subsidies.models.question_words import OPENS
from subsidies.permissions import may_write
from subsidies.phases import open_fields, phase_of
from subsidies.together import Author, all_plain, another, author, only_new


@transaction.atomic
def save_answers(
    *, dossier: Dossier, by: User, section: str, typed: Typed, at: datetime | None = None
) -> list[str]:
    """Keeps the answers that ``by`` changed in one section; the keys that are new. The same twice changes nothing.

    Raises ``PermissionDenied`` for who may not write there, ``Refused`` when the section is locked, ``TypeError`` for a
    question of another section, and ``Conflict`` when somebody else changed the same answers. Then nothing is saved.
    """
    mine = locked(dossier)
    if not may_write(by, mine, section):
        raise PermissionDenied
    check_open(mine, section)
    asked = {
        question.key: question for one in mine.sections if one.key == section for question in one.questions
    }
    if strange := typed.values.keys() - asked.keys():
        raise TypeError(f"{section} does not ask {', '.join(sorted(strange))}")
    known = {answer.question_id: answer for answer in mine.answers.select_related("saved_by")}
    now = {key: Filled(question, known.get(question.pk)) for key, question in asked.items()}
    values = all_plain(typed.values)
    stands = {key: one.value for key, one in now.items()}
    changed = only_new(stands, values, typed.seen, lambda key: who_wrote(now[key], by))
    for key in changed:
        kept = now[key].answer or Answer(dossier=mine, question=asked[key])
        kept.say(values[key], by=by, at=at or timezone.now())
    if changed:
        mine.save()  # so that it counts as lively
    return changed


def check_open(dossier: Dossier, section: str) -> None:
    """Raises ``Refused`` when the phase does not open this section."""
    if f"{OPENS}{section}" not in open_fields(dossier):
        said = _("This dossier stands at “%(phase)s” now. This part is locked.")
        raise Refused(Why.STATE, [said % {"phase": phase_of(dossier).name}])


def who_wrote(filled: Filled, by: User) -> Author:
    """Who wrote the answer that is kept, and when."""
    answer = filled.answer
    return author(answer.saved_by, answer.saved_at, by) if answer else another()
