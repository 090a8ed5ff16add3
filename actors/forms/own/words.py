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
    return [Heading(name, boxes, sum(box.data["selected"] for box in boxes)) for name, boxes in found.items()]


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
