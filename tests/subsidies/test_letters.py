"""Letters: written with the step, filed in the dossier, mailed as a link, on paper in Dutch; their sentences are the regisseur's."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from actors.models import User
from ecru.base.models import OutgoingMail
from subsidies.deciding.letters import (
    BLANKS,
    NOT_CHECKED,
    WORDS,
    faults_in,
    filled,
    keep_text,
    letter_pdf,
    part_name,
    words_of,
    write_letter,
)
from subsidies.dossiers import perform
from subsidies.models import DossierLetter, LetterKind, LetterText
from tests.actors.markup import text_of
from tests.subsidies.dossier_cast import Cast, good_data
from tests.subsidies.question_factories import QuestionFactory, make_form
from tests.subsidies.test_board_pages import words_of as words_on_paper
from tests.subsidies.test_dossier_pages import browser_of

pytestmark = pytest.mark.django_db
EVIL = "#emph[x] {bedrag} $y$ \\ <script>"


class Paper:
    """A PDF as a response would hold it."""

    def __init__(self, content: bytes) -> None:
        self.content = content


def on_paper(letter: DossierLetter) -> str:
    """The words of a letter."""
    return words_on_paper(Paper(letter_pdf(letter)))


def refuse(cast: Cast, motivation: str = "Te weinig partners.") -> DossierLetter:
    """The letter about a dossier that the board refuses."""
    dossier = cast.dossier("agenda", number="2026-0042", submitted_at=timezone.now())
    perform(dossier, "beslissen", by=cast.rachida, outcome="geweigerd", motivation=motivation)
    return DossierLetter.objects.get()


def test_a_grant_says_how_much_and_why(cast: Cast) -> None:
    dossier = cast.dossier("agenda")
    perform(dossier, "beslissen", by=cast.rachida, **good_data("beslissen", cast))
    letter = DossierLetter.objects.get()
    words = on_paper(letter)
    assert (letter.kind, str(letter)) == (LetterKind.GRANTED, "Je krijgt steun")
    for part in (dossier.title, "€ 2.500,50", "Een mooi plan.", "Zangkoor", "Namens ECRU"):
        assert part in words.replace("\xa0", " ")
    assert letter_pdf(letter) == letter_pdf(letter)


def test_a_refusal_says_why_and_how_to_appeal_and_what_is_not_sure(cast: Cast) -> None:
    words = on_paper(refuse(cast))
    for part in ("Te weinig partners.", "openbaarheid@vlaanderen.be", "binnen 30 dagen", "2026-0042"):
        assert part in words
    assert "een jurist keek dit stuk nog niet na" in words


def test_what_a_lawyer_checked_is_not_called_unsure(cast: Cast) -> None:
    keep_text(
        by=cast.rachida, kind=LetterKind.APPEAL, words="Ga naar de rechter.", checked_on=date(2026, 1, 5)
    )
    body = refuse(cast).facts["body"]
    assert "Ga naar de rechter." in body
    assert NOT_CHECKED not in body


def test_inadmissible_and_back_to_complete_have_their_letter(cast: Cast) -> None:
    back = cast.dossier("ingediend")
    perform(back, "terugsturen", by=cast.rachida, **good_data("terugsturen", cast))
    letter = back.letters.get()
    assert letter.kind == LetterKind.COMPLETE
    for part in ("Vertel ook wie er komt.", "wat je wil doen, en waarom", "Je hebt tijd tot"):
        assert part in letter.facts["body"]
    out = cast.dossier("ingediend")
    perform(out, "niet-ontvankelijk-verklaren", by=cast.rachida, motivation="Buiten het gebied.")
    assert "Buiten het gebied." in out.letters.get().facts["body"]
    assert part_name(out, "onbekend") == "onbekend"


def test_a_letter_names_sections_by_the_questions_that_the_round_asks(cast: Cast) -> None:
    asked = make_form(cast.call)
    QuestionFactory(call=cast.call, section="geld-en-zo", key="kas", label="Wie houdt de kas bij?")
    dossier = cast.dossier("ingediend")
    fields = ["vragen-plan", "vragen-met-wie", "vragen-geld-en-zo", "bijlagen", "requested"]
    perform(dossier, "terugsturen", by=cast.rachida, **{**good_data("terugsturen", cast), "fields": fields})
    letter = dossier.letters.get()
    for text in (letter.facts["body"], on_paper(letter)):
        words = " ".join(text.split())
        assert "vragen-" not in words
        assert "Geld en zo" not in words  # nobody gave that section a name
        for part in (
            "Jullie plan: “",
            "“Wie houdt de kas bij?”",
            "de bijlagen",
            *(q.label for q in asked.values()),
        ):
            assert part in words


def test_what_somebody_typed_is_never_markup_nor_a_blank(cast: Cast) -> None:
    letter = refuse(cast, EVIL)
    assert EVIL in letter.facts["body"]
    assert "#emph[x] {bedrag} $y$" in on_paper(letter)
    assert filled("{a} {b} {c}", {"a": "{b}", "b": "2"}) == "{b} 2 {c}"


@pytest.mark.parametrize(
    ("language", "told"), [("nl", "Lees de brief (pdf)"), ("en", "Read the letter (PDF, in Dutch)")]
)
def test_the_mail_about_the_step_leads_to_the_letter(cast: Cast, language: str, told: str) -> None:
    User.objects.update(language=language)
    letter = refuse(cast)
    mail = OutgoingMail.objects.get(to=cast.nour.email)
    assert told in mail.body
    assert letter.get_absolute_url() in mail.body


def test_only_who_sees_the_dossier_reads_its_letters(cast: Cast) -> None:
    letter = refuse(cast)
    address = letter.get_absolute_url()
    answers = {
        name: browser_of(cast.people[name]).get(address) for name in ("nour", "bea", "piet", "rachida")
    }
    assert {answer.status_code for answer in answers.values()} == {200}
    assert answers["nour"]["Content-Disposition"] == f'attachment; filename="brief-weigering-{letter.pk}.pdf"'
    assert browser_of(cast.ali).get(address).status_code == 404
    other = cast.dossier("advies")
    wrong = f"/mijn/dossiers/{other.pk}/brieven/{letter.pk}/"
    assert browser_of(cast.nour).get(wrong).status_code == 404


def test_letters_stand_on_the_page_of_the_dossier(cast: Cast) -> None:
    letter = refuse(cast)
    page = browser_of(cast.nour).get(f"/mijn/dossiers/{letter.dossier_id}/")
    assert "Steun is geweigerd (PDF)" in text_of(page)
    assert letter.get_absolute_url() in page.content.decode()
    assert "Brieven" not in text_of(browser_of(cast.nour).get(f"/mijn/dossiers/{cast.dossier('advies').pk}/"))


# --- The texts -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", LetterKind.values)
def test_our_own_sentences_have_their_blanks(kind: str) -> None:
    assert not faults_in(kind, WORDS[kind])
    assert set(BLANKS) == set(WORDS) == set(LetterKind.values)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("{motivering} {beroep} {naam}", "We kennen de invulplek {naam} niet."),
        ("{motivering}", "kan niet zonder de invulplek {beroep}"),
        ("{motivering} {beroep} {titel", "Een accolade klopt niet"),
        ("{motivering} {beroep} titel}", "Een accolade klopt niet"),
        ("", "Schrijf de tekst van de brief."),
    ],
)
def test_wrong_blanks_come_back_with_why_and_what_was_typed(cast: Cast, words: str, said: str) -> None:
    answer = browser_of(cast.rachida).post("/regie/brieven/weigering/", {"words": words})
    assert said in text_of(answer)
    assert words in answer.content.decode()
    assert not LetterText.objects.exists()


def test_a_text_holds_for_letters_to_come_and_not_for_those_that_went(cast: Cast) -> None:
    before = refuse(cast)
    desk = browser_of(cast.rachida)
    assert "Weigering" not in text_of(desk.get("/regie/brieven/weigering/"))
    sent = {"words": "Jammer.\r\n{motivering} {beroep}"}
    assert desk.post("/regie/brieven/weigering/", sent).status_code == 302
    assert words_of("weigering") == "Jammer.\n{motivering} {beroep}"
    assert "Jammer." in text_of(desk.get("/regie/brieven/weigering/"))
    before.refresh_from_db()
    assert "Jammer." not in before.facts["body"]
    later = write_letter(before.dossier, LetterKind.REFUSED, at=timezone.now())
    assert "Jammer." in later.facts["body"]
    assert str(LetterText.objects.get()) == "Steun is geweigerd"


def test_how_to_appeal_says_when_a_lawyer_looked(cast: Cast) -> None:
    desk = browser_of(cast.rachida)
    address = "/regie/brieven/beroep/"
    assert "Dit deel heeft geen invulplekken." in text_of(desk.get(address))
    assert "Dit is geen dag." in text_of(desk.post(address, {"words": "Bel.", "checked_on": "ooit"}))
    desk.post(address, {"words": "Bel ons.", "checked_on": "2026-01-05"})
    assert LetterText.objects.get().checked_on == date(2026, 1, 5)
    assert 'value="2026-01-05"' in desk.get(address).content.decode()
    example = words_on_paper(desk.get(f"{address}voorbeeld.pdf"))
    assert "Bel ons." in example
    assert "[motivering]" in words_on_paper(desk.get("/regie/brieven/weigering/voorbeeld.pdf"))
    assert "Steun is toegekend" in text_of(desk.get("/regie/brieven/"))
    for wrong in ("geen", "geen/voorbeeld.pdf"):
        assert desk.get(f"/regie/brieven/{wrong}").status_code in {301, 404}


def test_only_the_regisseur_keeps_texts_and_they_are_checked_again(cast: Cast) -> None:
    good: Any = {"kind": LetterKind.COMPLETE, "words": WORDS[LetterKind.COMPLETE]}
    with pytest.raises(PermissionDenied):
        keep_text(by=cast.bea, **good)
    with pytest.raises(ValueError, match="onderdelen"):
        keep_text(by=cast.rachida, kind=LetterKind.COMPLETE, words="{tot} {reden}")


def test_how_to_appeal_is_no_letter_by_itself(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        DossierLetter.objects.create(
            dossier=cast.dossier("advies"),
            kind=LetterKind.APPEAL,
            title="x",
            facts={},
            sent_at=timezone.now(),
        )
