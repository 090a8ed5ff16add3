"""What they do, with whom and about what: words of the vocabularies, heading by heading."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import F, Model, QuerySet
from django.utils.translation import gettext_lazy as _

from actors.models import Discipline, TargetGroup, Theme

from .form import OwnForm


def words(model: type[Model]) -> QuerySet[Any]:
    """The words of a vocabulary, heading by heading; those without one (who come first) at the top."""
    first = F("group__position").asc(nulls_first=True)
    return model._default_manager.select_related("group").order_by(first, "group", "position", "label")


@dataclass(frozen=True)
class Heading:
    """Some words of a vocabulary: boxes to tick, and how many of them are ticked. ``name``: empty for who comes first."""

    name: str
    boxes: list[Any]
    chosen: int


def headings(question: forms.BoundField) -> list[Heading]:
    """The boxes of ``question`` by the heading of their words."""
    found: dict[str, list[Any]] = {}
    for box in question.subwidgets:
        group = box.data["value"].instance.group
        found.setdefault(str(group or ""), []).append(box)
    return [heading_of(name, boxes) for name, boxes in found.items()]


def heading_of(name: str, boxes: list[Any]) -> Heading:
    """A heading over these boxes."""
    return Heading(name, boxes, sum(box.data["selected"] for box in boxes))


@dataclass(frozen=True)
class Fold:
    """The boxes of a question of which most people need a few: who comes first, and the others by heading, behind one fold."""

    first: list[Any]
    more: list[Heading]

    @property
    def number(self) -> int:
        """How many boxes stand behind the fold."""
        return sum(len(heading.boxes) for heading in self.more)

    @property
    def chosen(self) -> int:
        """How many of those are ticked: then it is open."""
        return sum(heading.chosen for heading in self.more)


def folded(question: forms.BoundField) -> Fold:
    """The boxes of a ``question`` about target groups: the primary ones, and the others. Without primary ones nothing is folded."""
    found = headings(question)
    first = [box for heading in found for box in heading.boxes if is_primary(box)]
    if not first:
        return Fold([box for heading in found for box in heading.boxes], [])
    others = [(heading.name, [box for box in heading.boxes if not is_primary(box)]) for heading in found]
    return Fold(first, [heading_of(name, boxes) for name, boxes in others if boxes])


def is_primary(box: Any) -> bool:
    """Whether a box is about a group that comes first in all the network does."""
    return bool(box.data["value"].instance.is_primary)


class ForWhomForm(OwnForm):
    """Disciplines, people and themes."""

    names = ("disciplines", "target_groups", "themes")

    disciplines = forms.ModelMultipleChoiceField(
        Discipline.objects.none(),
        label=_("What do you do?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    target_groups = forms.ModelMultipleChoiceField(
        TargetGroup.objects.none(), label=_("With whom?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    themes = forms.ModelMultipleChoiceField(
        Theme.objects.none(),
        label=_("What is it about?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, model in (("disciplines", Discipline), ("target_groups", TargetGroup), ("themes", Theme)):
            terms: Any = self.fields[name]
            terms.queryset = words(model)

    @property
    def vocabularies(self) -> list[tuple[forms.BoundField, list[Heading]]]:
        """Every question with its words, heading by heading."""
        return [(self[name], headings(self[name])) for name in self.names]
