"""Who gets a mail decides: stopped with one click, taken back, and chosen per kind, with an account or without.

Nour has no account at first; An does.
"""

from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core import mail as django_mail
from django.core import signing
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from actors.models import Role, User
from ecru.base.models import MailChoice, MailReader, OutgoingMail, WaitingLetter
from ecru.base.outbox.kinds import DIGEST, NEEDED, Frequency, MailKind, kinds
from ecru.base.outbox.posting import post
from ecru.base.outbox.readers import SALT, language_of, wants
from ecru.base.outbox.waiting import digests
from tests.actors.conftest import signed_in
from tests.actors.markup import read
from tests.base.mail_cast import NOUR, letter, news, path_to_stop, posted
from tests.factories import UserFactory

__all__ = ["news"]

pytestmark = pytest.mark.django_db

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def an() -> User:
    return UserFactory(email="An@voorbeeld.example", name="An")


@pytest.fixture
def browser() -> Client:
    """A mail program or a browser without cookies, which tells no lies about forms."""
    return Client(enforce_csrf_checks=True)


def as_shown(page: Any, **changes: str) -> dict[str, str]:
    """What the form of choices sends: all as it stands, but for ``changes`` (by kind)."""
    form = page.context["form"]
    kept = {name: str(form[name].value()) for name in form.fields}
    return {**kept, **{name.replace("kind_", "kind-"): value for name, value in changes.items()}}


def frequency(address: str, kind: MailKind) -> str:
    return MailReader.objects.of(address).frequency_of(kind)


# --- Stopping ----------------------------------------------------------------------------------------------------


def test_looking_stops_nothing(browser: Client, news: MailKind) -> None:
    page = browser.get(path_to_stop(posted()))
    assert page.status_code == 200
    words = read(page).words
    assert "Wil je deze mails?" in words
    assert "Nieuws van het netwerk" in words
    assert "n…@voorbeeld.example" in words
    assert NOUR not in page.content.decode()
    assert frequency(NOUR, news) == Frequency.AT_ONCE
    assert not page.cookies


def test_one_click_of_a_mail_program_stops_it(browser: Client, news: MailKind) -> None:
    stop = path_to_stop(posted())
    for _time in range(2):
        answer = browser.post(stop, ONE_CLICK)
        assert answer.status_code == 200, "no redirect: a mail program does not follow it (RFC 8058)"
        assert "Klaar. We sturen je deze mails niet meer." in read(answer).words
    assert MailChoice.objects.count() == 1
    assert not post("nieuws-2", letter())
    assert not OutgoingMail.objects.filter(key="nieuws-2").exists()
    assert not wants(NOUR, news)
    assert wants("ander@voorbeeld.example", news)


def test_it_can_be_taken_back(browser: Client, news: MailKind) -> None:
    stop = path_to_stop(posted())
    browser.post(stop, ONE_CLICK)
    page = browser.post(stop, {"again": "1"})
    assert "Klaar. Je krijgt deze mails opnieuw." in read(page).words
    assert post("nieuws-2", letter())
    assert not MailChoice.objects.exists()
    assert wants(NOUR, news)


def test_other_kinds_still_come(browser: Client, news: MailKind) -> None:
    browser.post(path_to_stop(posted()), ONE_CLICK)
    assert post("nodig", letter(kind=NEEDED.slug))
    assert wants(NOUR, NEEDED)
    with pytest.raises(ValueError, match="cannot be stopped"):
        MailReader.objects.of(NOUR).choose(NEEDED, Frequency.NEVER)


@pytest.mark.parametrize(
    "token",
    [
        "geen",
        "WzEsIm5pZXV3cyJd:1vMk:AAAA",
        signing.dumps([1, "nieuws"], salt="iets anders"),
        signing.dumps("nieuws", salt=SALT),
        signing.dumps([987654, "nieuws"], salt=SALT),
        signing.dumps(["1 or 1=1", "nieuws"], salt=SALT),
    ],
    ids=["no token", "forged", "for something else", "of another shape", "of nobody", "hostile"],
)
def test_a_link_that_we_did_not_make_tells_nothing(browser: Client, news: MailKind, token: str) -> None:
    for page in ("stop", "keuzes"):
        for answer in (
            browser.get(f"/mail/{page}/{token}/"),
            browser.post(f"/mail/{page}/{token}/", ONE_CLICK),
        ):
            assert answer.status_code in {403, 404}  # 403: a form of choices without its page
    assert not MailChoice.objects.exists()


def test_a_kind_that_is_gone_has_no_page(browser: Client) -> None:
    token = signing.dumps([MailReader.objects.of(NOUR).pk, "weg"], salt=SALT)
    assert browser.get(f"/mail/stop/{token}/").status_code == 404


def test_the_link_speaks_the_language_of_the_mail(browser: Client, news: MailKind) -> None:
    with override("en"):
        mail = posted()
    assert path_to_stop(mail).startswith("/en/mail/stop/")
    assert "Do you want these mails?" in read(browser.get(path_to_stop(mail))).words


# --- With an account ---------------------------------------------------------------------------------------------


def test_who_gets_an_account_takes_the_choice_along(browser: Client, news: MailKind) -> None:
    stop = path_to_stop(posted())
    browser.post(stop, ONE_CLICK)
    nour = UserFactory(email=NOUR)
    assert not wants(NOUR, news), "before a first mail to the account too"
    assert not post("nieuws-2", letter())
    browser.post(stop, {"again": "1"})  # the old link is about the account now
    assert post("nieuws-2", letter())
    nour.email = "nour@nieuw.example"
    nour.save()
    assert frequency("nour@nieuw.example", news) == Frequency.AT_ONCE


def test_the_page_of_preferences_keeps_what_is_chosen(an: User, news: MailKind) -> None:
    browser = signed_in(an)
    page = browser.get("/mijn/mail/")
    assert page.status_code == 200
    assert "Vragen van bezoekers" in read(page).words
    assert "Wat je zelf vroeg, en je veiligheid" in read(page).words, "what always comes is told"
    answer = browser.post(
        "/mijn/mail/",
        as_shown(page, language="en", kind_nieuws="daily", kind_question="never"),
        follow=True,
    )
    assert answer.redirect_chain == [("/mijn/mail/", 302)]
    assert "Je keuzes zijn bewaard." in read(answer).words
    an.refresh_from_db()
    assert an.language == "en"
    assert frequency(an.email, news) == Frequency.DAILY
    assert frequency(an.email, kinds["question"]) == Frequency.NEVER
    usual = as_shown(page, language="nl", kind_nieuws="at once", kind_question="at once")
    browser.post("/mijn/mail/", usual)
    assert not MailChoice.objects.exists(), "what is usual needs no memory"


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {"language": "xx", "kind-nieuws": "daily"},
        {"language": "nl", "kind-question": "daily", "kind-nieuws": "never"},
    ],
)
def test_a_wrong_answer_changes_nothing(an: User, news: MailKind, answers: dict[str, str]) -> None:
    page = signed_in(an).post("/mijn/mail/", answers)
    assert page.status_code == 200
    assert not MailChoice.objects.exists()


def test_without_an_account_the_link_leads_to_the_same_choices(browser: Client, news: MailKind) -> None:
    mail = posted()
    address = path_to_stop(mail).replace("/stop/", "/keuzes/")
    assert address in mail.body
    page = browser.get(address)
    token = page.cookies["ecru_csrf"].value
    browser.cookies = page.cookies
    answers = as_shown(page, language="en", kind_nieuws="never")
    answers["csrfmiddlewaretoken"] = token
    answer = browser.post(address, answers, headers={"Referer": "https://testserver/"}, secure=True)
    assert answer.status_code == 302, read(answer).words
    assert language_of(NOUR, otherwise="nl") == "en"
    assert frequency(NOUR, news) == Frequency.NEVER


def test_nobody_chooses_about_mails_that_never_come(an: User, browser: Client) -> None:
    page = signed_in(an).get("/mijn/mail/")
    for words in (
        "Het netwerk deze week",
        "Links die niet werken",
        "Nieuws van de redactie",
        "Nieuws over adviezen",
    ):
        assert words not in read(page).words
    assert "Vragen voor de redactie" not in read(page).words
    regisseur = UserFactory(role=Role.REGISSEUR)
    assert "Het netwerk deze week" in read(signed_in(regisseur).get("/mijn/mail/")).words
    through_a_mail = MailReader.objects.of(NOUR).ways(kinds["network"], "nl").choose
    assert "Het netwerk deze week" in read(browser.get(urlsplit(through_a_mail).path)).words
    mine = MailReader.objects.of_account(an)
    mine.choose(kinds["network"], Frequency.NEVER)
    assert "Het netwerk deze week" in read(signed_in(an).get("/mijn/mail/")).words


def test_the_language_is_that_of_the_reader(an: User) -> None:
    assert language_of(an.email, otherwise="en") == "nl"
    assert language_of("An <an@voorbeeld.example>") == "nl"
    assert language_of(NOUR, otherwise="en") == "en"
    assert language_of(NOUR) == "nl"


def test_what_cannot_be_had_once_a_day_comes_at_once(an: User) -> None:
    reader = MailReader.objects.of(an.email)
    reader.choices.create(kind="question-editors", frequency=Frequency.DAILY)
    assert reader.settled(kinds["question-editors"], {"question-editors": "daily"}) == Frequency.AT_ONCE
    with pytest.raises(ValueError, match="cannot be stopped"):
        reader.choose(kinds["question-editors"], Frequency.DAILY)


# --- What cannot be stopped, and can be bundled -------------------------------------------------------------------


def test_answers_come_at_once_or_once_a_day_and_never_not(an: User, browser: Client) -> None:
    page = signed_in(an).get("/mijn/mail/")
    field = page.context["form"].fields["kind-message"]
    assert [value for value, _label in field.choices] == ["at once", "daily"]
    reader, message = MailReader.objects.of(an.email), kinds["message"]
    with pytest.raises(ValueError, match="cannot be stopped"):
        reader.choose(message, Frequency.NEVER)
    assert post("antwoord-1", letter(to=an.email, kind="message"))
    mail = OutgoingMail.objects.get()
    assert mail.stop_url == ""
    assert "Dit soort mails kun je niet stoppen" in mail.body
    choose = next(word for word in mail.body.split() if "/mail/keuzes/" in word)
    way = choose.removeprefix(settings.BASE_URL)
    assert browser.get(way).status_code == 200
    for answer in (
        browser.get(way.replace("/keuzes/", "/stop/")),
        browser.post(way.replace("/keuzes/", "/stop/")),
    ):
        assert answer.status_code == 404, "there is nothing to stop"


def test_an_answer_that_waits_for_a_stopped_mail_of_the_day_goes_by_itself(an: User) -> None:
    reader, message = MailReader.objects.of(an.email), kinds["message"]
    reader.choose(message, Frequency.DAILY)
    assert post("antwoord-1", letter(to=an.email, kind="message"))
    assert not OutgoingMail.objects.exists()
    reader.choose(DIGEST, Frequency.NEVER)
    assert frequency(an.email, message) == Frequency.AT_ONCE
    assert digests(timezone.now()) == {"mails": 1, "messages": 1, "pointless": 0}
    assert digests(timezone.now())["mails"] == 0
    mail = OutgoingMail.objects.get()
    assert (mail.key, mail.kind, mail.to) == ("antwoord-1", "message", an.email)
    assert "Ken jij een zaal?" in mail.body
    assert WaitingLetter.objects.get().mail == mail


def test_nothing_is_written_by_asking(django_assert_num_queries: Any, news: MailKind) -> None:
    with django_assert_num_queries(2):
        assert wants(NOUR, news)
    assert not MailReader.objects.exists()
    assert not django_mail.outbox


def test_who_stopped_the_mail_of_the_day_gets_nothing_that_waits_for_it(an: User, news: MailKind) -> None:
    reader = MailReader.objects.of(an.email)
    reader.choose(news, Frequency.DAILY)
    reader.choose(DIGEST, Frequency.NEVER)
    assert frequency(an.email, news) == Frequency.NEVER
    assert not post("nieuws-2", letter(to=an.email))
    assert not WaitingLetter.objects.exists()
    reader.choose_all({"nieuws": Frequency.DAILY}, "nl")
    assert frequency(an.email, news) == Frequency.DAILY
    assert str(reader) == an.email
    assert str(reader.choices.get()) == "nieuws: één keer per dag, samen"
