"""What the words of a table stand for: vocabularies and other lists of records, looked up once."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process, utils

from ecru.base.text import fold

ALIKE = 65  # of 100: how near a word must be to be offered instead


class Vocabulary:
    """Records that a cell names by slug, label or another key; slugs are how we keep them."""

    def __init__(self, records: Iterable[tuple[int, str, str, list[str]]]) -> None:
        self.keys: dict[str, int] = {}
        self.labels: dict[str, str] = {}
        self.meant: dict[str, set[str]] = {}
        for key, slug, label, others in records:
            self.keys[slug], self.labels[slug] = key, label
            for word in (label, *others):
                self.meant.setdefault(fold(word), set()).add(slug)

    def find(self, word: str) -> str:
        """The slug of what ``word`` names. Raises ``ValidationError`` with the nearest label."""
        if word in self.keys:
            return word
        slugs = self.meant.get(fold(word), set())
        if len(slugs) == 1:
            return next(iter(slugs))
        if slugs:
            raise ValidationError(
                _("“%(word)s” can mean several things. Write one of: %(slugs)s.")
                % {"word": word[:60], "slugs": ", ".join(sorted(slugs)[:6])}
            )
        near = process.extractOne(
            word[:80], self.labels, scorer=fuzz.ratio, processor=utils.default_process, score_cutoff=ALIKE
        )
        if near:
            raise ValidationError(
                _("We do not know “%(word)s”. Did you mean “%(near)s”?")
                % {"word": word[:60], "near": near[0]}
            )
        raise ValidationError(_("We do not know “%(word)s”.") % {"word": word[:60]})

    def knows(self, word: str) -> bool:
        """Whether ``word`` names a record, or several."""
        return word in self.keys or fold(word) in self.meant

    def told(self, slug: str) -> str:
        """The label of ``slug``, or the slug itself when the label would not lead back to it."""
        label = self.labels.get(slug, slug)
        if label in self.keys:
            return label if label == slug else slug
        return label if self.meant.get(fold(label)) == {slug} else slug


class Words:
    """Everything that cells name, loaded when it is first asked for and then kept for the whole table.

    ``LISTS``: by name, the model and the field with its label; ``others``: a field with more words for it, by name.
    """

    LISTS: ClassVar[dict[str, tuple[type[Any], str]]] = {}
    others: ClassVar[dict[str, str]] = {}

    def __init__(self) -> None:
        self.lists: dict[str, Vocabulary] = {}

    def list_of(self, name: str) -> Vocabulary:
        """The vocabulary ``name``, one of ``LISTS``."""
        if name not in self.lists:
            model, label = self.LISTS[name]
            other = self.others.get(name, label)
            rows = model._default_manager.order_by("pk").values_list("pk", "slug", label, other)
            self.lists[name] = Vocabulary(
                (key, slug, said, list(more) if isinstance(more, list) else [])
                for key, slug, said, more in rows
            )
        return self.lists[name]
