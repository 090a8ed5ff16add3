"""The rules about who, where, what and for whom: what is said, and when it becomes another line."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override

from subsidies.eligibility import RULES
from subsidies.findings import Line
from subsidies.kinship import ASKERS, MAY_BE, PARTS
from subsidies.plans import Company, Plan, Question
from tests.subsidies.rule_cast import GENK, condition, in_english, judged, line, terms

__all__ = ["in_english"]

pytestmark = pytest.mark.django_db


# --- Who, where, what ----------------------------------------------------------------------------------------------


def test_what_a_source_does_not_mention_never_refuses() -> None:
    plan = Plan(
        legal_form="vzw", actor_kind="koor", municipalities=GENK, forms=frozenset({"subsidie"}),
        disciplines=frozenset({"dans"}), groups=frozenset({"jongeren"}), themes=frozenset({"migratie"}),
        company=Company.ALONE, begins=date(2027, 1, 1), ends=date(2037, 1, 1), amount=Decimal(10**8), cost=Decimal(10**9),
    )  # fmt: skip
    judgement = judged(plan, terms())
    assert judgement.fits
    warned = {rule.slug for rule, found in judgement.found if found.line == Line.CAUTION}
    assert warned >= {
        "place",
        "askers",
        "people",
        "discipline",
        "form",
    }


def test_a_target_group_that_no_measure_names_leaves_the_general_ones() -> None:
    plan = Plan(groups=frozenset({"woonwagenbewoners"}))
    assert line(plan, terms(), "people") == Line.CAUTION
    assert line(plan, terms(groups=frozenset({"kinderen"})), "people") == Line.REFUSED
    assert (
        line(plan, terms(groups=frozenset({"kinderen"}), askers=frozenset({"verenigingen"})), "people")
        == Line.CAUTION
    )


@pytest.mark.parametrize(
    ("own", "named", "expected"),
    [
        ({"jongeren"}, {"jongeren", "kinderen"}, Line.FITS),
        ({"kwetsbare-jongeren"}, {"jongeren"}, Line.FITS),
        ({"jongeren"}, {"kwetsbare-jongeren"}, Line.CAUTION),
        ({"ouderen"}, {"kwetsbare-jongeren"}, Line.REFUSED),
        (set(), {"kinderen"}, Line.CAUTION),
        (set(), set(), None),
    ],
)
def test_groups_that_are_part_of_others(own: set[str], named: set[str], expected: Line | None) -> None:
    plan = Plan(groups=frozenset(own))
    assert line(plan, terms(groups=frozenset(named)), "people") == expected


@pytest.mark.parametrize(
    ("own", "named", "expected"),
    [
        ({"jazz"}, {"muziek"}, Line.FITS),
        ({"muziek"}, {"jazz"}, Line.CAUTION),
        ({"amateurkunsten"}, {"dans"}, Line.CAUTION),
        ({"theater"}, {"dans"}, Line.REFUSED),
        ({"theater"}, set(), Line.CAUTION),
        (set(), {"dans"}, Line.CAUTION),
        (set(), set(), None),
    ],
)
def test_disciplines_that_are_part_of_others(own: set[str], named: set[str], expected: Line | None) -> None:
    plan = Plan(disciplines=frozenset(own))
    assert line(plan, terms(disciplines=frozenset(named)), "discipline") == expected


def test_where_it_holds() -> None:
    both, as_alone = frozenset({"genk", "as"}), frozenset({"as"})
    assert line(Plan(municipalities=GENK), terms(municipalities=both), "place") == Line.FITS
    assert line(Plan(municipalities=GENK), terms(municipalities=as_alone), "place") == Line.REFUSED
    lines = [
        found.line
        for rule, found in judged(Plan(municipalities=both), terms(municipalities=GENK)).found
        if rule.slug == "place"
    ]
    assert lines == [Line.FITS, Line.CAUTION]
    assert line(Plan(), terms(municipalities=GENK), "place") == Line.CAUTION
    assert line(Plan(), terms(municipalities=frozenset(map(str, range(7)))), "place") is None


def test_who_may_ask() -> None:
    vzw, anyone = frozenset({"vzw"}), frozenset(map(str, range(7)))
    assert line(Plan(legal_form="vzw"), terms(legal_forms=vzw), "legal-form") == Line.FITS
    assert line(Plan(legal_form="persoon"), terms(legal_forms=vzw), "legal-form") == Line.REFUSED
    assert line(Plan(), terms(legal_forms=vzw), "legal-form") == Line.CAUTION
    assert line(Plan(), terms(legal_forms=anyone), "legal-form") is None
    towns = frozenset({"gemeenten"})
    assert line(Plan(legal_form="gemeente"), terms(askers=towns), "askers") == Line.FITS
    assert line(Plan(legal_form="vzw"), terms(askers=towns), "askers") == Line.CAUTION
    assert line(Plan(), terms(askers=towns), "askers") == Line.CAUTION
    artists = terms(legal_forms=vzw, askers=frozenset({"professionele-makers"}))
    assert line(Plan(legal_form="vzw"), artists, "askers") == Line.CAUTION
    assert line(Plan(groups=artists.askers), artists, "askers") is None


def test_the_kind_of_actor_counts_where_a_measure_names_it() -> None:
    choirs = terms(actor_kinds=frozenset({"koor"}))
    assert line(Plan(actor_kind="koor"), choirs, "kind") == Line.FITS
    assert line(Plan(actor_kind="museum"), choirs, "kind") == Line.REFUSED
    assert line(Plan(), choirs, "kind") == Line.CAUTION
    assert line(Plan(actor_kind="museum"), terms(), "kind") is None


def test_a_theme_never_excludes() -> None:
    plan = Plan(themes=frozenset({"migratie"}))
    assert line(plan, terms(themes=frozenset({"migratie", "energie"})), "theme") == Line.FITS
    assert line(plan, terms(themes=frozenset({"energie"})), "theme") == Line.CAUTION
    assert line(plan, terms(), "theme") is None


def test_what_one_gets() -> None:
    plan = Plan(forms=frozenset({"subsidie"}))
    assert line(plan, terms(forms=frozenset({"subsidie", "lening"})), "form") == Line.FITS
    assert line(plan, terms(forms=frozenset({"lening"})), "form") == Line.REFUSED
    assert line(plan, terms(), "form") == Line.CAUTION


@pytest.mark.parametrize(
    ("kind", "number", "plan", "expected"),
    [
        ("andere-gemeente", None, Plan(municipalities=frozenset({"as", "genk"})), Line.FITS),
        ("andere-gemeente", None, Plan(company=Company.ELSEWHERE), Line.FITS),
        ("andere-gemeente", None, Plan(municipalities=GENK), Line.CAUTION),
        ("andere-gemeente", None, Plan(municipalities=GENK, company=Company.HERE), Line.REFUSED),
        ("partners", 2, Plan(company=Company.HERE), Line.FITS),
        ("partners", 3, Plan(company=Company.HERE), Line.CAUTION),
        ("partners", 2, Plan(company=Company.ALONE), Line.REFUSED),
        ("partners", 1, Plan(company=Company.ALONE), Line.CAUTION),
        ("partners", 2, Plan(), Line.CAUTION),
        ("landen", 2, Plan(company=Company.ABROAD), Line.FITS),
        ("landen", 3, Plan(company=Company.ABROAD), Line.CAUTION),
        ("landen", 2, Plan(company=Company.ELSEWHERE), Line.REFUSED),
        ("landen", 2, Plan(), Line.CAUTION),
    ],
)
def test_partners_that_are_asked_for(kind: str, number: int | None, plan: Plan, expected: Line) -> None:
    asked = condition(kind, number)
    assert line(plan, terms(conditions=(asked,)), "partners") == expected
    loose = terms(conditions=(asked._replace(is_strict=False),))
    unsure = terms(conditions=(asked._replace(certainty="onzeker"),))
    assert {line(plan, measure, "partners") for measure in (loose, unsure)} == {
        Line.CAUTION if expected == Line.REFUSED else expected
    }


# --- What else, and how it is said --------------------------------------------------------------------------------


def test_what_the_giver_says_is_told_as_it_is() -> None:
    measure = terms(
        conditions=(condition("functies", 2), condition("advies")), cumulation="deels",
        watch_out="Eerst bellen.\n\nDan schrijven.", documents="Begroting\nStatuten", certainty="onzeker",
        amount_note="Dat verschilt.",
    )  # fmt: skip
    texts = [told.text for told in judged(Plan(amount=Decimal(1)), measure).cautions]
    assert "Eerst bellen." in texts
    assert "Dan schrijven." in texts
    assert "Dat verschilt." in texts
    assert "Have ready: Begroting; Statuten." in texts
    assert any("some other support" in text for text in texts)
    assert any("Not all of this is sure" in text for text in texts)
    assert texts.count("Condition: This is asked.") == 1  # the same words once
    alone = terms(cumulation="mag-niet", cumulation_note="Niet samen met een andere.")
    assert any(
        told.text == "Niet samen met een andere." and told.in_dutch for told in judged(Plan(), alone).cautions
    )
    assert line(Plan(), terms(cumulation="mag"), "together") is None


def test_english_says_what_only_exists_in_dutch_as_dutch() -> None:
    measure = terms(conditions=(condition("andere"),), watch_out="Eerst bellen.")
    with override("en"):
        told = {one.text: one.in_dutch for one in judged(Plan(), measure).cautions}
    assert told["Condition: This is asked."] is False
    assert told["Eerst bellen."] is True
    with override("nl"):
        told = {one.text: one.in_dutch for one in judged(Plan(), measure).cautions}
    assert told["Voorwaarde: Dit wordt gevraagd."] is False


def test_a_condition_is_never_said_as_if_the_plan_met_it() -> None:
    asked = terms(conditions=(condition("andere-gemeente"),))
    assert [told.text for told in judged(Plan(company=Company.ALONE), asked).refusals] == [
        "Your plan does not meet this condition: This is asked."
    ]
    cautions = [told.text for told in judged(Plan(), asked).cautions if told.rule.slug == "partners"]
    assert cautions == ["Condition: This is asked."]


@pytest.mark.usefixtures("all_facts")
def test_only_the_groups_that_somebody_may_be_are_a_reason() -> None:
    measure = terms(askers=frozenset({"gemeenten", "professionele-makers"}))

    def told(form: str) -> list[str]:
        with override("nl"):
            lines = judged(Plan(legal_form=form), measure).told
            return [one.text for one in lines if one.rule.slug == "askers"]

    assert told("persoon") == ["Het is voor professionele kunstenaars en makers."]
    assert told("gemeente") == ["Het is voor lokale besturen."]
    assert "Vraag na of jij ook kan aanvragen." in told("school")[0]


@pytest.mark.usefixtures("all_facts")
def test_of_several_ways_to_make_it_fit_one_is_enough() -> None:
    measure = terms(legal_forms=frozenset({"vzw", "school"}), groups=frozenset({"kinderen", "gezinnen"}))
    plan = Plan(legal_form="persoon", groups=frozenset({"ouderen"}))
    with override("nl"):
        told = {one.rule.slug: one for one in judged(plan, measure).refusals}
    assert told["legal-form"].text == "Alleen voor: een vzw en een school."
    assert told["legal-form"].change == "Laat een partner aanvragen die dit is: een vzw of een school."
    assert told["people"].change == "Doe het (ook) met kinderen of gezinnen."


def test_knots_count_the_questions_that_were_answered() -> None:
    plan = Plan(legal_form="vzw", municipalities=GENK, amount=Decimal(100))
    good = judged(plan, terms(legal_forms=frozenset({"vzw"}), municipalities=GENK, max_amount=Decimal(100)))
    assert plan.answered == {Question.WHO, Question.WHERE, Question.WHEN}
    assert good.answered == 3
    assert judged(plan, terms(legal_forms=frozenset({"vzw"}))).answered == 1
    assert Plan().is_empty
    assert not Plan().answered


def test_every_sentence_that_a_rule_can_give_stands_in_the_table() -> None:
    assert len({rule.slug for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert rule.sentences
        assert rule.may_refuse or not rule.change
    assert set(MAY_BE) == set(ASKERS)
    assert all(word not in parts for word, parts in PARTS.items())
