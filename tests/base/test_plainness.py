"""Hints for plain Dutch: few, right, and never in the way."""

import pytest
from django.test import Client

from ecru.base.plainness import MOST_HINTS, hints, passive_in, sentences, simpler
from tests.actors.conftest import signed_in
from tests.factories import UserFactory

PAGE = "/schrijfhulp/"
LONG = "Wij zongen elke dinsdag met dertig buren uit acht landen in de kantine van de oude mijn."


def rules(text: str) -> list[str]:
    """Which rules say something about ``text``."""
    return [hint.rule for hint in hints(text)]


def test_a_sentence_of_more_than_fifteen_words_is_long() -> None:
    [hint] = hints(LONG)
    assert hint.rule == "sentence"
    assert hint.quote == "Wij zongen elke dinsdag met dertig buren uit …"
    assert "17" in hint.advice
    assert rules(" ".join(LONG.split()[:15]) + ".") == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("We kochten o.a. soep, brood, enz. en kaas. Dat smaakte.", 2),
        ("Het kostte 1.200 euro. Dat viel mee!", 2),
        ("- soep\n- brood\n\nDat was het", 3),
        ("", 0),
        ("Kom je ook? “Ja.” zei ze", 3),
    ],
)
def test_sentences_end_where_people_end_them(text: str, count: int) -> None:
    assert len(sentences(text)) == count


def test_a_difficult_word_comes_with_a_simpler_one() -> None:
    [hint] = hints("We werken transversaal.")
    assert (hint.rule, hint.quote) == ("word", "transversaal")
    assert "over alle domeinen heen" in hint.advice
    assert rules("Met betrekking tot de zaal.") == ["word"]
    assert rules("De transversaalheid") == []


def test_no_word_is_its_own_simpler_one() -> None:
    _pattern, known = simpler()
    assert len(known) > 200
    assert not [word for word, say in known.items() if word == say.lower() or not say.strip()]


@pytest.mark.parametrize(
    "text",
    [
        "De zaal wordt versierd",
        "De brieven werden door ons geschreven",
        "dat de soep wordt gekookt",
        "dat er gekookt wordt",
        "Er worden veel mensen betrokken",
        "De fabriek is gebouwd in 1920",
        "Alles was opgeruimd",
    ],
)
def test_the_passive_is_heard(text: str) -> None:
    assert passive_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "Wij koken elke maand",
        "Het wordt gezellig",
        "Er wordt geld gevonden"[:13] + "je ziek",
        "Ze zijn gekomen, en gebleven",
        "Er was veel geduld en geen geld",
        "Dat is genoeg voor de gemeenten",
        "Hij is geboren in Genk",
        "Het wordt een feest. We hebben gezongen",
        "Het feest is voorbij, we hebben gekookt",
    ],
)
def test_the_active_is_left_alone(text: str) -> None:
    assert not any(passive_in(sentence) for sentence in sentences(text))


def test_long_words_are_named_but_names_and_links_are_not() -> None:
    assert rules("De gemeenschapsvormingsprocessen") == ["long"]
    assert rules("Houthalen-Helchteren en Intercultureelgemeenschapshuis") == []
    assert rules("https://voorbeeld.example/gemeenschapsvormingsprocessen") == []


def test_hints_are_few_and_each_comes_once() -> None:
    assert len(hints(" ".join(f"Transversaal, teneinde {LONG}" for _turn in range(50)))) <= MOST_HINTS
    assert rules("Transversaal. Transversaal.") == ["word"]
    assert hints("\x00<script>alert(1)</script>" + "a" * 50_000 + "(" * 1000) is not None


@pytest.mark.django_db
def test_who_is_signed_in_gets_hints_while_typing() -> None:
    browser = signed_in(UserFactory())
    page = browser.post(
        PAGE, {"description": "Dat is <b>transversaal</b>."}, HTTP_HX_TRIGGER_NAME="description"
    )
    text = page.content.decode()
    assert "over alle domeinen heen" in text
    assert 'class="hints"' not in text
    assert "<html" not in text
    assert browser.post(PAGE, {"text": "Kort."}).content.decode().strip() == ""


@pytest.mark.django_db
def test_others_get_nothing_and_nobody_is_sent_away() -> None:
    answer = Client().post(PAGE, {"text": "transversaal"})
    assert (answer.status_code, answer.content) == (204, b"")
    assert signed_in(UserFactory()).get(PAGE).status_code == 405


@pytest.mark.django_db
def test_too_many_questions_in_a_minute_get_no_answer(settings: object) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "plain_words": "2/m/key"}
    browser = signed_in(UserFactory())
    assert [browser.post(PAGE, {"text": "x"}).status_code for _turn in range(3)] == [200, 200, 429]
