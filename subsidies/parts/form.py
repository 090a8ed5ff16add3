"""The questions of the round in a dossier, with their answers; and who works on it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actors.models import User

from ..completeness import FilledSection, form_of
from ..dossier_page import DossierBlock, dossier_block
from ..models import AnswerKind, Dossier
from ..permissions import may_seat, may_write, runs_dossiers, works_on
from ..phases import open_fields
from ..sheets import Sheet, sheet


@dataclass(frozen=True)
class Line:
    """A section on the page of a dossier, and whether this person writes in it now."""

    part: FilledSection
    url: str
    writes: bool


@dataclass(frozen=True)
class Seat:
    """Who works along: their name, for whom, and what they may do."""

    name: str
    actor: str
    may: str


@sheet
def form_sheet(dossier: Dossier) -> Sheet | None:
    """What the round asks and the dossier answers: long texts as texts, the rest as facts. Two queries at most."""
    answered = [one for part in form_of(dossier) for one in part.filled if one.value.strip()]
    if not answered:
        return None
    facts = [[one.question.told, one.told] for one in answered if one.question.kind != AnswerKind.LONG]
    texts = [[one.question.told, one.told] for one in answered if one.question.kind == AnswerKind.LONG]
    return Sheet("vragen", _("Questions of the round"), facts, texts, order=20)


@dossier_block
def form_block(dossier: Dossier, user: User) -> DossierBlock | None:
    """The sections with how far each is; nothing where the round asks nothing more. No query of its own."""
    parts, opened = form_of(dossier), open_fields(dossier)
    if not parts:
        return None
    lines = [
        Line(
            part,
            reverse("my-dossier-section", args=[dossier.pk, part.section.key]),
            part.section.opens in opened and may_write(user, dossier, part.section.key),
        )
        for part in parts
    ]
    holds = {"lines": lines, "writes": any(line.writes for line in lines)}
    return DossierBlock("vragen", gettext_lazy("Questions"), "subsidies/form/block.html", holds, order=20)


@dossier_block
def people_block(dossier: Dossier, user: User) -> DossierBlock | None:
    """Who of other actors works along, for who works on it and who runs the network. Two queries."""
    if not (works_on(user, dossier) or runs_dossiers(user)):
        return None
    seats = [
        Seat(str(one.user), one.actor.name, one.get_place_display())
        for one in sorted(dossier.persons.all(), key=lambda person: person.pk)
    ]
    holds = {"dossier": dossier, "seats": seats, "asks": may_seat(user, dossier)}
    return DossierBlock(
        "mensen", gettext_lazy("Who works on it"), "subsidies/form/people_block.html", holds, order=80
    )
