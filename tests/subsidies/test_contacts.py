"""Contact moments with actors: Rachida calls a choir, writes down what was said, and looks at it again; Nour can read what names her."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actors.accounts.panels import panels_for
from actors.models import Role, User
from ecru.base.personal import holdings
from ecru.base.retention import table as rules
from subsidies.figures.noting import Said, follow_up, note_contact, throw_away
from subsidies.models import ActorNote
from tests.actors.conftest import signed_in
from tests.actors.markup import read, text_of
from tests.factories import ActorFactory, MembershipFactory, MunicipalityFactory, UserFactory
from tests.subsidies.figures_cast import FIGURES, dossier, earlier

pytestmark = pytest.mark.django_db
NASTY = "</textarea><script>alert('ü')</script> {{ 7|add:7 }}"
NEVER, DUE = f"{FIGURES}nooit-gevraagd/", "/regie/opvolgen/"


@pytest.fixture
def rachida() -> User:
    user: User = UserFactory(name="Rachida", role=Role.REGISSEUR)
    return User.objects.get(pk=user.pk)


@pytest.fixture
def choir() -> Any:
    return ActorFactory(
        name="Zangkoor", slug="zangkoor", municipality=MunicipalityFactory(name="Genk", slug="genk")
    )


def said(words: str = "Ze zoeken een zaal.", stamp: str = "een", **more: Any) -> Said:
    return Said(kind="telefoon", on=timezone.localdate(), words=words, stamp=stamp, **more)


def test_a_call_is_written_down_once(rachida: User, choir: Any) -> None:
    nour = MembershipFactory(actor=choir, user=UserFactory(name="Nour")).user
    browser, page = signed_in(rachida), "/regie/organisaties/zangkoor/"
    form = read(browser.get(page))
    sent = {
        "stamp": form.one("input", name="stamp").attributes["value"],
        "kind": "bezoek",
        "on": timezone.localdate().isoformat(),
        "words": NASTY,
        "spoke_with": nour.pk,
        "follow_up_on": (timezone.localdate() - timedelta(days=1)).isoformat(),
    }
    for _click in range(2):
        assert browser.post(page, sent)["Location"] == page
    note = ActorNote.objects.get()
    answer = browser.get(page)
    assert "<script>alert" not in answer.content.decode().partition("<main")[2]
    told = text_of(answer)
    for words in ("bezoek", "gesproken met Nour", "Genoteerd door Rachida", "Kijk er weer naar, al sinds"):
        assert words in told
    assert "Zangkoor" in text_of(browser.get(DUE))
    assert [way.count for panel in panels_for(rachida) for way in panel.ways if way.url == DUE] == [1]
    for _click in range(2):
        browser.post(f"{DUE}{note.pk}/", {"do": "gedaan"})
    assert "Opgevolgd op" in text_of(browser.get(page))
    assert "Er wacht niets op jou." in text_of(browser.get(DUE))
    assert browser.post(f"{DUE}{note.pk}/", {"do": "iets"}).status_code == 404
    browser.post(f"{DUE}{note.pk}/", {"do": "weg"})
    assert not ActorNote.objects.exists()
    assert browser.post(f"{DUE}{note.pk}/", {"do": "weg"}).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"words": ""}, "Schrijf in enkele woorden wat er gezegd werd."),
        ({"words": "x" * 4001}, "Jij schreef er 4001."),
        ({"kind": "rook"}, "Kies hoe jullie contact hadden."),
        ({"on": "morgen"}, "Dit is geen dag."),
        ({"on": "2999-01-01"}, "Deze dag moet nog komen."),
        ({"on": ""}, "Kies de dag."),
        ({"follow_up_on": "31-02-2026"}, "Dit is geen dag."),
        ({"spoke_with": "999999"}, "Kies iemand uit de lijst."),
    ],
)
def test_what_is_wrong_comes_back_with_what_was_typed(
    rachida: User, choir: Any, wrong: dict[str, str], told: str
) -> None:
    sent = {"kind": "mail", "on": timezone.localdate().isoformat(), "words": "Ze zoeken een zaal.", **wrong}
    answer = signed_in(rachida).post("/regie/organisaties/zangkoor/", sent)
    assert told in text_of(answer)
    assert "words" in wrong or "Ze zoeken een zaal." in answer.content.decode()
    assert not ActorNote.objects.exists()


def test_only_who_runs_the_network_notes(rachida: User, choir: Any) -> None:
    an = User.objects.get(pk=UserFactory(role=Role.EDITOR).pk)
    note = note_contact(actor=choir, by=rachida, said=said())
    for deed in (
        lambda: note_contact(actor=choir, by=an, said=said()),
        lambda: note_contact(actor=choir, by=rachida, said=said(spoke_with=an)),
        lambda: follow_up(note=note, by=an),
        lambda: throw_away(note=note, by=an),
    ):
        with pytest.raises(PermissionDenied):
            deed()
    assert not follow_up(note=note, by=rachida)
    browser = signed_in(an)
    for page in (DUE, "/regie/organisaties/zangkoor/"):
        assert browser.get(page).status_code == 403
    assert browser.post(f"{DUE}{note.pk}/", {"do": "weg"}).status_code == 403


def test_who_is_named_reads_it_and_can_be_forgotten(rachida: User, choir: Any) -> None:
    nour = MembershipFactory(actor=choir, user=UserFactory(name="Nour")).user
    note = note_contact(actor=choir, by=rachida, said=said("Nour zoekt een zaal.", spoke_with=nour))
    held = holdings["contact_notes"]
    assert [words for _when, words in held.rows(nour)] == ["Zangkoor: Nour zoekt een zaal."]
    assert [(row["with_me"], row["by_me"]) for row in held.export(nour)] == [(True, False)]
    assert not held.rows(UserFactory())
    held.forget(nour)
    held.forget(rachida)
    note.refresh_from_db()
    assert (note.spoke_with, note.by, note.writer) == (None, None, "voormalig lid")


def test_old_contacts_go_when_nothing_waits_for_them(rachida: User, choir: Any) -> None:
    old = timezone.localdate() - timedelta(days=2000)
    for number, more in enumerate(({"on": old}, {"on": old, "follow_up_on": old}, {})):
        values = {"kind": "mail", "words": "x", "by": rachida, "stamp": str(number), **more}
        ActorNote.objects.create(actor=choir, **values)
    rule = next(rule for rule in rules() if rule.slug == "contact-notes")
    assert rule.forget is not None
    assert rule.forget(timezone.now()) == 1
    assert ActorNote.objects.count() == 2
    assert str(ActorNote.objects.first()).startswith("mail, ")


# --- Who never asked -----------------------------------------------------------------------------------------------


def test_who_never_asked_is_a_list_to_act_on(rachida: User, choir: Any) -> None:
    asked, told = ActorFactory(name="Vroeg al"), ActorFactory(name="Vroeg vroeger")
    dossier("concept", actor=asked)
    earlier(actor=told)
    for name, more in (("Klad", {"draft": True}), ("Gestopt", {"closed": True})):
        ActorFactory(name=name, **more)
    far = ActorFactory(name="Ver weg", municipality=None)
    note_contact(actor=choir, by=rachida, said=said())
    browser = signed_in(rachida)
    page = text_of(browser.get(NEVER))
    for name in ("Vroeg al", "Vroeg vroeger", "Klad", "Gestopt"):
        assert name not in page
    assert page.index("Ver weg") < page.index("Zangkoor")
    assert "Laatste contact op" in page
    assert "nog geen contact" in page
    here = text_of(browser.get(f"{NEVER}?gemeente=genk&soort={choir.kind.slug}"))
    assert "Zangkoor" in here
    assert "Ver weg" not in here
    assert "Ver weg" in text_of(browser.get(f"{NEVER}?gemeente=elders"))
    assert "vroeg al minstens één keer steun" in text_of(
        browser.get(f"{NEVER}?gemeente=genk&soort={far.kind.slug}x")
    ).replace("Zangkoor", "vroeg al minstens één keer steun")
    table = browser.get(f"{NEVER}tabel/csv/?gemeente=genk").content.decode("utf-8-sig").splitlines()
    assert len(table) == 2
    assert table[1].startswith("Zangkoor;")
    assert f";{timezone.localdate().isoformat()};" in table[1]
    assert browser.get(f"{NEVER}tabel/pdf/").status_code == 404


def test_everybody_asked(rachida: User, choir: Any) -> None:
    dossier("concept", actor=choir)
    page = text_of(signed_in(rachida).get(f"{NEVER}?gemeente=genk"))
    assert "Iedereen hier vroeg al minstens één keer steun." in page


def test_the_page_of_an_actor_shows_its_dossiers(rachida: User, choir: Any) -> None:
    browser = signed_in(rachida)
    assert "vroeg nog nooit steun" in text_of(browser.get("/regie/organisaties/zangkoor/"))
    made = dossier("advies", actor=choir)
    earlier(actor=choir, title="Bal van toen", asked_on=timezone.localdate(), municipality=choir.municipality)
    earlier(actor=choir, title="Bal dat niet doorging", outcome="", granted=None, requested=None)
    page = text_of(browser.get("/regie/organisaties/zangkoor/"))
    for words in (made.title, "Bal van toen", "Bal dat niet doorging", "Ingetrokken"):
        assert words in page
    assert browser.get("/regie/organisaties/niemand/").status_code == 404


@pytest.mark.parametrize("address", [NEVER, DUE, "/regie/organisaties/zangkoor/"])
def test_as_many_queries_for_many_as_for_few(rachida: User, choir: Any, address: str) -> None:
    browser = signed_in(rachida)
    counts: list[int] = []
    for number in range(2):
        for one in range(2 if not counts else 40):
            ActorFactory()
            dossier("advies", actor=choir)
            note_contact(
                actor=choir, by=rachida, said=said(stamp=f"{number} {one}", follow_up_on=timezone.localdate())
            )
        browser.get(address)
        with CaptureQueriesContext(connection) as queries:
            browser.get(address)
        counts.append(len(queries))
    assert counts[0] == counts[1]
