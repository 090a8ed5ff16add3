"""Records that can be searched: the folded texts that the catalogue copies, and the same search in SQL."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any, ClassVar, Self

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import Case, Q, When

from .edition import Row, ShownQuerySet, note_changes
from .text import BETWEEN, SHORTEST_INFIX, fold, index_text, joined, query_words, stem

AT_ONCE = 500
Keys = Collection[int] | models.QuerySet[Any, Any]
SEARCH_TEXTS = ("search_name", "search_alias", "search_topics", "search_text")


def folded_texts(
    names: list[str], aliases: list[str], topics: list[str], texts: list[str]
) -> tuple[str, str, str, str]:
    """The four texts that search looks in; the last holds every word and every stem of all four.

    A name with a hyphen in it counts as written in one, too: C-mine is found as "cmine".
    """
    aliases = [*aliases, *(joined(name) for name in (*names, *aliases) if joined(name) != name)]
    name, alias, topic = (
        f" {BETWEEN.join(fold(text) for text in group)} " for group in (names, aliases, topics)
    )
    return name, alias, topic, index_text(*names, *aliases, *topics, *texts)


def searchable() -> list[type["Searchable"]]:
    """The models that can be searched."""
    return [model for model in apps.get_models() if issubclass(model, Searchable)]


@contextmanager
def renaming(model: type[models.Model], keys: Keys) -> Iterator[None]:
    """Around a change of the names of records of ``model``, or their removal: search finds what speaks of them by the new ones.

    ``keys``: theirs, or a query of them. Who speaks of them is looked up before, because what is gone has no relations: a
    query for each model that may.
    """
    spoken = {other: speaking_of(other, model, keys) for other in searchable()}
    yield
    for other, found in spoken.items():
        if found:
            other._default_manager.filter(pk__in=found).reindex()  # type: ignore[attr-defined]


def renamed(model: type[models.Model], keys: Keys) -> None:
    """After the names of the records ``keys`` of ``model`` changed: search finds what speaks of them by the new ones."""
    with renaming(model, keys):
        pass


def speaking_of(other: type["Searchable"], model: type[models.Model], keys: Keys) -> list[int]:
    """The keys of the records of ``other`` that have the names of the records ``keys`` of ``model`` among their words."""
    ways = [way for way in other.SPEAKS_OF if led_to(other, way) is model]
    if not ways:
        return []
    any_way = Q(*[Q((f"{way}__in", keys)) for way in ways], _connector=Q.OR)
    return sorted(set(other._default_manager.order_by().filter(any_way).values_list("pk", flat=True)))


def led_to(model: type[models.Model], way: str) -> Any:
    """The model where the relations of ``way`` end, such as "makers__actor" for a practice."""
    end: Any = model
    for name in way.split("__"):
        end = end._meta.get_field(name).related_model
    return end


class SearchableQuerySet(ShownQuerySet[Row]):
    """Questions in words."""

    def search(self, query: str) -> Self:
        """Records that answer every word of ``query``, in any order.

        The rule of ``ecru.base.catalogue.words.is_like`` in SQL, for who sees more than the catalogue holds. On
        PostgreSQL a trigram index answers it where the extension could be made.
        """
        found = self
        for word in query_words(query):
            found = found.filter(self.answering(word))
        return found

    def names_first(self, query: str) -> Self:
        """In the order of names, but whose name has every word of ``query`` comes before whose text has it."""
        in_name = Q(*[Q(search_name__contains=word) for word in query_words(query)], pk__gt=0)
        place = Case(When(in_name, then=0), default=1, output_field=models.IntegerField())
        return self.order_by(place, "search_name")

    def answering(self, word: str) -> Q:
        """What says that a record answers the folded ``word``."""
        root = stem(word)
        if len(word) < SHORTEST_INFIX:
            return Q(search_text__contains=f" {word}") | Q(search_text__contains=f" {root} ")
        answer = Q(search_text__contains=word)
        if root != word:
            whole = root if len(root) >= SHORTEST_INFIX else f" {root} "
            answer |= Q(search_text__contains=whole)
        return answer

    def unindexed(self) -> Self:
        """Records of which the texts were never written: those of before search looked in all four."""
        return self.filter(search_topics="")  # what was written holds at least a space

    def reindex(self) -> None:
        """Writes the texts that search looks in, a batch at a time: memory holds, whatever the number of records."""
        keys = list(self.order_by().values_list("pk", flat=True))
        records: Any = self.model._default_manager
        for start in range(0, len(keys), AT_ONCE):
            batch = list(records.for_reindex().filter(pk__in=keys[start : start + AT_ONCE]))
            for record in batch:
                record.set_search_texts()
            self.write_texts(batch)

    def write_texts(self, records: list[Any]) -> None:
        """Writes the texts of ``records``, a statement for each: to put one for all together takes Django far longer."""
        quote, meta = connection.ops.quote_name, self.model._meta
        columns = ", ".join(f"{quote(name)} = %s" for name in SEARCH_TEXTS)
        statement = f"UPDATE {quote(meta.db_table)} SET {columns} WHERE {quote(str(meta.pk.column))} = %s"  # noqa: S608 - names of ours
        values = [(*(getattr(record, name) for name in SEARCH_TEXTS), record.pk) for record in records]
        with transaction.atomic(savepoint=False), connection.cursor() as cursor:
            cursor.executemany(statement, values)
        note_changes(self.model, [record.pk for record in records])

    def for_reindex(self) -> Self:
        """With all that ``search_words`` needs, in a constant number of queries; by itself nothing besides."""
        return self.all()


class Searchable(models.Model):
    """A record with texts to search: names weigh more than other names, these more than topics, those more than text."""

    SPEAKS_OF: ClassVar[tuple[str, ...]] = ()  # relations to the records whose names are among its words

    search_name = models.TextField(editable=False, default="")
    search_alias = models.TextField(editable=False, default="")
    search_topics = models.TextField(editable=False, default="")
    search_text = models.TextField(editable=False, default="")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    def search_words(self) -> tuple[list[str], list[str], list[str], list[str]]:
        """What the record is called, what else it is called, what it is about, and what is told about it."""
        raise NotImplementedError

    def set_search_texts(self) -> None:
        """Folds ``search_words`` into the four texts."""
        for name, text in zip(SEARCH_TEXTS, folded_texts(*self.search_words()), strict=True):
            setattr(self, name, text)

    def reindex(self) -> None:
        """Writes the texts that search looks in. Call it after names, words or relations of the record changed."""
        manager = type(self)._default_manager
        manager.filter(pk=self.pk).reindex()  # type: ignore[attr-defined]
        self.refresh_from_db(fields=SEARCH_TEXTS)
