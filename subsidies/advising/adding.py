"""What the advice of several experts adds up to: the mean and the spread of each criterion, and in words where they differ."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import prefetch_related_objects
from django.utils.formats import number_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ecru.base.charts import Bar, bars
from subsidies.models import Dossier, Review, Verdict
from subsidies.models.advice import HIGHEST

FAR_APART = 2  # points between the lowest and the highest score
LABEL = 18  # letters that fit before a bar


@dataclass(frozen=True)
class Line:
    """One criterion over all experts: what they gave, the mean on one decimal, the lowest and the highest."""

    label: str
    scores: list[int]

    @property
    def mean(self) -> Decimal:
        """On one decimal, halves up."""
        return (Decimal(sum(self.scores)) / len(self.scores)).quantize(Decimal("0.1"), ROUND_HALF_UP)

    @property
    def mean_text(self) -> str:
        """As people read it."""
        return number_format(self.mean, 1)

    @property
    def spread(self) -> int:
        """Points between the lowest and the highest."""
        return max(self.scores) - min(self.scores)

    @property
    def range_text(self) -> str:
        """From the lowest to the highest."""
        low, high = min(self.scores), max(self.scores)
        return str(low) if low == high else f"{low}–{high}"

    @property
    def is_far_apart(self) -> bool:
        """Whether experts differ so much that somebody should look why."""
        return self.spread >= FAR_APART


@dataclass(frozen=True)
class Summary:
    """What was advised so far. ``reviews``: with names, for who may see those."""

    reviews: list[Review]
    lines: list[Line]
    verdicts: list[tuple[str, int]] = field(default_factory=list)

    @property
    def number(self) -> int:
        """How many advised."""
        return len(self.reviews)

    @property
    def sentences(self) -> list[str]:
        """What stands out, in words."""
        counted = ngettext("%(count)d expert advised.", "%(count)d experts advised.", self.number)
        told = [counted % {"count": self.number}]
        apart = [line.label for line in self.lines if line.is_far_apart]
        names = {review.verdict for review in self.reviews}
        if {Verdict.POSITIVE, Verdict.NEGATIVE} <= names:
            told.append(_("They do not agree: there is positive and negative advice."))
        if apart:
            told.append(_("They differ much about: %(labels)s.") % {"labels": ", ".join(apart)})
        elif self.lines and self.number > 1:
            told.append(_("Their scores lie close together."))
        return told

    @property
    def drawing(self) -> str:
        """Bars of the means, each with its number; the table beside them says the same."""
        rows = [
            Bar("", Truncator(line.label).chars(LABEL), float(line.mean), f"{line.mean_text} ({line.range_text})")
            for line in self.lines
        ]  # fmt: skip
        return bars(rows, top=HIGHEST) if rows else ""


def summary_of(dossier: Dossier) -> Summary:
    """Of the advice that counts; a constant number of queries."""
    given = [review for review in dossier.reviews.all() if review.counts]
    prefetch_related_objects(given, "expert__actor", "scores", "reactions__about__expert__actor")
    return added_up(sorted(given, key=lambda review: (review.given_at, review.pk)))


def added_up(reviews: list[Review]) -> Summary:
    """The same from what is at hand."""
    scores: dict[str, list[int]] = {}
    for review in reviews:
        for score in review.scores.all():
            if score.score is not None:
                scores.setdefault(score.told, []).append(score.score)
    lines = [Line(label, given) for label, given in scores.items()]
    return Summary(reviews, lines, counted(review.verdict for review in reviews))


def counted(verdicts: Iterable[str]) -> list[tuple[str, int]]:
    """How often each verdict came, in the order of the words; what came on paper has none."""
    number = Counter(verdicts)
    return [(str(one.label), number[one]) for one in Verdict if number[one]]
