"""A new round asks what the last one asked, until somebody changes that."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from actors.models import User
from actors.permissions import may_keep_field
from subsidies.models import Call, Question
from subsidies.models.questions import FROZEN


@transaction.atomic
def copy_questions(*, call: Call, by: User) -> int:
    """Gives ``call`` the questions of the last round of the same measure that has some; how many. A second time changes nothing.

    Raises ``PermissionDenied``, and ``ValidationError`` with a sentence when the round has dossiers or there is nothing to copy.
    """
    if not may_keep_field(by):
        raise PermissionDenied
    mine = Call.objects.select_for_update().get(pk=call.pk)
    if mine.questions.exists():
        return 0
    if mine.is_frozen:
        raise ValidationError(FROZEN)
    others = Call.objects.filter(measure=mine.measure_id, questions__isnull=False).exclude(pk=mine.pk)
    last = others.order_by(F("closes_at").desc(nulls_last=True), "-pk").first()
    if last is None:
        raise ValidationError(_("No other round of this measure has questions. Make them here."))
    questions = list(last.questions.all())
    for question in questions:
        question.pk, question._state.adding, question.call = None, True, mine
    return len(Question.objects.bulk_create(questions))
