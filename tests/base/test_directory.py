"""The machinery of directories: any text, any answer, any page; and an order that changes daily."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecru.base.directory import Facet, Pager
from ecru.base.directory.directory import AnyText
from ecru.base.directory.facets import Answer, AnswersField, panel


def pager(wanted: str, total: int) -> Pager:
    return Pager.at(wanted, total, lambda number: f"?pagina={number}")


@pytest.mark.parametrize(
    ("wanted", "total", "number", "last"),
    [
        ("1", 0, 1, 1),
        ("9", 0, 1, 1),
        ("1", 24, 1, 1),
        ("2", 24, 1, 1),
        ("2", 25, 2, 2),
        ("0", 100, 1, 5),
        ("5", 100, 5, 5),
        ("999999999", 100, 5, 5),
        ("9999999999", 100, 1, 5),
        ("x", 100, 1, 5),
        ("²", 100, 1, 5),
        ("-2", 100, 1, 5),
    ],
)
def test_the_nearest_page_is_shown(wanted: str, total: int, number: int, last: int) -> None:
    page = pager(wanted, total)
    assert (page.number, page.last) == (number, last)
    assert bool(page.previous) == (number > 1)
    assert bool(page.next) == (number < last)


@settings(max_examples=100)
@given(st.integers(0, 2_000), st.integers(-3, 99))
def test_the_steps_show_first_last_and_around(total: int, wanted: int) -> None:
    page = pager(str(wanted), total)
    numbers = [link.number for link in page.links if not link.gap]
    if page.last == 1:
        assert page.links == []
        return
    assert numbers[0] == 1
    assert numbers[-1] == page.last
    assert {page.number - 1, page.number, page.number + 1} & set(range(1, page.last + 1)) <= set(numbers)
    assert [link.number for link in page.links if link.current] == [page.number]
    assert len(page.links) <= 7
    assert [link.number for link in page.links] == sorted({link.number for link in page.links})


@settings(max_examples=200)
@given(st.text(max_size=500))
def test_any_text_is_cleaned(text: str) -> None:
    cleaned = AnyText().clean(text)
    assert len(cleaned) <= 200
    assert cleaned == "".join(cleaned.strip())
    assert all(letter.isprintable() for letter in cleaned)


def test_answers_are_distinct_short_and_not_too_many() -> None:
    field = AnswersField()
    assert field.clean(["a", "a", "", "b", "x" * 101]) == ["a", "b"]
    assert len(field.clean([str(number) for number in range(1_000)])) == 60
    assert field.clean(None) == []


def facet(number: int, first: int = 0) -> Facet:
    answers = [Answer(n, f"w{n}", f"Woord {n}", f"Kop {n % 2}", first=n < first) for n in range(number)]
    return Facet("themes", label="Thema", answers=lambda: answers)


def shown(
    number: int, first: int, counts: dict[int, int], chosen: tuple[str, ...] = ()
) -> tuple[list[str], list[str]]:
    words = facet(number, first)
    board = panel("thema", words, words.options(counts, chosen), is_open=False)
    return [option.value for option in board.options], [
        option.value for group in board.more for option in group.options
    ]


def test_a_short_list_is_shown_whole() -> None:
    assert shown(12, 0, {}) == ([f"w{n}" for n in range(12)], [])


def test_a_long_list_shows_what_comes_first_or_most() -> None:
    front, rest = shown(13, 3, {})
    assert front == ["w0", "w1", "w2"]
    assert len(rest) == 10
    front, rest = shown(20, 0, {number: number for number in range(20)})
    assert front == [f"w{n}" for n in range(14, 20)]
    assert len({*front, *rest}) == 20


def test_what_is_chosen_is_always_in_sight() -> None:
    front, rest = shown(20, 3, {}, ("w19",))
    assert front == ["w0", "w1", "w2", "w19"]
    assert "w19" not in rest


def test_unknown_answers_are_left_out() -> None:
    assert [answer.value for answer in facet(5).known(["w4", "niets", "w1"])] == ["w1", "w4"]
