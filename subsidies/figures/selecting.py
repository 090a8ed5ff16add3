"""Which dossiers count for a question. Figures count what stands here, and lists show it: a number and its list cannot differ."""

from datetime import datetime
from typing import Any

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce, Lower

from subsidies.models import Dossier, DossierEvent, Outcome, PastDossier
from subsidies.models.dossier_words import WITHDRAWN
from subsidies.models.standing import BRUSSELS

from .asking import NOBODY, Asked, Kept, What

SENT, GONE = Q(submitted_at__isnull=False), Q(phase=WITHDRAWN)
STANDS = SENT & ~GONE
# One rule for each word; ``test_figures`` holds that the words for what was asked add up.
HERE: dict[str, Q] = {
    What.ASKED: SENT,
    What.DECIDED: STANDS & ~Q(outcome=""),
    What.GRANTED: STANDS & Q(outcome=Outcome.GRANTED),
    What.REFUSED: STANDS & Q(outcome=Outcome.REFUSED),
    What.INADMISSIBLE: STANDS & Q(outcome=Outcome.INADMISSIBLE),
    What.RUNNING: STANDS & Q(outcome=""),
    What.WITHDRAWN: SENT & GONE,
    What.MAKING: ~SENT & ~GONE,
    What.GIVEN_UP: ~SENT & GONE,
}
NEVER = Q(pk__in=[])
BEFORE: dict[str, Q] = {
    What.ASKED: Q(),
    What.DECIDED: ~Q(outcome=""),
    What.GRANTED: Q(outcome=Outcome.GRANTED),
    What.REFUSED: Q(outcome=Outcome.REFUSED),
    What.INADMISSIBLE: Q(outcome=Outcome.INADMISSIBLE),
    What.RUNNING: NEVER,
    What.WITHDRAWN: Q(outcome=""),
    What.MAKING: NEVER,
    What.GIVEN_UP: NEVER,
}


def dossiers_of(asked: Asked) -> Any:
    """The dossiers of this portal that count for ``asked``. A dossier is of the year in which it was sent; before that, in which it began.

    Each with ``moment`` (of that year), ``what_measure`` and ``what_giver`` (keys), and ``giver_words`` where no measure names the giver.
    """
    found = Dossier.objects.annotate(
        moment=Coalesce("submitted_at", "created_at"),
        what_measure=Coalesce("call__measure", "measure"),
        what_giver=Coalesce("call__measure__provider", "measure__provider"),
        giver_words=Case(
            When(call=None, measure=None, then=Lower("funder")), default=Value(""), output_field=CharField()
        ),
    )
    if asked.kept == Kept.BEFORE:
        return found.none()
    if asked.number is not None:
        found = found.filter(moment__gte=new_year(asked.number), moment__lt=new_year(asked.number + 1))
    return found.filter(*rules_here(asked))


def rules_here(asked: Asked) -> list[Q]:
    """The rules of ``asked``, but for the year."""
    rules = [HERE[asked.what]] if asked.what else []
    if asked.track:
        rules.append(Q(track=asked.track))
    if asked.origin:
        rules.append(Q(origin__page=asked.origin))
    if asked.place:
        rules.append(linked(Dossier.municipalities.through, "municipality", asked.place))
    if asked.group:
        rules.append(linked(Dossier.target_groups.through, "targetgroup", asked.group))
    if asked.left:
        rules.append(Q(pk__in=moves().filter(old_phase=asked.left).values("dossier")))
    if asked.measure:
        of_round, of_itself = Q(call__measure__slug=asked.measure), Q(call=None, measure__slug=asked.measure)
        rules.append(Q(what_measure=None) if asked.measure == NOBODY else of_round | of_itself)
    return [*rules, *giver_rules(asked)]


def giver_rules(asked: Asked) -> list[Q]:
    """The rules about who gives: known by the measure, or in words."""
    if asked.giver == NOBODY:
        return [Q(what_giver=None, giver_words="")]
    if asked.giver:
        of_round = Q(call__measure__provider__slug=asked.giver)
        return [of_round | Q(call=None, measure__provider__slug=asked.giver)]
    return [Q(what_giver=None, giver_words=asked.words)] if asked.words else []


def linked(through: Any, name: str, slug: str) -> Q:
    """Dossiers that ``through`` links to the record ``slug``, or to none."""
    rows = through.objects.all()
    if slug == NOBODY:
        return ~Q(Exists(rows.filter(dossier=OuterRef("pk"))))
    return Q(pk__in=rows.filter(**{f"{name}__slug": slug}).values("dossier"))


def moves() -> Any:
    """The lines of the history with which a dossier left a phase."""
    return DossierEvent.objects.order_by().exclude(old_phase="").exclude(old_phase=F("new_phase"))


def past_of(asked: Asked) -> Any:
    """The dossiers from before the portal that count for ``asked``; of phases, target groups and tracks nothing is known of them."""
    words = Case(When(provider=None, then=Lower("funder")), default=Value(""), output_field=CharField())
    found = PastDossier.objects.annotate(giver_words=words)
    if asked.kept == Kept.HERE or asked.track or asked.left or asked.origin:
        return found.none()
    if asked.group and asked.group != NOBODY:
        return found.none()
    rules = [BEFORE[asked.what]] if asked.what else []
    if asked.number is not None:
        rules.append(Q(year=asked.number))
    for name, slug in (("municipality", asked.place), ("measure", asked.measure)):
        if slug:
            rules.append(Q(**{name: None}) if slug == NOBODY else Q(**{f"{name}__slug": slug}))
    if asked.giver:
        rules.append(NEVER if asked.giver == NOBODY else Q(provider__slug=asked.giver))
    if asked.words:
        rules.append(Q(provider=None, giver_words=asked.words))
    return found.filter(*rules)


def new_year(year: int) -> datetime:
    """When ``year`` begins in Brussels."""
    return datetime(year, 1, 1, tzinfo=BRUSSELS)
