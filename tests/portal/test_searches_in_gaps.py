"""What was searched for in vain on the whole platform shows where support is missing for just that."""

from datetime import date, timedelta
from typing import Any

import pytest

from actors.models import Municipality, TargetGroup
from ecru.portal.models import MissedSearch
from subsidies.gaps.axes import AXES
from subsidies.gaps.heard import missed_in
from subsidies.models import FinderGap, SupportForm
from subsidies.models.gaps import Shape
from tests.actors.conftest import in_dutch, visitor
from tests.actors.markup import text_of
from tests.factories import ActorKindFactory, MunicipalityFactory, TargetGroupFactory

__all__ = ["in_dutch", "visitor"]

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)


@pytest.fixture
def genk(db: None) -> Any:
    return MunicipalityFactory(name="Genk", slug="genk")


@pytest.fixture
def young(db: None) -> Any:
    return TargetGroupFactory(
        label="Jongeren", label_en="Young people", slug="jongeren", alt_labels="jeugd, teenagers"
    )


def look_for(*searches: str) -> None:
    for words in searches:
        MissedSearch.objects.note(words, TODAY)


def heard(place: Municipality, axis: str, word: str) -> dict[str, int]:
    chosen = AXES[axis]
    answer = chosen.word_called(word)
    assert answer is not None
    return {missed.words: missed.times for missed in missed_in(place, chosen, answer)}


def test_a_search_falls_where_its_words_are(genk: Municipality, young: TargetGroup) -> None:
    MunicipalityFactory(name="Heusden-Zolder", slug="heusden-zolder")
    look_for("subsidie jeugd", "subsidie jeugd", "Young people bus", "young dogs")
    look_for("jongeren Genk", "jongeren Heusden-Zolder", "ouderen Genk")
    assert heard(genk, "doelgroep", "jongeren") == {
        "subsidie jeugd": 2,
        "young people bus": 1,
        "jongeren genk": 1,
    }


def test_a_word_without_other_words_is_found_by_its_label(genk: Municipality) -> None:
    assert SupportForm.objects.filter(slug="subsidie").exists()
    look_for("subsidie koor", "prijs koor")
    assert heard(genk, "vorm", "subsidie") == {"subsidie koor": 1}


def test_a_plan_for_which_the_finder_found_nothing_counts_too(genk: Municipality, young: TargetGroup) -> None:
    form = SupportForm.objects.get(slug="lening")
    elsewhere = MunicipalityFactory(name="As", slug="as")
    for shape in (Shape(genk.pk, young.pk), Shape(genk.pk, young.pk), Shape(None, young.pk, form=form.pk)):
        FinderGap.objects.note(shape, TODAY)
    FinderGap.objects.note(Shape(elsewhere.pk, young.pk), TODAY)
    FinderGap.objects.note(Shape(genk.pk, young.pk), TODAY - timedelta(days=3))
    assert heard(genk, "doelgroep", "jongeren") == {
        "in de zoeker: Genk, Jongeren": 3,
        "in de zoeker: Jongeren, Lening": 1,
    }
    assert heard(genk, "vorm", "lening") == {"in de zoeker: Jongeren, Lening": 1}
    ActorKindFactory(slug="koor")
    assert heard(genk, "soort", "koor") == {}, "a plan has no kinds of actors"


def test_what_the_editors_settled_or_what_was_not_kept_is_not_told(
    genk: Municipality, young: TargetGroup
) -> None:
    look_for("jongeren feest", "jongeren@voorbeeld.example")
    MissedSearch.objects.filter(words="jongeren feest").settle()
    assert heard(genk, "doelgroep", "jongeren") == {}


def test_everybody_reads_the_number_and_not_the_words(
    visitor: Any, genk: Municipality, young: TargetGroup
) -> None:
    look_for("jongeren geheimwoord", "jongeren geheimwoord")
    page = text_of(visitor.get("/steun/hiaten/genk/doelgroep/jongeren/"))
    assert "2 zoekopdrachten zonder resultaat" in page
    assert "geheimwoord" not in page
