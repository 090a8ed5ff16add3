"""Saying that one looked: only for one's own municipality, once, with a way back, and without a name in public."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from actors.leaving import leave
from actors.models import Municipality, MunicipalLink, Role, TargetGroup, User
from ecru.base.audit import AuditEntry
from ecru.base.personal import holdings
from subsidies.gaps.checking import CHECKED, TAKEN_BACK, check_coverage, looks, take_back
from subsidies.models import Checker, CoverageCheck, SupportForm
from subsidies.permissions import may_check_coverage
from tests.actors.conftest import signed_in
from tests.actors.markup import read, text_of
from tests.factories import MunicipalityFactory, UserFactory
from tests.subsidies.gaps_cast import GROUPS, cell

pytestmark = pytest.mark.django_db
GENK = "/steun/hiaten/nakijken/genk/doelgroep/"
OVERVIEW = "/steun/hiaten/?gemeente=genk"


def test_the_partner_of_a_municipality_and_the_team_may_say_so(
    gil: User, an: User, genk: Municipality, leopoldsburg: Municipality
) -> None:
    assert may_check_coverage(gil, genk)
    assert not may_check_coverage(gil, leopoldsburg)
    assert may_check_coverage(an, leopoldsburg)
    assert not may_check_coverage(UserFactory(role=Role.BOARD_MEMBER), genk)


def test_who_no_longer_works_there_or_may_not_sign_in_may_not(gil: User, genk: Municipality) -> None:
    MunicipalLink.objects.update(until=timezone.now())
    assert not may_check_coverage(User.objects.get(pk=gil.pk), genk)
    MunicipalLink.objects.update(until=None)
    User.objects.update(is_active=False)
    assert not may_check_coverage(User.objects.get(pk=gil.pk), genk)


def test_a_look_says_as_what_somebody_looked_and_stands_in_the_log(
    gil: User, an: User, genk: Municipality, young: TargetGroup, old: TargetGroup
) -> None:
    assert check_coverage(place=genk, axis=GROUPS, words=[young, old], by=gil, note="Gevraagd.") == 2
    check = CoverageCheck.objects.get(target_group=young)
    assert (check.checked_as, check.checked_by, check.note) == (Checker.MUNICIPALITY, gil, "Gevraagd.")
    assert str(check) == "Genk: Jongeren"
    entry = AuditEntry.objects.get(verb=CHECKED)
    assert (entry.by, entry.about_title) == (gil, "Genk")
    assert entry.facts == {"axis": "doelgroep", "words": ["jongeren", "ouderen"]}
    check_coverage(place=genk, axis=GROUPS, words=[young], by=an)
    check.refresh_from_db()
    assert (check.checked_as, check.checked_by, check.note) == (Checker.TEAM, an, "")


def test_looking_twice_leaves_one_note(gil: User, genk: Municipality, young: TargetGroup) -> None:
    for _turn in range(2):
        check_coverage(place=genk, axis=GROUPS, words=[young], by=gil)
    assert CoverageCheck.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        CoverageCheck.objects.create(municipality=genk, target_group=young, checked_as=Checker.TEAM)


def test_a_note_is_about_exactly_one_word(genk: Municipality, young: TargetGroup) -> None:
    grant = SupportForm.objects.get(slug="subsidie")
    for words in ({}, {"target_group": young, "form": grant}):
        with pytest.raises(IntegrityError), transaction.atomic():
            CoverageCheck.objects.create(municipality=genk, checked_as=Checker.TEAM, **words)
    CoverageCheck.objects.create(municipality=genk, form=grant, checked_as=Checker.TEAM)
    assert cell(genk, "subsidie", axis="vorm").look is not None


def test_a_look_can_be_taken_back_and_that_is_noted_too(
    gil: User, lotte: User, genk: Municipality, young: TargetGroup, old: TargetGroup
) -> None:
    check_coverage(place=genk, axis=GROUPS, words=[young], by=gil)
    assert len(looks()) == 1
    with pytest.raises(PermissionDenied):
        take_back(place=genk, axis=GROUPS, words=[young], by=lotte)
    assert take_back(place=genk, axis=GROUPS, words=[young, old], by=gil) == 1
    assert AuditEntry.objects.get(verb=TAKEN_BACK).facts["words"] == ["jongeren"]
    assert not looks()
    assert take_back(place=genk, axis=GROUPS, words=[young], by=gil) == 0
    assert AuditEntry.objects.filter(verb=TAKEN_BACK).count() == 1


def test_the_verb_itself_refuses_who_may_not(lotte: User, genk: Municipality, young: TargetGroup) -> None:
    with pytest.raises(PermissionDenied):
        check_coverage(place=genk, axis=GROUPS, words=[young], by=lotte)
    assert not CoverageCheck.objects.exists()
    assert check_coverage(place=genk, axis=GROUPS, words=[], by=UserFactory(role=Role.EDITOR)) == 0
    assert not AuditEntry.objects.filter(verb=CHECKED).exists()


def test_gil_ticks_what_he_looked_for_and_everybody_reads_it_at_once(
    gil: User, visitor: Client, genk: Municipality, young: TargetGroup, old: TargetGroup
) -> None:
    assert "nog niet onderzocht" in text_of(visitor.get(OVERVIEW))
    browser = signed_in(gil)
    page = read(browser.get(f"{GENK}?woord=jongeren"))
    boxes = {
        box.attributes["value"]: "checked" in box.attributes for box in page.every("input", name="words")
    }
    assert boxes == {"jongeren": True, "ouderen": False}
    sent = {"words": ["jongeren", "ouderen"], "note": " Gevraagd aan  de jeugddienst ", "do": "check"}
    answer = browser.post(GENK, sent, follow=True)
    assert answer.redirect_chain == [(OVERVIEW, 302)]
    assert "Genoteerd: je keek na voor 2 woorden." in text_of(answer)
    browser.post(GENK, sent)
    assert CoverageCheck.objects.count() == 2
    told = text_of(visitor.get(OVERVIEW))
    assert "geen steun van dichtbij gevonden voor jongeren en ouderen (65+) (nagekeken op" in told
    behind = text_of(visitor.get("/steun/hiaten/genk/doelgroep/jongeren/"))
    assert "De gemeente" in behind
    assert "Gevraagd aan de jeugddienst" in behind
    assert "Geheim" not in told + behind


def test_all_that_has_no_support_can_be_ticked_at_once(
    gil: User, genk: Municipality, own: object, old: TargetGroup
) -> None:
    page = read(signed_in(gil).get(f"{GENK}?kies=leeg"))
    ticked = [
        box.attributes["value"] for box in page.every("input", name="words") if "checked" in box.attributes
    ]
    assert ticked == ["ouderen"]


def test_gil_takes_back_what_he_said(gil: User, genk: Municipality, young: TargetGroup) -> None:
    check_coverage(place=genk, axis=GROUPS, words=[young], by=gil)
    answer = signed_in(gil).post(GENK, {"words": ["jongeren"], "do": "take-back"}, follow=True)
    assert "1 woord telt weer als niet onderzocht." in text_of(answer)
    assert not CoverageCheck.objects.exists()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Vink minstens één woord aan."),
        ({"words": ["bestaat-niet"]}, "Een van de woorden bestaat niet meer."),
        ({"words": ["jongeren"], "note": "mail jan@voorbeeld.example"}, "Laat e-mailadressen"),
        ({"words": ["jongeren"], "note": "bel 011 22 33 44"}, "Laat e-mailadressen"),
        ({"words": ["jongeren"], "note": "x" * 301}, "300 tekens"),
        ({"words": ["'; DROP TABLE"] * 500, "note": "<script>alert(1)</script>"}, "bestaat niet meer"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_typed_is_lost(
    gil: User, genk: Municipality, young: TargetGroup, sent: dict[str, Any], said: str
) -> None:
    answer = signed_in(gil).post(GENK, sent)
    assert answer.status_code == 200
    page = read(answer)
    assert said in page.words
    [note] = page.every("input", name="note")
    assert note.attributes.get("value", "") == sent.get("note", "")
    ticked = [
        box.attributes["value"] for box in page.every("input", name="words") if "checked" in box.attributes
    ]
    assert ticked == ["jongeren"] * ("jongeren" in sent.get("words", []))
    assert not CoverageCheck.objects.exists()


def test_others_are_told_that_it_is_not_for_them(
    visitor: Client, lotte: User, genk: Municipality, young: TargetGroup
) -> None:
    sent = {"words": ["jongeren"]}
    assert visitor.post(GENK, sent).status_code == 302
    assert signed_in(lotte).post(GENK, sent).status_code == 403
    assert signed_in(UserFactory(role=Role.MEMBER)).get(GENK).status_code == 403
    assert not CoverageCheck.objects.exists()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(UserFactory(role=Role.EDITOR))
    assert strict.post(GENK, sent).status_code == 403


@pytest.mark.parametrize("path", ["zonhoven/doelgroep", "genk/kleur", "bestaat-niet/vorm"])
def test_what_is_no_cell_does_not_exist(an: User, genk: Municipality, path: str) -> None:
    MunicipalityFactory(name="Zonhoven", member=False)
    assert signed_in(an).get(f"/steun/hiaten/nakijken/{path}/").status_code == 404


def test_the_look_stays_when_who_looked_leaves(
    gil: User, an: User, visitor: Client, genk: Municipality, young: TargetGroup
) -> None:
    check_coverage(place=genk, axis=GROUPS, words=[young], by=gil, note="Gevraagd.")
    address = "/steun/hiaten/genk/doelgroep/jongeren/"
    assert "Gil Geheim" in text_of(signed_in(an).get(address))
    holding = holdings["coverage"]
    assert [row[1] for row in holding.rows(gil)] == [1]
    [exported] = holding.export(gil)
    assert (exported["municipality"], exported["word"], exported["note"]) == ("Genk", "Jongeren", "Gevraagd.")
    assert holding.rows(an) == []
    leave(user=gil)
    assert "Gil Geheim" not in text_of(signed_in(an).get(address))
    assert "voormalig lid" in text_of(signed_in(an).get(address))
    assert "De gemeente" in text_of(visitor.get(address))
