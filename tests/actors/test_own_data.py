"""Seeing and taking along what we hold of somebody: all of it, and nothing of anybody else.

Nour acts for a choir and asked a question; Bea, beside her, did as much, under names that must never show up.
"""

import io
import json
import zipfile

import pytest
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.db.models.fields.files import FieldFile
from django.test import Client
from django.test.utils import CaptureQueriesContext

from actors.accounts.panels import panels_for
from actors.conversations import Asked, Mistake, ask, report
from actors.history import note_added
from actors.models import Actor, DeskItem, ImportRun, Membership, Role, SavedFilter, TableExport, User
from ecru.base import personal
from ecru.base.audit import note
from ecru.base.models import AuditEntry, MailReader
from ecru.base.outbox.kinds import Frequency, MailKind
from ecru.base.outbox.posting import post
from ecru.base.personal import Holding, holdings, register
from tests.actors.conftest import signed_in
from tests.actors.markup import read
from tests.base.mail_cast import letter, news
from tests.factories import ActorFactory, ExpertFactory, InvitationFactory, MembershipFactory, UserFactory

__all__ = ["news"]

pytestmark = pytest.mark.django_db


def busy(name: str, word: str) -> User:
    """Somebody who did everything that one can do here; ``word`` is in every text of theirs."""
    email = f"{name.lower()}@voorbeeld.example"
    user: User = UserFactory(name=name, email=email, role=Role.EDITOR)
    choir = ActorFactory(name=f"Koor {word}", slug=f"koor-{word}", contact_email="")
    MembershipFactory(user=user, actor=choir)
    InvitationFactory(email=email, actor=choir)
    InvitationFactory(
        email="gast@voorbeeld.example", invited_by=user, actor=choir, message=f"Kom mee, {word}"
    )
    ExpertFactory(person=True, person_name=name, user=user, can_tell=f"Alles over {word}")
    ask(record=choir, asked=Asked(f"Waar is {word}?", user=user), token=f"vraag-{word}")
    report(record=choir, mistake=Mistake("naam", f"Het heet {word}", user=user), token=f"melding-{word}")
    DeskItem.objects.create(
        kind="claim", title=f"Aanvraag {word}", by=user, by_name=name, reason=f"Om {word}"
    )
    note_added(Actor, [choir.pk], by=user, reason=f"Wegens {word}")
    ImportRun.objects.create(made_by=user, made_by_name=name, file_name=f"{word}.csv", key=f"{user.pk:032}")
    TableExport.objects.create(made_by=user, made_by_name=name, file_type="csv", rows=1, query=f"q={word}")
    kind = ContentType.objects.get_for_model(Actor)
    LogEntry.objects.create(user=user, content_type=kind, object_id="1", object_repr=word, action_flag=CHANGE)
    SavedFilter.objects.create(owner=user, model="actors.actor", name=f"Lijst {word}", query="q=x")
    post(f"nieuws-{word}", letter(to=email, subject=f"Nieuws over {word}"))
    reader = MailReader.objects.of(email)
    reader.choose(letter().known_kind, Frequency.DAILY)
    post(f"later-{word}", letter(to=email, subject=f"Later over {word}"))
    note("signed-in", by=user)
    return user


@pytest.fixture
def nour(news: MailKind) -> User:
    return busy("Nour", "merel")


@pytest.fixture
def bea(news: MailKind) -> User:
    return busy("Bea", "kraai")


def taken(browser: Client) -> zipfile.ZipFile:
    """What the button gives."""
    answer = browser.post("/mijn/gegevens/downloaden/")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/zip"
    assert answer["Content-Disposition"].startswith('attachment; filename="ecru-mijn-gegevens-')
    assert "no-store" in answer["Cache-Control"]
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def test_the_page_shows_all_of_it_and_nothing_of_another(nour: User, bea: User) -> None:
    page = signed_in(nour).get("/mijn/gegevens/")
    words = read(page).words
    for holding in holdings.values():
        assert str(holding.label) in words
    for part in ("nour@voorbeeld.example", "Koor merel", "Alles over merel", "Waar is merel?", "Aanvraag merel", "Lijst merel",
                 "Nieuws over merel", "Later over merel", "aangemeld", "Nederlands", "eigenaar"):  # fmt: skip
        assert part in words
    assert "kraai" not in words
    assert "bea@" not in words
    assert 'href="/mijn/mail/"' in page.content.decode()


def test_an_empty_life_is_a_calm_page() -> None:
    assert "Niets." in read(signed_in(UserFactory(name="")).get("/mijn/gegevens/")).words


def test_the_download_holds_exactly_ones_own_data(nour: User, bea: User) -> None:
    bundle = taken(signed_in(nour))
    assert set(bundle.namelist()) == {"README.txt", "data.json"}
    text = bundle.read("data.json").decode("utf-8")
    data = json.loads(text)
    assert set(data) == {"made_at", *holdings}
    assert data["account"][0]["email"] == "nour@voorbeeld.example"
    assert data["links"][0]["of"] == "Koor merel"
    for slug in (
        "invitations",
        "expert",
        "sent",
        "desk",
        "changes",
        "saved_lists",
        "mails",
        "mail_choices",
        "audit",
    ):
        assert data[slug], f"nothing in {slug}"
    assert text.count("merel") >= 14
    for stranger in ("kraai", "bea@", 'Bea"', "gast@"):
        assert stranger not in text
    told = bundle.read("README.txt").decode("utf-8")
    assert "Jouw gegevens op het cultuurplatform van ECRU" in told
    assert "- links: Wat je bijhoudt" in told
    assert [entry.verb for entry in AuditEntry.objects.filter(by=nour)] == ["data.downloaded", "signed-in"]


def test_files_come_along(nour: User) -> None:
    name = default_storage.save("proef/merel.webp", ContentFile(b"beeld"))

    def files(user: User) -> list[FieldFile]:
        return [FieldFile(user, Actor._meta.get_field("picture"), name)]

    register(
        Holding("beelden", "Beelden", "Weg.", rows=lambda _user: [], export=lambda _user: [], files=files)
    )
    try:
        bundle = taken(signed_in(nour))
    finally:
        del holdings["beelden"]
        default_storage.delete(name)
    assert bundle.read("bestanden/beelden-1.webp") == b"beeld"


def test_looking_does_not_download() -> None:
    browser = signed_in(UserFactory())
    assert browser.get("/mijn/gegevens/downloaden/").status_code == 405
    assert Client().post("/mijn/gegevens/downloaden/").status_code == 302


def test_the_page_and_the_download_ask_as_much_for_many_records(nour: User) -> None:
    def asked() -> tuple[int, int]:
        browser = signed_in(nour)
        browser.get("/mijn/gegevens/")
        with CaptureQueriesContext(connection) as page:
            browser.get("/mijn/gegevens/")
        with CaptureQueriesContext(connection) as download:
            taken(browser)
        return len(page), len(download)

    few = asked()
    for number in range(25):
        actor = ActorFactory()
        MembershipFactory(user=nour, actor=actor)
        InvitationFactory(email=nour.email, actor=actor)
        InvitationFactory(invited_by=nour, actor=actor)
        ask(record=actor, asked=Asked("Waar?", user=nour), token=f"vraag-{number}")
        report(record=actor, mistake=Mistake("naam", "Zo", user=nour), token=f"melding-{number}")
        note("signed-in", by=nour)
    assert asked() == few
    words = read(signed_in(nour).get("/mijn/gegevens/")).words
    assert "En nog 6, in de download." in words


def relations() -> set[str]:
    """Every relation of a record to an account, but for those of the packages that sign people in."""
    own = {"actors", "base", "portal", "projects", "subsidies", "admin"}
    return {
        f"{model._meta.label_lower}.{field.name}"
        for model in apps.get_models()
        if not model._meta.proxy
        for field in model._meta.concrete_fields
        if field.related_model is User and model._meta.app_label in own
    }


def test_every_relation_to_accounts_is_covered() -> None:
    covered = {name for holding in holdings.values() for name in holding.covers}
    assert not relations() - covered, "Say in a Holding of these apps what becomes of it when somebody leaves"
    assert not covered - relations(), "Take these out of the holdings; the relations are gone"


def test_ones_own_start_page_leads_there() -> None:
    [block] = [block for block in panels_for(UserFactory()) if block.title == "Jij beslist"]
    assert [way.url for way in block.ways] == ["/mijn/mail/", "/mijn/gegevens/"]


def test_a_holding_has_one_meaning() -> None:
    known = holdings["links"]
    assert register(known) is known
    with pytest.raises(ValueError, match="links"):
        register(Holding("links", "", "", rows=lambda _user: [], export=lambda _user: []))
    assert list(personal.no_files(None)) == []
    assert Membership._meta.get_field("user")
