"""What the template tags write, and what they refuse to let through."""

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.template import Context, Template
from django.utils.translation import override
from pytest_django.asserts import assertHTMLEqual

from ecru.base import prose
from ecru.base.templatetags import ecru as tags
from ecru.base.templatetags.boxes import tick


@dataclass
class Town:
    """A municipality as a template meets it."""

    slug: str
    name: str
    inhabitants: int | None = 0

    def get_absolute_url(self) -> str:
        return f"/gemeenten/{self.slug}/"


AS = Town("as", "As", 8198)
GENK = Town("genk", "Genk", 66171)
PLACES = [AS, GENK]


def rendered(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


# --- Numbers ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "money", "round_money"),
    [("nl", "€\xa026.468,40", "€\xa026.468"), ("en", "€26,468.40", "€26,468")],
)
def test_money_is_written_as_people_here_write_it(language: str, money: str, round_money: str) -> None:
    with override(language):
        assert rendered("{{ sum|euro }}", sum=Decimal("26468.4")) == money
        assert rendered("{{ sum|euro:0 }}", sum=Decimal("26468.4")) == round_money


def test_money_rounds_half_a_cent_up_and_keeps_its_sign() -> None:
    with override("nl"):
        assert tags.euro(Decimal("0.005")) == "€\xa00,01"
        assert tags.euro(Decimal("-1250.5")) == "€\xa0-1.250,50"
        assert tags.euro(Decimal("-0.001")) == "€\xa00,00"
        assert tags.euro(Decimal("999999999999.99")) == "€\xa0999.999.999.999,99"
    with override("en"):
        assert tags.euro(Decimal(-5)) == "-€5.00"


@pytest.mark.parametrize("nothing", [None, "", "veel", Decimal("NaN"), float("inf")])
def test_what_is_no_number_shows_nothing(nothing: object) -> None:
    assert tags.euro(nothing) == tags.whole(nothing) == tags.amount(nothing) == ""


@pytest.mark.parametrize(
    ("value", "dutch"),
    [(57.3, "57,3"), (90.0, "90"), (Decimal("3279.20"), "3.279,2"), (0, "0"), (100, "100")],
)
def test_an_amount_has_no_needless_decimals(value: object, dutch: str) -> None:
    with override("nl"):
        assert tags.amount(value) == dutch


def test_people_are_counted_whole() -> None:
    with override("nl"):
        assert tags.whole(66171) == "66.171"
        assert tags.whole(1.5) == "2"
    with override("en"):
        assert tags.whole(66171) == "66,171"


# --- Text of people ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[klik](javascript:alert(1))",
        "[klik](JaVaScRiPt:alert(1))",
        "[klik](data:text/html;base64,PHNjcmlwdD4=)",
        "[klik](vbscript:msgbox)",
        "<javascript:alert(1)>",
        "[klik](https://x.be 'titel\" onmouseover=alert(1) x=\"')",
        "![foto](https://spion.example/pixel.gif)",
        "<style>body{display:none}</style>",
        "a\x00b <svg onload=alert(1)>",
    ],
)
def test_text_of_people_cannot_run_or_load_anything(attack: str) -> None:
    html = tags.markdown(attack)
    live = [
        "<script",
        "<img",
        "<svg",
        "<style",
        'href="javascript',
        'href="data',
        'href="vbscript',
        ' onmouseover="',
    ]
    assert not [trick for trick in live if trick in html.lower()]
    assert "\x00" not in html


def test_plain_text_layout_survives() -> None:
    html = tags.markdown("Wij zoeken:\n\n- een **zaal**\n- een *dirigent*")
    assert (
        html
        == "<p>Wij zoeken:</p>\n<ul>\n<li>een <strong>zaal</strong></li>\n<li>een <em>dirigent</em></li>\n</ul>\n"
    )


def test_headings_of_people_stay_below_those_of_the_page() -> None:
    html = tags.markdown("# Een\n\n## Twee\n\n##### Vijf\n\nZes\n===")
    assert "<h3>Een</h3>" in html
    assert "<h4>Twee</h4>" in html
    assert "<h6>Vijf</h6>" in html
    assert "<h3>Zes</h3>" in html


def test_only_links_out_of_the_portal_are_marked(settings: Any) -> None:
    settings.BASE_URL = "https://ecru.be"
    html = tags.markdown(
        "[hier](/actoren/), [ook hier](https://ecru.be/x), [daar](https://example.org), [mail](mailto:a@b.be)"
    )
    assert html.count('rel="nofollow ugc noopener"') == 1
    assert 'href="https://example.org" rel="nofollow ugc noopener"' in html


def test_no_text_is_no_html() -> None:
    assert tags.markdown("") == tags.markdown(None) == ""


def test_a_link_that_makes_no_sense_does_not_break_the_page() -> None:
    assert "<p>" in prose.to_html("[x](http://[oeps) en [y](<http://[::1>)")


def test_structured_data_cannot_close_its_element() -> None:
    name = "</script><script>alert(1)</script> & <!-- \u2028"
    html = rendered("{{ data|jsonld }}", data={"name": name, "price": Decimal("1.50")})
    assert html.startswith('<script type="application/ld+json">{')
    assert html.count("<") == 2
    assert html.count(">") == 2
    body = html.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert json.loads(body) == {"name": name, "price": "1.50"}


# --- Cloth ------------------------------------------------------------------------------------------------------


def test_a_town_is_a_swatch_and_an_escaped_name() -> None:
    html = rendered("{% town place %}", place=Town("genk", "Genk <b>"))
    assert "url(#t-genk)" in html
    assert "Genk &lt;b&gt;" in html
    assert "<a " not in html


def test_a_town_can_lead_somewhere_and_no_town_is_nothing() -> None:
    assert 'href="/genk/?a=1&amp;b=2"' in rendered("{% town place url %}", place=GENK, url="/genk/?a=1&b=2")
    assert rendered("{% town nobody %}", nobody=None) == ""


def test_towns_stand_in_a_row() -> None:
    html = rendered("{% towns places %}", places=PLACES)
    assert html.count('class="town"') == 2


def test_an_evil_slug_cannot_leave_its_attribute() -> None:
    html = rendered("{% swatch slug %}{% portrait slug slugs %}", slug='"><script>', slugs=['"><script>'])
    assert "<script" not in html


def test_the_warp_takes_slugs_a_single_slug_or_nothing() -> None:
    assert "undyed" not in rendered("{% warp places %}", places=PLACES)
    assert "undyed" in rendered("{% warp places over='genk' %}", places=PLACES)
    assert rendered("{% warp places over=slugs %}", places=PLACES, slugs=[]).count("var(--undyed)") == 2


def test_title_lines_weave_plainly() -> None:
    first, second = (rendered("{% weft places turn=turn %}", places=PLACES, turn=turn) for turn in (0, 1))
    assert first != second


def test_inhabitants_that_are_not_known_yet_are_no_problem() -> None:
    assert "<path" in rendered("{% weave_defs %}{% fan places %}", places=[Town("as", "As", None), GENK])


def test_the_loom_is_drawn_for_a_wide_and_for_a_narrow_screen() -> None:
    ribbons = [{"name": "Klub Karbon", "slugs": ["genk"], "url": "/k/"}]
    with override("nl"):
        html = rendered("{% loom places ribbons 'Samen' %}", places=PLACES, ribbons=ribbons)
    assert html.count("Klub Karbon: Genk") == 2
    assert html.count("66.171") == 2


def test_the_map_leads_to_each_municipality_and_marks_the_current_one() -> None:
    with override("en"):
        html = rendered(
            "{% patchwork places counts=counts current='genk' %}", places=PLACES, counts={"as": 0, "genk": 24}
        )
    assert 'href="/gemeenten/as/"' in html
    assert 'aria-label="Genk, results: 24" aria-current="true"' in html
    assert html.count("aria-current") == 1
    assert 'class="hole"' in html


def test_the_map_can_lead_to_a_filtered_list() -> None:
    html = rendered(
        "{% patchwork places urls=urls %}", places=PLACES, urls={"as": "?gemeente=as&q=koor", "genk": "?g"}
    )
    assert 'href="?gemeente=as&amp;q=koor"' in html
    assert 'aria-label="As"' in html


# --- Pieces of a page -------------------------------------------------------------------------------------------


def test_an_icon_is_hidden_from_screen_readers() -> None:
    html = rendered("{% icon 'search' %}")
    assert html.startswith('<svg class="icon" aria-hidden="true" viewBox')


def test_an_icon_that_does_not_exist_is_named() -> None:
    with pytest.raises(ValueError, match="no icon 'eenhoorn'"):
        rendered("{% icon 'eenhoorn' %}")


def test_the_masthead_escapes_its_title_and_keeps_its_actions() -> None:
    html = rendered(
        "{% masthead title lead=lead crumbs=crumbs over=over %}<a class='btn' href='/x/'>{{ action }}</a>{% endmasthead %}",
        title="Rock & <Rol>",
        lead="Wie",
        crumbs=[{"name": "Start", "url": "/"}],
        over=["genk"],
        action="Stuur & wacht",
        places=PLACES,
    )
    assert "<h1><span>Rock &amp; &lt;Rol&gt;</span></h1>" in html
    assert "<a class='btn' href='/x/'>Stuur &amp; wacht</a>" in html
    assert '<a href="/">Start</a>' in html
    assert "var(--undyed)" in html


def test_a_panel_frames_what_stands_between_its_tags() -> None:
    html = rendered("{% panel 'alert' title='Nakijken' %}<p>{{ text }}</p>{% endpanel %}", text="<hier>")
    assert '<section class="panel flow alert">' in html
    assert "<h2>Nakijken</h2>" in html
    assert "<p>&lt;hier&gt;</p>" in html


@pytest.mark.parametrize("widget", [forms.CheckboxSelectMultiple, forms.RadioSelect])
def test_a_box_is_as_django_writes_it(widget: type[forms.Widget]) -> None:
    class Question(forms.Form):
        """A question with answers that have to be escaped."""

        answer = forms.MultipleChoiceField(
            choices=[("1", "Ja"), ('"><b>', "Nee"), ("", "Weet niet")], widget=widget(attrs={"class": "a&b"})
        )

    for data in (None, {"answer": ["1", '"><b>']}):
        for choice in Question(data)["answer"]:
            assertHTMLEqual(tick(choice), choice.tag())
