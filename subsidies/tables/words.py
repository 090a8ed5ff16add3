"""What the words of a table of measures stand for."""

from actors.models import ActorKind, Discipline, Municipality, TargetGroup, Theme
from ecru.base.tables import words as base
from ecru.base.text import fold
from subsidies.models import LegalForm, Measure, Provider, SupportForm


class Words(base.Words):
    """Everything that cells of measures name."""

    LISTS = {
        "provider": (Provider, "title"),
        "forms": (SupportForm, "label"),
        "legal_forms": (LegalForm, "label"),
        "actor_kinds": (ActorKind, "label"),
        "target_groups": (TargetGroup, "label"),
        "disciplines": (Discipline, "label"),
        "themes": (Theme, "label"),
        "municipality": (Municipality, "name"),
    }
    others = {"municipality": "postcodes"}

    def __init__(self) -> None:
        super().__init__()
        self.titles: dict[str, list[tuple[int, str]]] | None = None

    def namesake(self, title: str, giver: str) -> int | None:
        """The measure of this title by this giver (a key; empty when the row does not say)."""
        if self.titles is None:
            self.titles = {}
            for key, known, slug in Measure.objects.order_by("pk").values_list(
                "pk", "title", "provider__slug"
            ):
                self.titles.setdefault(fold(known), []).append((key, slug))
        alike = self.titles.get(fold(title), [])
        return next((key for key, slug in alike if giver in {"", slug}), None)
