"""The cloth tells the truth: widths, areas and threads follow from the figures that go in."""

import re
from collections.abc import Callable
from itertools import combinations, pairwise
from xml.etree import ElementTree as ET

import pytest

from ecru.base import loom, patchwork, weave
from ecru.base.weave import Place

Draw = Callable[..., str]

SEVEN_2019 = [
    Place("as", "As", 8198),
    Place("beringen", "Beringen", 46304),
    Place("genk", "Genk", 66171),
    Place("heusden-zolder", "Heusden-Zolder", 33695),
    Place("houthalen-helchteren", "Houthalen-Helchteren", 30631),
    Place("leopoldsburg", "Leopoldsburg", 15736),
    Place("maasmechelen", "Maasmechelen", 38481),
]
SLUGS = [place.slug for place in SEVEN_2019]


def drawn(svg: str) -> ET.Element:
    """The drawing, read as XML: it must be well formed."""
    return ET.fromstring(svg)  # noqa: S314 - our own drawing


def with_figures(*inhabitants: int) -> list[Place]:
    """The seven, with other numbers of inhabitants."""
    return [
        Place(place.slug, place.name, count) for place, count in zip(SEVEN_2019, inhabitants, strict=True)
    ]


# --- Bindings ---------------------------------------------------------------------------------------------------


def test_every_municipality_has_its_own_binding() -> None:
    drafts = {slug: tuple(weave.BINDINGS[slug]) for slug in SLUGS}
    assert len(set(drafts.values())) == len(SLUGS)
    assert all(len({len(pick) for pick in draft}) == 1 for draft in drafts.values()), "a draft is a rectangle"


def test_the_patterns_come_in_four_sizes_and_each_id_once() -> None:
    ids = re.findall(r'id="([^"]+)"', weave.patterns())
    assert len(ids) == len(set(ids))
    assert {f"{size}-{slug}" for size in "tpPX" for slug in [*SLUGS, "undyed"]} == set(ids)
    drawn(weave.patterns())


def test_a_bar_of_the_draft_covers_exactly_the_warp_that_lies_on_top() -> None:
    for draft in weave.BINDINGS.values():
        bars = re.findall(r"h(\d+)v2h-\1z", weave.draft_path(draft))
        assert sum(map(int, bars)) == 2 * sum(pick.count("#") for pick in draft)


def test_a_place_outside_the_seven_is_woven_undyed() -> None:
    assert weave.cloth("hasselt") == "url(#t-undyed)"
    assert weave.cloth("genk", "P") == "url(#P-genk)"


def test_a_size_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="size 'M'"):
        weave.cloth("genk", "M")


# --- Warp and weft ----------------------------------------------------------------------------------------------


def test_width_in_the_warp_follows_the_inhabitants() -> None:
    strips = weave.strips(SEVEN_2019)
    assert strips[0].start == 0
    assert strips[-1].end == pytest.approx(100)
    assert all(left.end == right.start for left, right in pairwise(strips))
    genk = strips[2]
    assert genk.end - genk.start == pytest.approx(100 * 66171 / 239216)


def test_one_yarn_stands_for_about_four_thousand_people() -> None:
    counts = {strip.place.slug: len(list(weave.yarns(strip))) for strip in weave.strips(SEVEN_2019)}
    assert counts["as"] == 2
    assert counts["genk"] == 17


def test_when_a_municipality_grows_its_strip_grows_too() -> None:
    before = weave.strips(SEVEN_2019)[0]
    after = weave.strips(with_figures(16000, 46304, 66171, 33695, 30631, 15736, 38481))[0]
    assert after.end - after.start > before.end - before.start


def test_unknown_inhabitants_do_not_break_the_warp() -> None:
    strips = weave.strips([Place("as", "As", 0), Place("genk", "Genk", 0)])
    assert [strip.end for strip in strips] == [50, 100]
    assert weave.strips([]) == []
    drawn(weave.warp([]))


def test_only_the_places_that_take_part_are_dyed() -> None:
    svg = weave.warp(SEVEN_2019, {"genk"})
    assert svg.count("var(--undyed)") == 6
    assert svg.count("var(--genk)") == 1
    assert "undyed" not in weave.warp(SEVEN_2019)


def test_the_weft_lies_over_the_places_that_take_part_and_under_the_others() -> None:
    (path,) = drawn(weave.weft(SEVEN_2019, {"as", "genk"}))
    assert re.findall(r"M([\d.]+) 0H([\d.]+)", path.attrib["d"]) == [("0", "3.43"), ("22.78", "50.45")]
    (everywhere,) = drawn(weave.weft(SEVEN_2019))
    assert everywhere.attrib["d"].count("M") == 7
    (nowhere,) = drawn(weave.weft(SEVEN_2019, set()))
    assert nowhere.attrib["d"] == ""


def test_the_fan_starts_narrow_and_ends_as_wide_as_the_page() -> None:
    svg = weave.fan(SEVEN_2019, 79, 100)
    tops = [float(x) for x in re.findall(r"M([\d.]+) 0H", svg)]
    assert min(tops) == 79
    assert max(tops) < 100
    assert "L1.06 100H0z" in svg


# --- Portraits --------------------------------------------------------------------------------------------------


def test_a_portrait_is_the_same_every_time_and_differs_per_actor() -> None:
    again = [weave.portrait("het-vervolg", ["heusden-zolder"]) for _ in range(2)]
    assert again[0] == again[1]
    seeds = {weave.portrait(f"actor-{number}", ["genk"]) for number in range(50)}
    assert len(seeds) == 50


@pytest.mark.parametrize("variant", ["sample", "feature", "banner"])
@pytest.mark.parametrize("slugs", [["genk"], ["genk", "as"], SLUGS, ["hasselt"], []])
def test_a_portrait_is_well_formed_and_free_of_style_attributes(slugs: list[str], variant: str) -> None:
    svg = weave.portrait("seed", slugs, variant)
    drawn(svg)
    assert "style=" not in svg
    assert 'aria-hidden="true"' in svg


def test_all_places_of_a_subject_are_in_its_cloth_once() -> None:
    svg = weave.portrait("koor", ["genk", "as", "genk"], "banner")
    assert len(re.findall(r"url\(#[PX]-genk\)", svg)) == 1
    assert len(re.findall(r"url\(#[PX]-as\)", svg)) == 1


def test_a_subject_without_a_place_is_only_basted() -> None:
    svg = weave.portrait("nergens", [])
    assert "url(#" not in svg
    assert "stroke-dasharray" in svg
    assert "basted" in drawn(svg).attrib["class"]


def test_a_subject_from_elsewhere_wears_no_dye_and_stays_visible() -> None:
    for number in range(20):
        svg = weave.portrait(number, ["hasselt"])
        assert "-undyed)" in svg
        assert 'width="100%" height="100%" fill="var(--undyed)"' not in svg, "undyed on undyed shows nothing"


# --- Patchwork --------------------------------------------------------------------------------------------------


def overlap(one: patchwork.Square, other: patchwork.Square) -> bool:
    """Whether two squares share any room."""
    return (
        one.x < other.x + other.side
        and other.x < one.x + one.side
        and one.y < other.y + other.side
        and other.y < one.y + one.side
    )


@pytest.mark.parametrize(
    "inhabitants",
    [
        (8198, 46304, 66171, 33695, 30631, 15736, 38481),
        (8600, 48900, 67900, 34600, 31200, 16500, 40700),
        (4000, 20000, 130000, 60000, 60000, 30000, 80000),
        (40000, 40000, 40000, 40000, 40000, 40000, 40000),
        (1, 46304, 66171, 33695, 30631, 60000, 38481),
    ],
)
def test_squares_never_overlap(inhabitants: tuple[int, ...]) -> None:
    squares = patchwork.patchwork(with_figures(*inhabitants)).squares
    clashes = [
        (one.place.name, other.place.name) for one, other in combinations(squares, 2) if overlap(one, other)
    ]
    assert clashes == []
    assert min(square.y for square in squares) >= 0


def test_the_area_of_a_square_follows_the_inhabitants() -> None:
    side = {square.place.slug: square.side for square in patchwork.patchwork(SEVEN_2019).squares}
    assert (side["genk"] / side["as"]) ** 2 == pytest.approx(66171 / 8198)


def test_a_place_outside_the_seven_is_not_on_the_map() -> None:
    drawing = patchwork.patchwork([*SEVEN_2019, Place("hasselt", "Hasselt", 80000)])
    assert [square.place.slug for square in drawing.squares] == SLUGS
    assert patchwork.patchwork([]).squares == []


def test_every_square_carries_its_full_name() -> None:
    for square in patchwork.patchwork(SEVEN_2019).squares:
        written = "".join(line.text for line in square.label)
        assert written.replace("-", "").lower() == square.place.name.replace("-", "").lower()


# --- Loom -------------------------------------------------------------------------------------------------------

KARBON = loom.Ribbon(
    "Klub Karbon", ["genk", "heusden-zolder", "houthalen-helchteren"], "/actoren/klub-karbon/"
)
HELDEN = loom.Ribbon("Lokale Helden", ["beringen", "houthalen-helchteren", "leopoldsburg"])


def test_neighbours_that_both_take_part_carry_one_unbroken_ribbon() -> None:
    strips = weave.strips(SEVEN_2019)
    assert len(loom.runs(strips, KARBON.slugs)) == 1
    assert len(loom.runs(strips, HELDEN.slugs)) == 2
    assert loom.runs(strips, ["hasselt"]) == []


@pytest.mark.parametrize("draw", [loom.wide, loom.tall])
def test_a_ribbon_says_who_takes_part_and_leads_somewhere(draw: Draw) -> None:
    svg = draw(SEVEN_2019, [KARBON, HELDEN], "Samenwerkingen", str)
    drawn(svg)
    assert 'aria-label="Klub Karbon: Genk, Heusden-Zolder, Houthalen-Helchteren"' in svg
    assert 'href="/actoren/klub-karbon/"' in svg
    assert svg.count('role="listitem"') == 2
    assert "style=" not in svg


@pytest.mark.parametrize("draw", [loom.wide, loom.tall])
def test_names_from_people_cannot_leave_the_drawing(draw: Draw) -> None:
    evil = loom.Ribbon('<script>alert("x")</script>', ["genk"], '/"><script>')
    svg = draw(SEVEN_2019, [evil], '"><b>', str)
    drawn(svg)
    assert "<script" not in svg


@pytest.mark.parametrize("draw", [loom.wide, loom.tall])
def test_a_ribbon_over_nobody_is_not_drawn(draw: Draw) -> None:
    svg = draw(SEVEN_2019, [loom.Ribbon("Ver weg", ["hasselt"])], "Samenwerkingen", str)
    assert "Ver weg" not in svg


def test_a_label_that_is_too_long_for_its_ribbon_stands_beside_it() -> None:
    narrow_left, narrow_right = loom.Run(0, 3), loom.Run(97, 100)
    assert loom.anchor(narrow_left, "Een lange naam", 1024) == (3, "after")
    assert loom.anchor(narrow_right, "Een lange naam", 1024) == (97, "before")
    assert loom.anchor(loom.Run(20, 60), "Een lange naam", 1024) == (20, "on")


def test_every_inhabitant_count_is_written_on_the_loom() -> None:
    for draw in (loom.wide, loom.tall):
        svg = draw(SEVEN_2019, [], "Samenwerkingen", str)
        assert all(str(place.inhabitants) in svg for place in SEVEN_2019)
