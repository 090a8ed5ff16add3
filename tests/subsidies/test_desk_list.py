"""The list of dossiers: narrowing and ordering it, views that Rachida keeps, and the table for a spreadsheet."""

import csv
import io
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actors.models import TargetGroup
from subsidies.desk.choices import Choice
from subsidies.desk.keeping import MOST_VIEWS
from subsidies.models import Dossier, SavedView
from tests.actors.markup import read, text_of
from tests.factories import MunicipalityFactory, TargetGroupFactory, UserFactory
from tests.subsidies.dossier_cast import DESK, DOSSIERS, Cast
from tests.subsidies.factories import MeasureFactory
from tests.subsidies.test_desk_today import quiet_since
from tests.subsidies.test_dossier_pages import browser_of

pytestmark = pytest.mark.django_db
VIEWS = f"{DESK}weergaven/"
TABLE = f"{DESK}tabel/"


def listed(cast: Cast, question: str) -> list[str]:
    """The titles in the list, in order."""
    page = read(browser_of(cast.rachida).get(f"{DESK}?{question}"))
    return [title.words for rows in page.every("ul", class_="ticked") for title in rows.every("h3")]


def test_the_list_is_narrowed_by_what_a_dossier_is_about(cast: Cast) -> None:
    group = TargetGroupFactory(label="Jongeren", slug="jongeren")
    beringen = MunicipalityFactory(name="Beringen", slug="beringen")
    other = MeasureFactory(title="Vlaams geld", slug="vlaams-geld")
    own = cast.dossier("ingediend", places=[beringen])
    coached = cast.dossier("geweigerd", coached=True, measure=other, outcome="geweigerd")
    small = cast.dossier("concept")
    Dossier.objects.filter(pk=small.pk).update(requested="300")
    coached.target_groups.add(group)
    for question, found in (
        ("maatregel=klein-gebaar", [own, small]),
        ("maatregel=vlaams-geld", [coached]),
        (f"gever={other.provider.slug}", [coached]),
        (f"ronde={cast.call.pk}", [own, small]),
        ("doelgroep=jongeren", [coached]),
        ("gemeente=beringen", [own]),
        ("uitkomst=geweigerd", [coached]),
        ("van=1.000&tot=5000", [own]),
        ("tot=299,99", []),
        (f"jaar={timezone.localdate().year}", [own, coached, small]),
        ("jaar=2001", []),
        ("stand=onklaar", [small]),
        ("spoor=begeleiding&fase=geweigerd", [coached]),
    ):
        assert sorted(listed(cast, question)) == sorted(one.title for one in found), question
    page = text_of(browser_of(cast.rachida).get(f"{DESK}?doelgroep=jongeren"))
    assert "Jongeren" in page


def test_late_silent_and_stuck_are_filters(cast: Cast) -> None:
    late, silent, ours = cast.dossier("aanvulling"), cast.dossier("advies"), cast.dossier("ingediend")
    late.reopened_until = timezone.now() - timedelta(hours=1)
    late.save()
    old = timezone.now() - timedelta(days=40)
    for dossier in (silent, ours):
        Dossier.objects.filter(pk=dossier.pk).update(updated_at=old)
        dossier.tasks.update(made_at=old)
    for stand, found in (
        ("laat", [late]),
        ("stil", [silent]),
        ("wacht", [late, silent]),
        ("vast", [silent, ours]),
    ):
        assert sorted(listed(cast, f"stand={stand}")) == sorted(one.title for one in found), stand
    assert "Te laat sinds" in text_of(browser_of(cast.rachida).get(f"{DESK}?stand=laat"))


def test_the_list_has_an_order(cast: Cast) -> None:
    first, second = cast.dossier("concept"), cast.dossier("aanvulling")
    idea = cast.dossier("idee", coached=True)
    Dossier.objects.filter(pk=first.pk).update(requested="9")
    for order, found in (
        ("", [second, first, idea]),
        ("langst", [first, second, idea]),
        ("nieuwst", [idea, second, first]),
        ("bedrag", [idea, second, first]),
        ("naam", sorted([first, second, idea], key=lambda one: one.title)),
    ):
        assert listed(cast, f"volgorde={order}") == [one.title for one in found], order


def test_what_is_over_comes_last_however_long_ago(cast: Cast) -> None:
    over, running = cast.dossier("afgesloten"), cast.dossier("uitvoering")
    withdrawn = cast.dossier("ingetrokken", coached=True)
    quiet_since(over, 300)
    assert listed(cast, "")[0] == running.title
    assert set(listed(cast, "")[1:]) == {over.title, withdrawn.title}


@pytest.mark.parametrize(
    "nonsense",
    ["van=veel", "tot=-5", "ronde=x", "ronde=9999999999", "jaar=1", "stand=ziek", "volgorde=om", "jaar=٢٠٢٦"],
)
def test_what_does_not_exist_counts_for_nothing(cast: Cast, nonsense: str) -> None:
    dossier = cast.dossier()
    assert listed(cast, nonsense) == [dossier.title]


def test_a_choice_comes_back_from_its_own_address() -> None:
    asked = {"spoor": "eigen-steun", "fase": "advies", "van": "1.000", "q": "bal & koor", "volgorde": "naam"}
    choice = Choice.of(asked)
    assert choice.asked == asked
    assert choice.narrows
    assert not Choice(order="naam").narrows
    assert Choice().address() == DESK


# --- Views ---------------------------------------------------------------------------------------------------------


def keep(browser: Any, name: str, question: str, **more: str) -> Any:
    """Keeps a list under a name."""
    return browser.post(VIEWS, {"name": name, "vraag": question, **more})


def test_a_view_is_kept_and_opens_the_list(cast: Cast) -> None:
    browser = browser_of(cast.rachida)
    assert keep(browser, " Laat  in Genk ", "gemeente=genk&stand=laat&pagina=3")["Location"] == (
        f"{DESK}?gemeente=genk&stand=laat"
    )
    view = SavedView.objects.get()
    assert (str(view), view.question, view.is_default) == ("Laat in Genk", "gemeente=genk&stand=laat", False)
    keep(browser, "Laat in Genk", "stand=laat", opens="on")
    view.refresh_from_db()
    assert (view.question, view.is_default) == ("stand=laat", True)
    assert browser.get(DESK)["Location"] == f"{DESK}?stand=laat"
    words = text_of(browser.get(f"{DESK}?alles=1"))
    assert "Laat in Genk" in words
    assert "opent de lijst" in words
    keep(browser, "Alles van ECRU", "beurt=ecru", opens="on")
    assert SavedView.objects.filter(is_default=True).get().name == "Alles van ECRU"
    browser.post(f"{VIEWS}{view.pk}/", {"do": "opent"})
    assert SavedView.objects.filter(is_default=True).get() == view
    browser.post(f"{VIEWS}{view.pk}/", {"do": "opent-niet"})
    assert browser.get(DESK).status_code == 200
    browser.post(f"{VIEWS}{view.pk}/", {"do": "iets"})
    browser.post(f"{VIEWS}{view.pk}/", {"do": "weg"})
    assert browser.post(f"{VIEWS}{view.pk}/", {"do": "weg"}).status_code == 404


def test_a_view_gets_another_name(cast: Cast) -> None:
    browser = browser_of(cast.rachida)
    for name in ("Laat", "Stil"):
        keep(browser, name, f"stand={name.lower()}")
    late, silent = SavedView.objects.order_by("name")
    address = f"{VIEWS}{late.pk}/"
    answer = browser.post(address, {"do": "noem", "name": "  Laat in  Genk "})
    assert answer["Location"] == f"{DESK}?alles=1"
    assert "De weergave heet nu “Laat in Genk”." in text_of(browser.get(answer["Location"]))
    late.refresh_from_db()
    assert (late.name, late.question) == ("Laat in Genk", "stand=laat")
    browser.post(address, {"do": "noem", "name": "Laat in Genk"})
    taken = browser.post(address, {"do": "noem", "name": "Stil", "vraag": "stand=laat"})
    assert "Je hebt een andere weergave met deze naam." in text_of(taken)
    assert read(taken).one("input", id=f"naam-{late.pk}-name").attributes["value"] == "Stil"
    assert read(taken).one("input", id=f"naam-{silent.pk}-name").attributes["value"] == "Stil"
    assert "Geef deze weergave een naam." in text_of(browser.post(address, {"do": "noem", "name": " "}))
    assert "hoogstens 60 letters" in text_of(browser.post(address, {"do": "noem", "name": "x" * 61}))
    late.refresh_from_db()
    assert late.name == "Laat in Genk"
    other = SavedView.objects.create(owner=UserFactory(), name="Van een ander")
    assert browser.post(f"{VIEWS}{other.pk}/", {"do": "noem", "name": "Van mij"}).status_code == 404


def test_a_view_of_everything_does_not_go_round_in_circles(cast: Cast) -> None:
    browser = browser_of(cast.rachida)
    keep(browser, "Alles", "", opens="on")
    assert browser.get(DESK).status_code == 200
    assert "?alles=1" in browser.get(DESK).content.decode()


def test_views_are_of_one_person_and_not_without_end(cast: Cast) -> None:
    browser = browser_of(cast.rachida)
    other = SavedView.objects.create(owner=UserFactory(), name="Van een ander")
    assert "Van een ander" not in text_of(browser.get(DESK))
    assert browser.post(f"{VIEWS}{other.pk}/", {"do": "weg"}).status_code == 404
    words = text_of(keep(browser, "", "stand=laat"))
    assert "Geef deze weergave een naam." in words
    assert 'value="stand=laat"' in keep(browser, "", "stand=laat").content.decode()
    SavedView.objects.bulk_create(
        SavedView(owner=cast.rachida, name=f"weergave {number}") for number in range(MOST_VIEWS)
    )
    assert f"Je hebt {MOST_VIEWS} weergaven" in text_of(keep(browser, "Nog een", "stand=laat"))
    assert keep(browser, "weergave 3", "stand=laat").status_code == 302
    with pytest.raises(IntegrityError):
        SavedView.objects.create(owner=cast.rachida, name="weergave 3")


# --- Tables --------------------------------------------------------------------------------------------------------


def rows_of(answer: Any) -> list[list[str]]:
    """The cells of a CSV."""
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def test_the_table_holds_exactly_the_list(cast: Cast) -> None:
    sent = cast.dossier("ingediend", title="=HYPERLINK(1)")
    cast.dossier("concept")
    cast.dossier("idee", coached=True)
    browser = browser_of(cast.rachida)
    page = browser.get(f"{DESK}?spoor=eigen-steun&fase=ingediend").content.decode()
    assert f"{TABLE}?spoor=eigen-steun&amp;fase=ingediend&amp;vorm=csv" in page
    head, *rows = rows_of(browser.get(f"{TABLE}?spoor=eigen-steun&fase=ingediend&vorm=csv"))
    assert len(rows) == 1
    told = dict(zip(head, rows[0], strict=True))
    assert told["Titel"] == "'=HYPERLINK(1)"
    assert told["Wie vraagt aan"] == "Zangkoor"
    assert (told["Fase"], told["Aan wie"], told["Waar"]) == ("Ingediend", "ECRU", "Genk")
    assert told["Gevraagd"] == "4000,00"
    assert told["Ronde sluit"].startswith(str(cast.call.closing_day))
    assert told["Toegekend"] == ""
    book = openpyxl.load_workbook(io.BytesIO(browser.get(f"{TABLE}?vorm=xlsx").content))
    assert book.active.max_row == 4
    asked = [row[head.index("Gevraagd")].value for row in book.active.iter_rows(min_row=2)]
    assert 4000 in asked, "a number, to add up"
    titles = [row[head.index("Titel")] for row in book.active.iter_rows(min_row=2)]
    assert "'=HYPERLINK(1)" in [title.value for title in titles]
    assert all(title.data_type == "s" for title in titles)
    assert browser.get(f"{TABLE}?vorm=pdf").status_code == 404
    assert sent.title


@pytest.mark.parametrize("address", [f"{DESK}?stand=wacht", f"{TABLE}?vorm=csv"])
def test_a_long_list_asks_no_more(cast: Cast, address: str) -> None:
    def queries() -> int:
        browser = browser_of(cast.rachida)
        browser.get(address)
        with CaptureQueriesContext(connection) as asked:
            answer = browser.get(address)
            assert answer.status_code == 200
            if answer.streaming:
                b"".join(answer.streaming_content)
        return len(asked)

    old = timezone.now() - timedelta(days=40)
    for _one in range(2):
        cast.dossier("advies")
    Dossier.objects.update(updated_at=old)
    few = queries()
    for number in range(12):
        cast.dossier("advies")
        SavedView.objects.create(owner=cast.rachida, name=f"{number}")
    Dossier.objects.update(updated_at=old)
    assert queries() == few <= 12


def test_every_dossier_links_to_its_page(cast: Cast) -> None:
    dossier = cast.dossier()
    TargetGroup.objects.all().delete()
    assert f'"{DOSSIERS}{dossier.pk}/"' in browser_of(cast.rachida).get(DESK).content.decode()
