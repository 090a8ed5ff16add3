"""What is drawn once for all pages, and the lists that are drawn in Python."""

from django.template import engines
from django.utils import translation


def drawn(text: str, *contexts: dict[str, object]) -> list[str]:
    """What one template of ``text`` gives for each of ``contexts``, one after the other."""
    template = engines["django"].from_string(text)
    return [template.render(context).strip() for context in contexts]


def test_what_is_drawn_once_stays_for_the_same_values() -> None:
    text = "{% drawn_once section %}{{ section }} {{ other }}{% enddrawn_once %}"
    first, again, another = drawn(
        text,
        {"section": "actors", "other": 1},
        {"section": "actors", "other": 2},
        {"section": "support", "other": 3},
    )
    assert (first, again, another) == ("actors 1", "actors 1", "support 3")


def test_every_language_is_drawn_by_itself() -> None:
    template = engines["django"].from_string('{% drawn_once %}{% translate "Support" %}{% enddrawn_once %}')
    with translation.override("nl"):
        dutch = template.render({})
    with translation.override("en"):
        assert template.render({}) == "Support" != dutch
    with translation.override("nl"):
        assert template.render({}) == dutch


def test_a_part_keeps_no_more_than_its_room() -> None:
    template = engines["django"].from_string("{% drawn_once number %}{{ number }}{% enddrawn_once %}")
    assert [template.render({"number": number}) for number in range(100)] == [str(n) for n in range(100)]
    [part] = template.template.nodelist
    assert len(part.drawn) == 60


def test_reasons_are_escaped_beside_their_drawing() -> None:
    [found] = drawn('{% why lines "x" %}', {"lines": ["<b>", "Ook jongeren"]})
    assert found.count("<li><svg") == 2
    assert "<span>&lt;b&gt;</span>" in found
