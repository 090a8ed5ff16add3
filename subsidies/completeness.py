"""How far the form of a round is in one dossier: each question with its answer, and what is missing or too long."""

from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ecru.base.plainness import COUNTED

from .models import Answer, AnswerKind, Dossier, Question, Section


def count_words(text: str) -> int:
    """How many words ``text`` has, as ``static/js/words.js`` counts them too."""
    return sum(1 for _word in COUNTED.finditer(text))


@dataclass(frozen=True)
class Filled:
    """A question with what the dossier answers to it; ``answer`` is None as long as nobody saved one."""

    question: Question
    answer: Answer | None

    @property
    def value(self) -> str:
        """The answer as it is kept; empty without one."""
        return self.answer.value if self.answer else ""

    @property
    def told(self) -> str:
        """The answer as people read it."""
        if self.question.kind == AnswerKind.NUMBER:
            return number_format(self.value) if self.value else ""
        return dict(self.question.choices).get(self.value, self.value)

    @property
    def words(self) -> int:
        """How many words it has."""
        return count_words(self.value)

    @property
    def fault(self) -> str:
        """What has to be mended before it can be sent; empty when nothing has."""
        most = self.question.most_words
        if not self.value.strip():
            return _("Answer this question.") if self.question.required else ""
        if most is not None and self.words > most:
            said = ngettext(
                "You wrote %(count)d words. At most %(most)d word fits. Make it shorter.",
                "You wrote %(count)d words. At most %(most)d words fit. Make it shorter.",
                most,
            )
            return said % {"count": self.words, "most": most}
        return ""


@dataclass(frozen=True)
class FilledSection:
    """A section with what is answered in it."""

    section: Section
    filled: list[Filled]

    @property
    def faults(self) -> list[Filled]:
        """What still has to be mended in it."""
        return [one for one in self.filled if one.fault]

    @property
    def is_begun(self) -> bool:
        """Whether somebody answered something in it."""
        return any(one.value.strip() for one in self.filled)


def form_of(dossier: Dossier) -> list[FilledSection]:
    """The form of the round with the answers of ``dossier``. No query when ``for_page`` fetched it, else two."""
    if not dossier.sections:
        return []
    answers: dict[Any, Answer] = {answer.question_id: answer for answer in dossier.answers.all()}
    return [
        FilledSection(section, [Filled(question, answers.get(question.pk)) for question in section.questions])
        for section in dossier.sections
    ]


def unanswered(dossier: Dossier) -> list[Filled]:
    """Every question that is not answered yet though it has to be, or too long."""
    return [one for section in form_of(dossier) for one in section.faults]
