"""Writing advice: scores saved as one goes, given once, what others think, what it adds up to, and who reads it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actors.models import User
from ecru.base.models import OutgoingMail
from ecru.base.unchanging import Unchangeable
from subsidies.advising import (
    Answer,
    answer,
    ask_expert,
    give,
    react,
    reopen,
    save,
    summary_of,
)
from subsidies.dossiers import Refused, perform
from subsidies.models import Dossier, Review, ReviewEvent
from subsidies.sheets import sheets_of
from tests.actors.conftest import signed_in
from tests.actors.markup import text_of
from tests.factories import (
    MunicipalityFactory,
    TopicFactory,
)
from tests.subsidies.advice_cast import Panel, expert, fields, press, seen_on, typed
from tests.subsidies.dossier_cast import good_data
from tests.subsidies.dossier_factories import DossierFactory

pytestmark = pytest.mark.django_db


def test_scores_are_saved_as_one_goes_and_given_once(panel: Panel) -> None:
    review = panel.declared()
    hers = signed_in(panel.user("ines"))
    address = f"/mijn/adviezen/{review.pk}/"
    assert "Wat het betekent voor de streek" in text_of(hers.get(address))
    press(hers, address, {"score-1": "5", "reason-1": "Sterk.", "do": "bewaren"})
    first = review.scores.get(position=1)
    assert (first.score, first.reason) == (5, "Sterk.")
    holes = text_of(press(hers, address, {"score-1": "5", "reason-1": "Sterk.", "do": "geven"}))
    assert "Geef een score voor “Kwaliteit van het plan”." in holes
    assert "Kies wat je alles samen aanraadt." in holes
    assert "Sterk." in holes
    wrong = text_of(press(hers, address, fields(score="9", do="bewaren")))
    assert "Kies een score van 1 tot 5." in wrong
    assert "Zoek een tweede zaal." in wrong
    seen = seen_on(hers, address)
    for _click in range(2):
        done = press(hers, address, fields(do="geven"), seen=seen, follow=True)
        assert "Gegeven. Dank je wel." in text_of(done)
    late = hers.post(address, fields(score="1", do="bewaren"))
    assert "Je gaf je advies al" in text_of(late)
    review.refresh_from_db()
    assert (review.verdict, review.words) == ("positief-mits", "Zoek een tweede zaal.")
    assert set(review.scores.values_list("score", flat=True)) == {4}
    assert OutgoingMail.objects.filter(kind="advice-news").count() == 1
    assert hers.post(f"{address}antwoord/", {"said": "geen-tijd"}, follow=True).status_code == 200
    assert Review.objects.get(pk=review.pk).counts


def test_one_reads_the_others_only_after_giving_ones_own(panel: Panel) -> None:
    toms = panel.given("tom", 2, "negatief")
    mine = panel.declared()
    hers = signed_in(panel.user("ines"))
    dossier_page = panel.dossier.get_absolute_url()
    address = f"/mijn/adviezen/{mine.pk}/"
    assert "Advies van tom" not in text_of(hers.get(address))
    assert "Advies van tom" not in text_of(hers.get(dossier_page))
    assert hers.post(f"{address}anderen/{toms.pk}/").status_code == 404
    with pytest.raises(PermissionDenied):
        react(review=mine, about=toms, by=panel.user("ines"), agrees=True, words="Ja.")
    save(review=mine, by=panel.user("ines"), typed=typed())
    give(review=mine, by=panel.user("ines"))
    assert "Advies van tom" in text_of(hers.get(address))
    assert "Advies van tom" in text_of(hers.get(dossier_page))
    empty = text_of(hers.post(f"{address}anderen/{toms.pk}/", {f"over-{toms.pk}-words": "Te streng."}))
    assert "Kies of je akkoord gaat." in empty
    assert "Te streng." in empty
    for said in ("ja", "nee"):
        hers.post(
            f"{address}anderen/{toms.pk}/",
            {f"over-{toms.pk}-agrees": said, f"over-{toms.pk}-words": "Te streng."},
        )
    assert (mine.reactions.get().agrees, mine.reactions.get().words) == (False, "Te streng.")
    assert "Je gaat niet akkoord:" in text_of(hers.get(address))
    assert "Gaat niet akkoord met Tom" in text_of(signed_in(panel.cast.rachida).get(dossier_page))


def test_the_summary_has_mean_and_spread_and_says_where_they_differ(panel: Panel) -> None:
    panel.given("ines", 5)
    panel.given("tom", 2, "negatief")
    panel.given("lena", 4)
    found = summary_of(panel.dossier)
    line = found.lines[0]
    assert (line.mean_text, line.range_text, line.spread) == ("3,7", "2–5", 3)
    assert found.verdicts == [("positief", 2), ("negatief", 1)]
    page = text_of(signed_in(panel.cast.rachida).get(panel.dossier.get_absolute_url()))
    assert "3 experten gaven advies." in page
    assert "Ze zijn het niet eens" in page
    assert "ver uiteen" in page
    [sheet] = [one for one in sheets_of(panel.dossier) if one.key == "advies"]
    assert sheet.grids[0].rows[0][1:] == ["3,7", "2–5", "5, 2, 4"]
    assert ["Ines: positief", "Advies van ines."] in sheet.texts


def test_close_together_and_only_on_paper(panel: Panel) -> None:
    panel.given("ines", 4)
    panel.given("tom", 4)
    assert "Hun scores liggen dicht bij elkaar." in summary_of(panel.dossier).sentences
    other = DossierFactory(at="advies", call=panel.cast.call)
    perform(other, "advies-noteren", by=panel.cast.rachida, **good_data("advies-noteren", panel.cast))
    paper = summary_of(other)
    assert (paper.number, paper.lines, paper.drawing) == (1, [], "")
    [sheet] = [one for one in sheets_of(other) if one.key == "advies"]
    assert sheet.grids == []


def test_three_independent_experts_are_the_condition_and_reopened_advice_does_not_count(panel: Panel) -> None:
    data = good_data("agenderen", panel.cast)
    panel.given("ines")
    panel.given("tom")
    panel.declared("lena")
    with pytest.raises(Refused, match="Nu is er advies van 2"):
        perform(panel.dossier, "agenderen", by=panel.cast.rachida, **data)
    save(review=panel.ask("lena"), by=panel.user("lena"), typed=typed())
    lenas = give(review=panel.ask("lena"), by=panel.user("lena"))
    his = signed_in(panel.cast.rachida)
    again = f"/mijn/dossiers/{panel.dossier.pk}/experten/{lenas.pk}/opnieuw/"
    assert "Zeg waarom." in text_of(his.post(again, {"reason": " "}, follow=True))
    his.post(again, {"reason": "De bijlage ontbrak."})
    his.post(again, {"reason": "De bijlage ontbrak."})
    assert (
        "De bijlage ontbrak."
        in OutgoingMail.objects.get(to="lena@voorbeeld.example", subject__contains="weer open").body
    )
    assert "De bijlage ontbrak." in text_of(his.get(f"/mijn/dossiers/{panel.dossier.pk}/experten/"))
    with pytest.raises(Refused, match="Nu is er advies van 2"):
        perform(panel.dossier, "agenderen", by=panel.cast.rachida, **data)
    give(review=lenas, by=panel.user("lena"))
    assert perform(panel.dossier, "agenderen", by=panel.cast.rachida, **data).phase == "agenda"
    with pytest.raises(Refused, match="Experten geven daar geen advies"):
        reopen(review=lenas, by=panel.cast.rachida, reason="Te laat.")
    with pytest.raises(PermissionDenied):
        reopen(review=lenas, by=panel.cast.nour, reason="Ik ben het niet eens.")


def test_the_applicant_reads_advice_without_names_and_only_once_it_is_decided(panel: Panel) -> None:
    panel.given("ines", 5)
    panel.given("tom", 2, "negatief")
    hers = signed_in(panel.cast.nour)
    address = panel.dossier.get_absolute_url()
    assert "Advies van ines" not in text_of(hers.get(address))
    Dossier.objects.filter(pk=panel.dossier.pk).update(decided_at=timezone.now())
    page = text_of(hers.get(address))
    assert "Advies van ines." in page
    assert "2 experten gaven advies." in page
    assert "Tom" not in page
    assert "Ines" not in page
    assert "Advies van ines" not in text_of(
        signed_in(panel.cast.piet).get(address)
    )  # a municipality reads along, not this


def test_the_board_reads_names_and_scores(panel: Panel) -> None:
    panel.given("ines", 5)
    Dossier.objects.filter(pk=panel.dossier.pk).update(meeting_on=timezone.localdate())
    page = text_of(signed_in(panel.cast.bea).get(panel.dossier.get_absolute_url()))
    assert "Ines: positief" in page


@pytest.mark.mail("advice-news")
@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_regisseur_hears_that_advice_came(panel: Panel, language: str) -> None:
    User.objects.update(language=language)
    panel.given()
    mail = OutgoingMail.objects.get(kind="advice-news")
    words = {"nl": "Ines gaf advies over “Bal”.", "en": "Ines gave advice on “Bal”."}
    assert words[language] in mail.body


def test_elsewhere_experts_are_not_asked_nor_heard(panel: Panel) -> None:
    review = panel.declared()
    his = signed_in(panel.cast.rachida)
    perform(panel.dossier, "intrekken", by=panel.cast.rachida)
    page = text_of(his.get(f"/mijn/dossiers/{panel.dossier.pk}/experten/"))
    assert "Experten geven daar geen advies." in page
    with pytest.raises(Refused, match="Experten geven daar geen advies"):
        panel.ask("tom")
    hers = signed_in(panel.user("ines"))
    kept = text_of(press(hers, f"/mijn/adviezen/{review.pk}/", fields(do="bewaren")))
    assert "Experten geven daar geen advies" in kept
    assert "Zoek een tweede zaal." in kept
    assert "Dit dossier ging verder." in text_of(hers.get(f"/mijn/adviezen/{review.pk}/"))


def test_who_had_an_interest_is_not_asked_again_and_only_the_desk_asks(panel: Panel) -> None:
    review = answer(review=panel.ask(), said=Answer.INTEREST, by=panel.user("ines"))
    assert answer(review=review, said=Answer.INTEREST, by=panel.user("ines")) == review
    with pytest.raises(Refused, match="heeft een belang"):
        panel.ask()
    with pytest.raises(PermissionDenied):
        ask_expert(
            dossier=panel.dossier, expert=panel.experts["tom"], by=panel.cast.nour, until=timezone.localdate()
        )
    given = panel.given("tom")
    with pytest.raises(Refused, match="Je gaf je advies al"):
        answer(review=given, said=Answer.NO_TIME, by=panel.user("tom"))
    with pytest.raises(Refused, match="in een zin"):
        react(review=given, about=panel.given("lena"), by=panel.user("tom"), agrees=True, words=" ")


def test_what_was_handed_back_may_still_come_on_paper(panel: Panel) -> None:
    ines = panel.experts["ines"]
    answer(review=panel.ask(), said=Answer.NO_TIME, by=panel.user("ines"))
    perform(
        panel.dossier, "advies-noteren", by=panel.cast.rachida, expert=ines, independent=True, advice="Doen."
    )
    assert panel.dossier.reviews.given().get().words == "Doen."


def test_own_advice_is_listed_what_waits_first(panel: Panel) -> None:
    hers = signed_in(panel.user("ines"))
    assert "Er wacht nu niets op jou." in text_of(hers.get("/mijn/adviezen/"))
    review = panel.ask()
    listed = text_of(hers.get("/mijn/adviezen/"))
    assert "Bal" in listed
    assert "Gevraagd" in listed
    assert "Jouw advies" in text_of(hers.get("/mijn/"))
    assert signed_in(panel.user("tom")).get(f"/mijn/adviezen/{review.pk}/").status_code == 404
    save(
        review=answer(review=review, said=Answer.NO_INTEREST, by=panel.user("ines")),
        by=panel.user("ines"),
        typed=typed(),
    )
    give(review=review, by=panel.user("ines"))
    assert "Gegeven" in text_of(hers.get("/mijn/adviezen/"))
    assert str(review.events.all()[0]).startswith("gevraagd")


def test_pages_ask_the_database_as_often_for_one_as_for_many(panel: Panel) -> None:
    his, hers = signed_in(panel.cast.rachida), signed_in(panel.user("ines"))
    address = f"/mijn/dossiers/{panel.dossier.pk}/experten/"
    panel.given("tom")
    panel.given("ines")
    pages = [(his, address), (his, panel.dossier.get_absolute_url()), (hers, "/mijn/adviezen/")]

    def counts() -> list[int]:
        found = []
        for browser, page in pages:
            browser.get(page)
            with CaptureQueriesContext(connection) as asked:
                assert browser.get(page).status_code == 200
            found.append(len(asked))
        return found

    panel.given("lena")
    few = counts()
    for number in range(6):
        panel.experts["x"] = expert(f"Xan{number}", panel.cast.choir.municipality, [TopicFactory()])
        panel.given("x")
        other = DossierFactory(at="advies", call=panel.cast.call)
        ask_expert(
            dossier=other,
            expert=panel.experts["ines"],
            by=panel.cast.rachida,
            until=timezone.localdate() + timedelta(days=9),
        )
        expert(f"Yan{number}", MunicipalityFactory(), [TopicFactory()])
    assert counts() == few


NASTY = "</textarea><script>alert('ü')</script> {{ 7|add:7 }}"


def test_hostile_words_stay_words(panel: Panel) -> None:
    review = panel.declared()
    hers = signed_in(panel.user("ines"))
    address = f"/mijn/adviezen/{review.pk}/"
    press(hers, address, fields(words=NASTY, do="geven"))
    for browser in (hers, signed_in(panel.cast.rachida)):
        page = browser.get(panel.dossier.get_absolute_url()).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;" in page
    long = hers.post(f"{address}antwoord/", {"said": "iets", "why": "x" * 501})
    assert long.status_code in {200, 302}
    his = signed_in(panel.cast.rachida)
    assert his.get(f"/mijn/dossiers/{panel.dossier.pk}/experten/?onderwerp=%00x").status_code == 200


def test_the_link_is_over_once_advice_was_given(panel: Panel) -> None:
    review = panel.given()
    link = OutgoingMail.objects.get(kind="advice-asked").body.split("/advies/")[1].split("/")[0]
    assert "Je gaf je advies al." in text_of(Client().get(f"/advies/{link}/"))
    Client().post(f"/advies/{link}/", {"said": "geen-tijd"})
    assert Review.objects.get(pk=review.pk).counts


def test_nothing_is_said_about_others_after_the_dossier_went_on(panel: Panel) -> None:
    mine, other = panel.given("ines"), panel.given("tom")
    perform(panel.dossier, "intrekken", by=panel.cast.rachida)
    hers = signed_in(panel.user("ines"))
    sent = {f"over-{other.pk}-agrees": "ja", f"over-{other.pk}-words": "Klopt."}
    hers.post(f"/mijn/adviezen/{mine.pk}/anderen/{other.pk}/", sent)
    assert not mine.reactions.exists()
    with pytest.raises(PermissionDenied):
        save(review=mine, by=panel.user("tom"), typed=typed())


def test_a_file_that_is_coached_is_read_too_and_keeps_its_advice_off_paper(panel: Panel) -> None:
    coached = DossierFactory(actor=panel.cast.choir, coached=True, at="revisie")
    panel.dossier = coached
    panel.given()
    assert "advies" not in [one.key for one in sheets_of(coached)]
    fresh = DossierFactory(actor=panel.cast.choir, call=panel.cast.call, at="advies")
    assert "advies" not in [one.key for one in sheets_of(fresh)]


def test_what_happened_to_advice_is_never_changed(panel: Panel) -> None:
    review = panel.ask()
    event = review.events.get()
    for change in (
        event.save,
        event.delete,
        lambda: ReviewEvent.objects.update(reason="x"),
        lambda: ReviewEvent.objects.all().delete(),
    ):
        with pytest.raises(Unchangeable):
            change()
