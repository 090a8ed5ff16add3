"""Advice on the page of a dossier, and on paper for the board."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from actors.models import User

from ..advising import Summary, summary_of
from ..dossier_page import DossierBlock, dossier_block
from ..models import Dossier, Review
from ..permissions import (
    ADVISING,
    advises_on,
    is_asked,
    may_read_advice,
    may_read_advice_unnamed,
    runs_dossiers,
)
from ..sheets import Grid, Sheet, sheet
from ..workflow.conditions import advices_given, advices_needed

ON_PAPER = frozenset(
    ["advies", "agenda", "beslist", "overeenkomst", "uitvoering", "eindverslag", "afgesloten"]
)


@dossier_block
def advice_block(dossier: Dossier, user: User) -> DossierBlock | None:
    """The summary with names for the desk, the board and who advised; without names for who asked, once it is decided."""
    runs = runs_dossiers(user)
    own = next(
        (review for review in dossier.reviews.all() if is_asked(user, review) and review.asked_at), None
    )
    holds: dict[str, Any] = {"own": own, "runs": runs}
    if runs:
        holds |= {"needed": advices_needed(dossier), "given": advices_given(dossier)}
        holds["experts_url"] = reverse("dossier-experts", args=[dossier.pk])
        holds["waiting"] = [review for review in dossier.reviews.all() if review.is_waiting]
    named = may_read_advice(user, dossier)
    unnamed = not named and may_read_advice_unnamed(user, dossier)
    if named or unnamed:
        summary = summary_of(dossier)
        holds |= {"summary": summary if summary.number else None, "named": named}
    if not (holds.get("summary") or advises_on(user, dossier) or (runs and dossier.phase in ADVISING)):
        return None
    return DossierBlock("advies", _("Advice"), "subsidies/advice/block.html", holds, order=40)


@sheet
def advice_sheet(dossier: Dossier) -> Sheet | None:
    """What experts advise, with names: only of own support that is past admission, so that it never goes along with what is sent."""
    if not dossier.is_own or dossier.phase not in ON_PAPER:
        return None
    summary = summary_of(dossier)
    if not summary.number:
        return None
    facts = [[label, str(number)] for label, number in summary.verdicts]
    texts = [[_("In short"), " ".join(summary.sentences)]]
    texts += [[who_of(review), review.words] for review in summary.reviews]
    return Sheet("advies", _("Advice"), facts, texts, grids_of(summary), order=40)


def who_of(review: Review) -> str:
    """Who advised, and what all in all."""
    return f"{review.who}: {review.get_verdict_display()}" if review.verdict else review.who


def grids_of(summary: Summary) -> list[Grid]:
    """The mean and the spread of each criterion; nothing where nobody gave scores."""
    if not summary.lines:
        return []
    head = [_("Criterion"), _("Mean of 5"), _("From – to"), _("Scores")]
    rows = [[line.label, line.mean_text, line.range_text, scores_of(line.scores)] for line in summary.lines]
    return [Grid(head, rows, [1, 2, 3])]


def scores_of(scores: list[int]) -> str:
    """What experts gave, one after the other."""
    return ", ".join(map(str, scores))
