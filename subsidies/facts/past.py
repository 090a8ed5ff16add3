"""What loading files of facts writes in the history of measures, their rounds and their conditions."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager

from actors.facts.shared import remembered
from subsidies.models import Call, Criterion, Measure


@contextmanager
def remembered_support(
    file: str, measures: Iterable[str], rounds: Iterable[str], conditions: Iterable[str] = ()
) -> Iterator[None]:
    """Notes what changes inside this block in the records with these keys; ``file`` is where it was read."""
    with ExitStack() as every:
        every.enter_context(remembered(Measure, measures, file))
        every.enter_context(remembered(Call, rounds, file, by="key"))
        every.enter_context(remembered(Criterion, conditions, file, by="key"))
        yield
