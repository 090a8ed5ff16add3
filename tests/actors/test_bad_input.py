"""Bad input: anything in an address gives a calm page, never an error, and never comes back as markup."""

from itertools import product
from urllib.parse import quote

import pytest
from django.http import QueryDict
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from actors.filters import ActorDirectory
from tests.actors.markup import read
from tests.factories import (
    ActorFactory,
    DisciplineFactory,
    MunicipalityFactory,
    TargetGroupFactory,
    ThemeFactory,
)

PARAMETERS = [
    "q",
    "gemeente",
    "doelgroep",
    "soort",
    "discipline",
    "thema",
    "schaal",
    "sorteer",
    "pagina",
    "weergave",
]
PARAMETERS += [
    "next",
    "p",
    "page",
    "onbekend",
    "gemeente[]",
    "q[$ne]",
    "__proto__",
    "csrfmiddlewaretoken",
    "",
    "é",
    "id__in",
]
MARKUP = '"><svg onload=alert(1)><script>alert(2)</script>'
VALUES = {
    "empty": "",
    "space": "%20",
    "10 000 letters": "a" * 10_000,
    "10 000 words": "+".join(["koor"] * 2_000),
    "emoji": quote("😀👩\u200d👩\u200d👧"),
    "right to left": quote("\u202eمسجد\u200f"),
    "markup": quote(MARKUP),
    "single quote": "'",
    "wildcards": "%25_%25_",
    "backslash": "%5C",
    "NUL": "%00",
    "NUL in words": "ko%00or",
    "raw controls": "%0D%0ASet-Cookie:%20a=b%1B%7F",
    "SQL": quote("' OR 1=1; DROP TABLE actors_actor; --"),
    "union": quote(") UNION SELECT password FROM actors_user --"),
    "template": quote("{{ settings.SECRET_KEY }}{% debug %}"),
    "huge": "9" * 5_000,
    "huge for a column": "99999999999999999999",
    "negative": "-1",
    "float": "1.5e308",
    "NaN": "NaN",
    "other digits": quote("١٢٣²"),
    "not UTF-8": "%ff%fe%c3%28",
    "half a character": "%ed%a0%80",
    "a broken escape": "%zz%",
    "combining": quote("e" + "\u0301" * 500),
    "a path": "..%2F..%2Fetc%2Fpasswd",
    "brackets": "[]",
    "separators": "a%3Bb%26c%3Dd",
}
PAGES = [
    "/",
    "/actoren/",
    "/actoren/koor/",
    "/gemeenten/",
    "/gemeenten/genk/",
    "/experten/",
    "/over/",
    "/privacy/",
    "/toegankelijkheid/",
]
PAGES += [
    "/aanmelden/",
    "/actoren/feed/",
    "/actoren/koor/kaart.png",
    "/sitemap.xml",
    "/robots.txt",
    "/health/",
]


def doubled(value: str) -> str:
    """A query string with every parameter, and each of them twice."""
    return "&".join(f"{name}={value}" for name in PARAMETERS for _ in range(2))


@pytest.fixture
def street(db: None) -> None:
    """A choir and a school in Genk, with one word of each vocabulary."""
    genk = MunicipalityFactory(name="Genk", inhabitants=66_171)
    words = {
        "disciplines": [DisciplineFactory(slug="zang")],
        "target_groups": [TargetGroupFactory(slug="ouderen", is_primary=True)],
        "themes": [ThemeFactory(slug="migratie")],
    }
    ActorFactory(slug="koor", name="Koor", municipality=genk, words=words)
    ActorFactory(slug="school", name="School", municipality=genk, words=words)


def check(client: Client, url: str, *allowed: int) -> None:
    response = client.get(url)
    assert response.status_code in (allowed or (200,)), url[:200]
    if response["Content-Type"].startswith("text/html"):
        text = response.content.decode()
        assert "<svg onload" not in text
        assert "<script>alert" not in text
        assert "Set-Cookie" not in response.headers
        read(response)


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
@pytest.mark.parametrize("page", ["/actoren/", "/aanmelden/"])
def test_the_list_and_signing_in_take_every_value_in_every_parameter(
    page: str, value: str, street: None, visitor: Client
) -> None:
    check(visitor, f"{page}?{doubled(value)}")


@pytest.mark.parametrize("page", PAGES)
def test_every_page_takes_all_values_at_once(page: str, street: None, visitor: Client) -> None:
    values = [f"{name}={value}" for value in VALUES.values() for name in ("q", "next", "p", "onbekend")]
    check(visitor, f"{page}?{'&'.join(values)}")
    check(visitor, f"{page}?{quote(MARKUP)}")


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_a_swap_takes_every_value(value: str, street: None, visitor: Client) -> None:
    swap = visitor.get(f"/actoren/?{doubled(value)}", headers={"HX-Request": "true"})
    assert swap.status_code == 200
    assert "<script>alert" not in swap.content.decode()


def test_each_parameter_alone_takes_every_value(street: None) -> None:
    for name, value in product(PARAMETERS[:10], list(VALUES.values())[::3]):
        directory = ActorDirectory(QueryDict(f"{name}={value}"), "/actoren/")
        assert 0 <= len(directory.records) <= directory.found <= directory.all == 2
        assert directory.pager.number == 1
        for chip in directory.chips:
            assert len(chip.url) < 3_000
        assert all(way.count for way in directory.suggestions)


@pytest.mark.parametrize(
    "pattern", ["/actoren/{}/", "/actoren/{}/kaart.png", "/gemeenten/{}/", "/en/{}", "/sitemap-{}.xml"]
)
def test_a_path_that_leads_nowhere_is_not_found(pattern: str, street: None, visitor: Client) -> None:
    for value in list(VALUES.values())[2:]:
        response = visitor.get(quote(pattern.format(value), safe="/%"))
        assert response.status_code in {301, 404}, value[:100]
        assert b"<script>alert" not in response.content
        assert not response.cookies


ODD = [
    "/gemeenten/../",
    "/gemeenten/genk/../../beheer",
    "//actoren//",
    "/actoren/koor",
    "/ACTOREN/",
    "/en/en/",
    "/en//",
]
ODD += ["//[x/", "/en//[x/", "/[x/", "/actoren/[/", "/http://[x/"]


@pytest.mark.parametrize("path", ODD)
def test_odd_paths_are_calm(path: str, street: None, visitor: Client) -> None:
    assert visitor.get("/", PATH_INFO=path).status_code in {200, 301, 302, 404}


@pytest.mark.parametrize(
    "header",
    ["Accept-Language", "HX-Current-URL", "HX-Target", "Referer", "User-Agent", "Cookie", "X-Request-ID"],
)
def test_every_header_takes_anything(header: str, street: None, visitor: Client) -> None:
    for value in (
        "",
        "x" * 10_000,
        "\xff\xfe",
        MARKUP,
        "en;q=NaN",
        "ecru_session=' OR 1=1 --",
        "//[",
        "a\x00b",
    ):
        response = visitor.get("/actoren/", headers={header: value, "HX-Request": "true"})
        assert response.status_code == 200, value[:100]
        assert b"<script>alert" not in response.content


def test_public_pages_set_no_cookie(street: None) -> None:
    for page in [*PAGES, "/en/", "/en/actoren/", "/.well-known/security.txt", "/nergens/"]:
        cookies = Client().get(page).cookies
        assert set(cookies) <= ({"ecru_csrf"} if page == "/aanmelden/" else set()), page


def test_a_post_where_nothing_is_posted_is_refused(street: None, visitor: Client) -> None:
    for page in PAGES:
        if page not in {"/aanmelden/", "/actoren/feed/", "/sitemap.xml"}:
            assert visitor.post(page, {"q": "x"}).status_code == 405, page


pieces = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        [
            "genk",
            "ouderen",
            "zang",
            "koor",
            "naam",
            "lijst",
            "afstand-genk",
            "2",
            "%00",
            "%ff",
            "&",
            "=",
            ";",
            "%",
        ]
    ),
)


@settings(max_examples=20)
@given(st.lists(st.tuples(st.sampled_from(PARAMETERS), pieces, st.booleans()), max_size=12))
def test_any_query_string_gives_a_page(street: None, pairs: list[tuple[str, str, bool]]) -> None:
    query = "&".join(
        f"{name}={quote(value, errors='replace') if escaped else value}" for name, value, escaped in pairs
    )
    response = Client().get("/actoren/", QUERY_STRING=query.encode("utf-8", "replace").decode("latin-1"))
    assert response.status_code == 200
    results = read(response).one(id="resultaten")
    assert len(results.every("li", class_="sample")) <= 2
    assert results.every("ul", class_="samples") or results.every("section", class_="panel")


@settings(max_examples=20)
@given(st.text(max_size=300))
def test_any_words_can_be_searched_for(street: None, words: str) -> None:
    data = QueryDict(mutable=True)
    data["q"] = words
    directory = ActorDirectory(data, "/actoren/")
    assert directory.found == len(directory.records)
    assert len(directory.query) <= 200
    assert "\x00" not in directory.query
    again = ActorDirectory(QueryDict(directory.url().partition("?")[2]), "/actoren/")
    assert (again.query, again.found) == (directory.query, directory.found)
