"""Amounts as people type them."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from subsidies.forms.money import EuroField, parse_euro


@pytest.mark.parametrize(
    ("typed", "exact"),
    [
        ("1500", "1500"),
        ("1.500", "1500"),
        ("1,500", "1500"),
        ("1 500", "1500"),
        ("€ 1.500,50", "1500.50"),
        ("€1.500,5", "1500.5"),
        ("1500,50", "1500.50"),
        ("1500.50 euro", "1500.50"),
        ("1,500.50 EUR", "1500.50"),
        ("1.234.567,89", "1234567.89"),
        ("\u202f1\u202f500 €", "1500"),
        ("1500,-", "1500"),
        ("0", "0"),
        ("0,01", "0.01"),
    ],
)
def test_people_write_amounts_in_many_ways(typed: str, exact: str) -> None:
    assert parse_euro(typed) == Decimal(exact)
    assert EuroField().clean(typed) == Decimal(exact)


@pytest.mark.parametrize(
    "typed",
    [
        "veel",
        "-5",
        "1.50.000",
        "1.500.50",
        "12,345,6",
        "1e5",
        "NaN",
        "1500,505",
        "€",
        "1,5,5",
        "\u0661\u0665",
        "1.500,50,5",
        "0,500",
        "0.001",
    ],
)
def test_what_is_no_amount_is_refused_in_words(typed: str) -> None:
    with pytest.raises(ValidationError):
        EuroField().clean(typed)


def test_nothing_and_an_exact_number_stay_what_they_are() -> None:
    assert EuroField(required=False).clean("") is None
    assert EuroField().clean(Decimal("1.10")) == Decimal("1.10")
    with pytest.raises(ValidationError):
        EuroField().clean("99999999999,00")


@pytest.mark.parametrize(("language", "shown"), [("nl", "1500,50"), ("en", "1500.50")])
def test_a_known_amount_stands_as_one_types_it(language: str, shown: str) -> None:
    with override(language):
        assert EuroField().prepare_value(Decimal("1500.50")) == shown
        assert EuroField().clean(shown) == Decimal("1500.50")
        assert EuroField().prepare_value("1.500,5") == "1.500,5"
