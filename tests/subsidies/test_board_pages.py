"""The pages of the board: planning, who is there, votes on a phone, the decision, the minutes, the pack."""

import io
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pypdf import PdfReader

from actors.models import User
from subsidies.deciding.envelopes import keep_envelope
from subsidies.deciding.pack import before_and_after
from subsidies.dossiers import perform
from subsidies.models import BoardMeeting, Dossier, MeetingState, Vote
from tests.actors.markup import text_of
from tests.subsidies.board_cast import BOARD, Board, make_board
from tests.subsidies.dossier_cast import Cast
from tests.subsidies.test_dossier_pages import NASTY, browser_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def board(cast: Cast) -> Board:
    return make_board(cast)


def words_of(response: Any) -> str:
    """All words of a PDF."""
    reader = PdfReader(io.BytesIO(response.content))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def page_of(board: Board, user: Any) -> str:
    """What the page of the meeting says to ``user``."""
    return text_of(browser_of(user).get(board.address))


def decide(browser: Any, board: Board, item: Any, **answers: Any) -> Any:
    """Presses the button of the decision about a point."""
    seen = item.dossier.events.newest().first().pk
    named = {f"beslissen-{item.pk}-{name}": value for name, value in answers.items()}
    return browser.post(f"{board.address}punten/{item.pk}/beslissing/", {"gezien": seen, **named})


def say(browser: Any, board: Board, item: Any, member: Any, choice: str, *, reason: str = "") -> Any:
    """Presses the button of the vote."""
    prefix = f"punt-{item.pk}"
    sent = {f"{prefix}-choice-{member.pk}": choice, f"{prefix}-reason-{member.pk}": reason}
    return browser.post(f"{board.address}punten/{item.pk}/stem/", sent)


def test_a_meeting_from_planning_to_minutes(cast: Cast) -> None:
    desk = browser_of(cast.rachida)
    assert "Geen vergadering gepland" in text_of(desk.get(BOARD))
    day = TODAY().isoformat()
    sent = {"day": day, "hour": "20:00", "place": "  C-mine,  Genk ", "quorum": "1"}
    answers = [desk.post("/regie/vergaderingen/nieuw/", sent) for _click in range(2)]
    meeting = BoardMeeting.objects.get()
    assert answers[0]["Location"] == f"{BOARD}{meeting.pk}/"
    assert "Er is al een vergadering op die dag" in text_of(answers[1])
    assert (meeting.place, meeting.quorum) == ("C-mine, Genk", 1)
    board = Board(cast, meeting, [cast.bea])
    item = board.item(requested="2500")
    assert "C-mine, Genk" in text_of(desk.get(BOARD))
    assert "1 dossier" in text_of(desk.get(BOARD))
    desk.post(f"{board.address}aanwezig/", {"present": [cast.bea.pk]})
    bea = browser_of(cast.bea)
    assert say(bea, board, item, cast.bea, "voor")["Location"] == f"{board.address}#punt-{item.pk}"
    done = decide(desk, board, item, outcome="toegekend", granted="2.000", motivation="Een mooi plan.")
    assert done["Location"] == f"{board.address}#punt-{item.pk}"
    dossier = Dossier.objects.get()
    assert (dossier.phase, dossier.granted, dossier.motivation) == (
        "beslist",
        Decimal(2000),
        "Een mooi plan.",
    )
    assert dossier.events.newest().first().data["votes"]["for"] == 1
    desk.post(f"{board.address}notulen/", {"words": NASTY})
    desk.post(f"{board.address}sluiten/")
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.CLOSED
    shown = page_of(board, cast.bea)
    assert NASTY.split(">")[0] in bea.get(board.address).content.decode().replace("&lt;", "<")
    assert "Een mooi plan." in shown
    assert "Voorbij" in text_of(bea.get(BOARD))
    paper = words_of(bea.get(f"{board.address}verslag.pdf"))
    for part in ("Bea", "1 voor", "€ 2.000,00", "Een mooi plan.", "alert('ü')"):
        assert part in paper
    assert "ontwerp" not in paper


def test_a_meeting_whose_day_is_over_no_longer_comes(cast: Cast) -> None:
    past, coming = (BoardMeeting.objects.create(day=TODAY() + timedelta(days=days)) for days in (-3, 0))
    told = text_of(browser_of(cast.rachida).get(BOARD))
    order = ["Komt nog", coming.when, "Nog niet gesloten", "Hun dag is voorbij", past.when]
    places = [told.lower().index(words.lower()) for words in order]
    assert places == sorted(places)
    assert "Hun dag is voorbij" not in text_of(browser_of(cast.bea).get(BOARD))


# --- The pack ------------------------------------------------------------------------------------------------------


def outline_of(reader: PdfReader) -> list[str]:
    """The bookmarks, from top to bottom."""
    found: list[str] = []

    def walk(entries: Any) -> None:
        for entry in entries:
            if isinstance(entry, list):
                walk(entry)
            else:
                found.append(str(entry.title))

    walk(reader.outline)
    return found


def test_the_pack_is_one_tagged_file_with_bookmarks(board: Board) -> None:
    board.cast.call.budget = Decimal(10_000)
    board.cast.call.save()
    board.item(title="Het eerste bal", requested="4000", summary="Samen #strong[zingen]. 💃")
    board.item(title="Het tweede bal", requested="7000")
    answer = browser_of(board.cast.bea).get(f"{board.address}bundel.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    reader: Any = PdfReader(io.BytesIO(answer.content))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith("nl")
    marks = outline_of(reader)
    assert [mark for mark in marks if mark[0].isdigit()] == ["1. Het eerste bal", "2. Het tweede bal"]
    assert {"Agenda", "De pot, voor en na", "Waarover het gaat"} <= set(marks)
    words = words_of(answer).replace("\xa0", " ")
    for part in (
        "€ 10.000,00",
        "€ 6.000,00",
        "past niet: € 1.000,00 te kort",
        "#strong[zingen]. □",
        "1 van 3",
    ):
        assert part in words


def test_readers_that_speak_find_their_way_in_the_pack(board: Board) -> None:
    board.cast.call.budget = Decimal(10_000)
    board.cast.call.save()
    for number in range(3):
        board.item(title=f"Bal {number}", requested="1000", summary="Samen zingen.")
    reader: Any = PdfReader(io.BytesIO(browser_of(board.cast.bea).get(f"{board.address}bundel.pdf").content))
    tags = tags_in(reader.trailer["/Root"]["/StructTreeRoot"])
    assert {"/H1", "/H2", "/P", "/Table", "/TR", "/TH", "/TD"} <= set(tags)
    assert tags.count("/Table") >= 4  # the agenda, and the envelope of each dossier
    assert reader.metadata.title
    assert reader.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"]
    marks = [entry for entry in reader.outline if not isinstance(entry, list) and entry.title[0].isdigit()]
    assert len(marks) == 3
    for mark in marks:
        page = reader.pages[reader.get_destination_page_number(mark)]
        assert str(mark.title).split(". ")[1] in page.extract_text()


def tags_in(node: Any) -> list[str]:
    """The kinds of all parts of a tagged PDF, from top to bottom."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return [tag for one in node for tag in tags_in(one)]
    if not hasattr(node, "get"):
        return []
    return [*([str(node["/S"])] if "/S" in node else []), *tags_in(node.get("/K", []))]


def test_an_abstention_shows_with_its_reason(board: Board) -> None:
    item = board.item(title="Het open bal")
    board.there()
    board.votes(item, "voor", "onthouding", "voor")
    for who in (board.cast.bea, board.cast.rachida):
        words = page_of(board, who)
        assert "Bo" in words
        assert "Ik ken de aanvrager." in words
    assert "Ik ken de aanvrager." in words_of(browser_of(board.cast.bea).get(f"{board.address}verslag.pdf"))


def test_the_pack_reckons_with_a_shared_envelope_and_with_what_is_decided(board: Board) -> None:
    keep_envelope(by=board.cast.rachida, name="Samen", amount=Decimal(5000), calls=[board.cast.call])
    first, second = board.item(requested="3000"), board.item(requested="2000")
    board.there()
    board.votes(first, "voor", "voor", "voor")
    perform(
        first.dossier,
        "beslissen",
        by=board.cast.rachida,
        outcome="toegekend",
        granted=Decimal(2500),
        motivation="Ja.",
    )
    money = before_and_after(BoardMeeting.objects.for_page().get())
    rows = [[cell.replace("\xa0", " ") for cell in row] for row in money[second.pk]]
    assert ["Samen", "€ 2.500,00", "€ 2.000,00", "€ 500,00"] in rows
    assert ["Klein gebaar", "€ 7.500,00", "€ 2.000,00", "€ 5.500,00"] in rows
    assert [row[2] for row in money[first.pk]] == ["€\xa02.500,00"] * 2


def test_an_empty_meeting_has_a_pack_and_draft_minutes(board: Board) -> None:
    bea = browser_of(board.cast.bea)
    assert "Er staat niets op de agenda." in words_of(bea.get(f"{board.address}bundel.pdf"))
    assert "Dit is een ontwerp" in words_of(bea.get(f"{board.address}verslag.pdf"))
    assert "Er staat niets op de agenda." in page_of(board, board.cast.bea)


def test_who_has_an_interest_sees_it_nowhere(board: Board) -> None:
    item = board.item(title="Het geheime bal")
    board.item(title="Het open bal")
    bea = browser_of(board.cast.bea)
    answer = say(bea, board, item, board.cast.bea, "belang", reason="Mijn broer speelt mee.")
    assert answer.status_code == 302
    for address in (board.address, f"{BOARD}", "/mijn/dossiers/"):
        assert "Het geheime bal" not in text_of(bea.get(address))
    assert "niet in de zaal bij dit punt" in text_of(bea.get(board.address))
    for file in ("bundel", "verslag"):
        words = words_of(bea.get(f"{board.address}{file}.pdf"))
        assert "Het geheime bal" not in words
        assert "Het open bal" in words
    assert bea.get(f"/mijn/dossiers/{item.dossier_id}/").status_code == 404
    assert say(bea, board, item, board.cast.bea, "voor").status_code == 404
    assert "Het geheime bal" in page_of(board, board.members[1])
    assert "Mijn broer speelt mee." in words_of(
        browser_of(board.cast.rachida).get(f"{board.address}verslag.pdf")
    )


# --- What goes wrong -----------------------------------------------------------------------------------------------


def test_a_vote_that_cannot_be_comes_back_as_it_was_typed(board: Board) -> None:
    item = board.item()
    bea = browser_of(board.cast.bea)
    assert "staat niet op de lijst" in text_of(say(bea, board, item, board.cast.bea, "voor", reason=NASTY))
    board.there()
    assert "Kies hoe je stemt." in text_of(say(bea, board, item, board.cast.bea, ""))
    assert "Kies een van de stemmen." in text_of(say(bea, board, item, board.cast.bea, "misschien"))
    without = say(bea, board, item, board.cast.bea, "onthouding")
    assert "Zeg in een paar woorden waarom." in text_of(without)
    assert "checked" in without.content.decode()
    long = say(bea, board, item, board.cast.bea, "onthouding", reason="x" * 301)
    assert "x" * 301 in long.content.decode()
    assert not Vote.objects.exists()


def test_the_regisseur_writes_down_all_votes_at_once(board: Board) -> None:
    item = board.item()
    board.there()
    desk = browser_of(board.cast.rachida)
    prefix = f"punt-{item.pk}"
    sent = {f"{prefix}-choice-{member.pk}": "voor" for member in board.members}
    sent |= {f"{prefix}-reason-{member.pk}": "" for member in board.members}
    sent[f"{prefix}-choice-{board.members[2].pk}"] = ""
    desk.post(f"{board.address}punten/{item.pk}/stem/", sent)
    assert Vote.objects.count() == 2
    page = text_of(desk.get(board.address))
    assert "2 voor, 0 tegen" in page
    assert "Stemden nog niet: Bert." in page


def test_a_decision_that_cannot_be_comes_back_with_why(board: Board) -> None:
    item = board.item(requested="3000")
    desk = browser_of(board.cast.rachida)
    good = {"outcome": "toegekend", "granted": "3000", "motivation": NASTY}
    early = decide(desk, board, item, **good)
    assert "bestuursleden in de zaal" in text_of(early)
    assert "{{ 7|add:7 }}" in early.content.decode()
    assert "Geef de redenen" in text_of(decide(desk, board, item, outcome="geweigerd"))
    board.there()
    board.votes(item, "voor", "voor", "voor")
    assert "Vul hoogstens dat in" in text_of(decide(desk, board, item, **{**good, "granted": "3000,01"}))
    assert decide(desk, board, item, **good).status_code == 302


def test_who_comes_second_reads_what_happened(board: Board) -> None:
    item = board.item()
    board.there()
    board.votes(item, "voor", "voor", "voor")
    desk = browser_of(board.cast.rachida)
    good = {"outcome": "toegekend", "granted": "1000", "motivation": "Ja."}
    decide(desk, board, item, **good)
    again = decide(desk, board, item, **{**good, "granted": "2000"})
    assert again.status_code == 302
    told = text_of(desk.get(board.address))
    assert "Beslist: Toegekend." in told
    item.dossier.refresh_from_db()
    assert item.dossier.granted == 1000
    other = board.item()
    board.votes(other, "voor", "voor", "voor")
    perform(other.dossier, "van-agenda", by=board.cast.rachida, reason="Later.")
    assert decide(desk, board, other, **good).status_code == 302
    assert "staat nu op “Bij de experten”" in text_of(desk.get(board.address))


def test_votes_after_the_decision_are_refused(board: Board) -> None:
    item = board.item()
    board.there()
    board.votes(item, "voor", "voor", "voor")
    decide(browser_of(board.cast.rachida), board, item, outcome="toegekend", granted="10", motivation="Ja.")
    bea = browser_of(board.cast.bea)
    assert say(bea, board, item, board.cast.bea, "tegen").status_code == 302
    assert "Stemmen veranderen niet meer." in text_of(bea.get(board.address))
    assert item.votes.get(seat__user=board.cast.bea).choice == "voor"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"day": "morgen"}, "Dit is geen dag."),
        ({"day": ""}, "Kies de dag van de vergadering."),
        ({"hour": "acht uur"}, "Dit is geen uur."),
        ({"quorum": "0"}, "Er moet minstens één lid zijn."),
        ({"quorum": "101"}, "Hoogstens 100."),
        ({"quorum": "veel"}, "Vul een getal in."),
    ],
)
def test_a_meeting_that_cannot_be_comes_back_as_it_was_typed(
    cast: Cast, typed: dict[str, str], said: str
) -> None:
    sent = {"day": "2031-01-02", "hour": "20:00", "place": NASTY[:100], "quorum": "2", **typed}
    answer = browser_of(cast.rachida).post("/regie/vergaderingen/nieuw/", sent)
    assert said in text_of(answer)
    assert "{{ 7|add:7 }}" in answer.content.decode()
    assert not BoardMeeting.objects.exists()


def test_changing_a_meeting_and_what_cannot_be(board: Board) -> None:
    desk = browser_of(board.cast.rachida)
    address = f"/regie/vergaderingen/{board.meeting.pk}/"
    assert 'value="2"' in desk.get(address).content.decode()
    day = (TODAY() + timedelta(days=2)).isoformat()
    assert desk.post(address, {"day": day, "quorum": "3"})["Location"] == board.address
    assert "De vergadering is op" in text_of(
        desk.post(f"{board.address}aanwezig/", {"present": []}, follow=True)
    )
    wrong = desk.post(f"{board.address}aanwezig/", {"present": ["999999"]}, follow=True)
    assert "zit niet in het bestuur" in text_of(wrong)
    long = desk.post(f"{board.address}notulen/", {"words": "x" * 50_001})
    assert "Er passen hoogstens 50000 tekens" in text_of(long).replace(".", "")
    assert "De vergadering is op" in text_of(desk.post(f"{board.address}sluiten/", follow=True))


def test_a_planned_meeting_is_chosen_when_a_dossier_goes_on_the_agenda(cast: Cast) -> None:
    day = TODAY() + timedelta(days=3)
    make_board(cast, day)
    page = browser_of(cast.rachida).get(f"/mijn/dossiers/{cast.dossier('advies').pk}/").content.decode()
    assert f'<option value="{day.isoformat()}">' in page


def test_the_dossier_leads_the_board_to_its_meeting(board: Board) -> None:
    item = board.item()
    for name, sees in (("bea", True), ("rachida", True), ("nour", False)):
        page = browser_of(board.cast.people[name]).get(f"/mijn/dossiers/{item.dossier_id}/")
        assert (f'href="{board.address}"' in page.content.decode()) == sees


def test_a_point_goes_up(board: Board) -> None:
    first, second = board.item(title="Eerst"), board.item(title="Dan")
    desk = browser_of(board.cast.rachida)
    assert desk.post(f"{board.address}punten/{second.pk}/hoger/").status_code == 302
    page = page_of(board, board.cast.bea)
    assert page.index("Dan") < page.index("Eerst")
    assert desk.post(f"{BOARD}999/punten/{first.pk}/hoger/").status_code == 404


def test_queries_do_not_grow_with_the_agenda(board: Board) -> None:
    board.there()

    def queries() -> int:
        browser = browser_of(board.cast.rachida)
        browser.get(board.address)
        with CaptureQueriesContext(connection) as found:
            browser.get(board.address)
        return len(found)

    for _point in range(2):
        board.votes(board.item(), "voor", "tegen", "belang")
    few = queries()
    for _point in range(6):
        board.votes(board.item(), "voor", "tegen", "belang")
    assert queries() == few


def test_the_screens_are_there_in_english(board: Board) -> None:
    board.item()
    User.objects.filter(pk=board.cast.bea.pk).update(language="en")
    page = text_of(browser_of(board.cast.bea).get(f"/en{board.address}"))
    for part in ("Who is there", "Your vote", "The envelope, before and after", "Pack (PDF)"):
        assert part in page
