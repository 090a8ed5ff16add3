"""Asking for news without an account: the form, the yes by mail, changing it and stopping it. Nour has no account."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from actors.models import Municipality, User
from ecru.base import guard
from ecru.base.models import MailReader, OutgoingMail, SavedSearch
from ecru.base.outbox.delivery import message_of
from ecru.base.outbox.kinds import Frequency, kinds
from ecru.base.outbox.pruning import SILENT, prune_readers
from ecru.base.retention import carry_out
from ecru.base.saved import rounds
from ecru.base.saved.searches import TOLD_KEPT, UNCONFIRMED
from ecru.base.saved.subscribing import change_search, confirm_search, mark_seen, stop_search
from tests.actors.alert_cast import (
    MORNING,
    NOUR,
    an,
    at_once,
    choir,
    genk,
    link_in,
    news,
    of_an,
    sent,
    told_names,
    wants_news,
)
from tests.actors.conftest import signed_in
from tests.actors.markup import read
from tests.actors.sending import opened, send
from tests.base.mail_cast import in_both_languages, path_of
from tests.factories import ThemeFactory, UserFactory

__all__ = ["an", "genk"]
pytestmark = pytest.mark.django_db

FORM = "/bewaard/nieuw/actoren/?gemeente=genk"
ASKED = {"rhythm": "now", "email": NOUR}
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture(autouse=True)
def mail_server(settings: Any) -> None:
    """One that takes everything."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def asked_mail() -> OutgoingMail:
    """The one mail that asks whether somebody wants it."""
    return OutgoingMail.objects.get(kind="alert-asked")


def said_yes(browser: Client) -> str:
    """Nour asks and says yes; the path of her link."""
    send(browser, FORM, ASKED)
    link = link_in(asked_mail())
    browser.post(link, {"do": "yes"})
    return link


# --- From the list to the mail --------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/actoren/?gemeente=genk&sorteer=naam&pagina=2", "/experten/?q=feest"])
def test_every_list_leads_to_the_form_with_its_choices(
    genk: Municipality, visitor: Client, path: str
) -> None:
    page = read(visitor.get(path))
    link = page.one("section", **{"aria-labelledby": "verwittig"}).one("a")
    assert link.words == "Verwittig me"
    form = visitor.get(link.attributes["href"])
    question = path.partition("?")[2].split("&")[0]
    assert link.attributes["href"].endswith(f"/?{question}")
    assert ("Genk" if "genk" in path else "“feest”") in read(form).words


def test_from_the_form_to_the_news(genk: Municipality, visitor: Client) -> None:
    choir(genk, "Oud koor")
    answer = send(visitor, FORM, ASKED)
    assert answer.status_code == 302
    assert "Kijk in je mail" in read(visitor.get(answer["Location"])).words
    search = SavedSearch.objects.get()
    assert (search.question, search.rhythm, search.confirmed_at) == ("gemeente=genk", "now", None)
    choir(genk, "Koor van gisteren")
    assert at_once()["searches"] == 0, "without a yes nothing is sent"
    link = link_in(asked_mail())
    page = read(visitor.get(link)).words
    assert "Wil je dit nieuws?" in page
    assert "n…@voorbeeld.example" in page
    assert not SavedSearch.objects.confirmed().exists(), "looking changes nothing"
    for _click in range(2):
        assert "vanaf nu krijg je dit nieuws" in read(visitor.post(link, {"do": "yes"}, follow=True)).words
    choir(genk)
    at_once()
    [mail] = news()
    assert told_names(mail) == ["Nieuw koor"]
    assert link_in(mail) == link


def test_who_says_no_is_forgotten(genk: Municipality, visitor: Client) -> None:
    send(visitor, FORM, ASKED)
    page = visitor.post(link_in(asked_mail()), {"do": "stop"})
    assert "Klaar. We stopten het" in read(page).words
    assert not SavedSearch.objects.exists()
    assert not MailReader.objects.exists()


@in_both_languages
@pytest.mark.mail("alert-asked")
def test_the_mail_that_asks(genk: Municipality, visitor: Client, language: str) -> None:
    form = FORM if language == "nl" else f"/en{FORM}"
    send(visitor, form, ASKED)
    mail = asked_mail()
    subject, question, button, why = {
        "nl": ("Wil je hier nieuws over?", "Wie is wie: Genk", "Ja, ik wil dit nieuws", "omdat iemand dit adres invulde"),
        "en": ("Do you want news about this?", "Who is who: Genk", "Yes, I want this news", "somebody filled in this address"),
    }[language]  # fmt: skip
    assert (mail.subject, mail.language, mail.to) == (subject, language, NOUR)
    for part in (question, button, why):
        assert part in mail.body
        assert part in mail.html
    assert ("/en/alarm/" in mail.body) == (language == "en")
    assert not mail.stop_url
    visitor.post(link_in(mail), {"do": "yes"})
    send(visitor, form, ASKED | {"rhythm": "weekly"})
    again = OutgoingMail.objects.latest("pk")
    assert again.subject == {"nl": "Je krijgt dit nieuws al", "en": "You get this news already"}[language]
    assert {"nl": "Je krijgt dit nieuws al: meteen.", "en": "You get this news already: at once."}[
        language
    ] in again.body


@in_both_languages
@pytest.mark.mail("alert")
def test_the_mail_that_tells(genk: Municipality, language: str) -> None:
    search = wants_news(language=language, rhythm="daily", now=timezone.now() - timedelta(days=2))
    actor = choir(genk)
    rounds.tell_news(MORNING, timezone.now())
    [mail] = news()
    subject, said, look, why, stop = {
        "nl": ("1 nieuw voor jou: Wie is wie: Genk", "Nieuw. Vereniging, Genk", "Bekijk het", "één keer per dag.",
               "Stop alleen het nieuws over “Wie is wie: Genk”"),
        "en": ("1 new for you: Who is who: Genk", "New. Vereniging (en), Genk", "Have a look", "once a day.",
               "Stop only the news about “Who is who: Genk”"),
    }[language]  # fmt: skip
    assert (mail.subject, mail.language) == (subject, language)
    prefix = "" if language == "nl" else "/en"
    for part in (said, look, why, stop, f"{prefix}/actoren/{actor.slug}/", f"{prefix}/mail/stop/"):
        assert part in mail.body
        assert part in mail.html
    assert mail.stop_url == search.address("alert-stop")
    headers = message_of(mail).extra_headers
    assert headers["List-Unsubscribe"] == f"<{mail.stop_url}>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


# --- Bad input ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"email": ""}, "Vul je e-mailadres in."),
        ({"email": "nour"}, "Het lijkt op naam@voorbeeld.be"),
        ({"email": f"{NOUR}\nBcc: allen@elders.example"}, "Het lijkt op naam@voorbeeld.be"),
        ({"rhythm": ""}, "Kies hoe vaak."),
        ({"rhythm": "never"}, "Kies hoe vaak."),
        ({"rhythm": "elk uur"}, "Kies hoe vaak."),
        ({"homepage": "http://spam.example"}, "een veld in dat leeg moet blijven"),
    ],
)
def test_a_mistake_is_told_and_nothing_is_lost(
    genk: Municipality, visitor: Client, changes: dict[str, str], told: str
) -> None:
    page = send(visitor, FORM, ASKED, **changes)
    assert page.status_code == 200
    assert told in read(page).one("div", role="alert").words
    wanted = {**ASKED, **changes}
    assert page.context["form"]["email"].value() == wanted["email"]
    assert page.context["form"]["rhythm"].value() == wanted["rhythm"]
    assert not SavedSearch.objects.exists()
    assert not OutgoingMail.objects.exists()


def test_two_clicks_are_one_search_and_one_mail(genk: Municipality, visitor: Client) -> None:
    stamp = opened(visitor, FORM)
    for _click in range(2):
        assert send(visitor, FORM, ASKED, stamp=stamp).status_code == 302
    assert SavedSearch.objects.count() == OutgoingMail.objects.count() == 1


def test_too_often_is_refused_with_everything_still_there(genk: Municipality, visitor: Client) -> None:
    for _time in range(guard.LIMITS.visitor):
        assert send(visitor, FORM, ASKED).status_code == 302
    page = send(visitor, FORM, ASKED)
    assert page.status_code == 429
    assert page.context["form"]["email"].value() == NOUR


def test_nobody_learns_which_addresses_we_know(genk: Municipality, visitor: Client, an: User) -> None:
    wants_news(email="ander@voorbeeld.example")
    pages = []
    for address in (an.email, "ander@voorbeeld.example", "niemand@voorbeeld.example"):
        answer = send(visitor, FORM, ASKED, email=address)
        pages.append((answer.status_code, answer["Location"], visitor.get(answer["Location"]).content))
    assert pages[0] == pages[1] == pages[2]
    assert not signed_in(an).get("/mijn/bewaard/").context["searches"], "others fill in nothing for An"


@pytest.mark.parametrize(
    "question",
    ["q=%00%00", "gemeente=atlantis", "q=" + "x" * 3000, "pagina=-1&sorteer=%F0%9F%92%A9", "gemeente=" * 80],
)
def test_hostile_questions_give_calm_pages(visitor: Client, question: str) -> None:
    form = f"/bewaard/nieuw/actoren/?{question}"
    assert send(visitor, form, ASKED).status_code == 302
    assert len(SavedSearch.objects.get().question) < 700
    assert visitor.post(link_in(asked_mail()), {"do": "yes"}).status_code == 302


def test_a_list_that_nobody_watches_does_not_exist(visitor: Client) -> None:
    assert visitor.get("/bewaard/nieuw/gemeenten/").status_code == 404


# --- Behind the link ------------------------------------------------------------------------------------------------


def test_the_link_that_confirms_ends_after_seven_days(genk: Municipality, visitor: Client) -> None:
    send(visitor, FORM, ASKED)
    link = link_in(asked_mail())
    SavedSearch.objects.update(asked_at=timezone.now() - UNCONFIRMED - timedelta(minutes=1))
    for answer in (visitor.get(link), visitor.post(link, {"do": "yes"})):
        assert answer.status_code == 404
        assert "Deze link werkt niet meer" in read(answer).words
    assert carry_out(timezone.now())["saved"] == 1
    assert not SavedSearch.objects.exists()
    assert not MailReader.objects.exists()


def test_what_was_told_is_forgotten_after_sixty_days_and_the_search_stays(genk: Municipality) -> None:
    search = wants_news()
    choir(genk)
    at_once()
    sent()
    assert carry_out(timezone.now())["saved"] == 0
    assert carry_out(timezone.now() + TOLD_KEPT + timedelta(days=1))["saved"] == 1
    assert SavedSearch.objects.get() == search
    assert at_once()["mails"] == 0


def test_how_often_is_changed_behind_the_link(genk: Municipality, visitor: Client) -> None:
    link = said_yes(visitor)
    page = visitor.post(link, {"do": "rhythm", "rhythm": "weekly"}, follow=True)
    assert "Je keuze is bewaard." in read(page).words
    assert SavedSearch.objects.get().rhythm == "weekly"
    assert "Kies hoe vaak." in read(visitor.post(link, {"do": "rhythm", "rhythm": "x"})).words
    choir(genk)
    SavedSearch.objects.update(told_at=timezone.now())
    assert "Laatste mail:" in read(visitor.get(link)).words


def test_one_click_of_a_mail_program_stops_only_this_search(genk: Municipality) -> None:
    wants_news("q=dans")
    search = wants_news()
    choir(genk)
    at_once()
    [mail] = news()
    program = Client(enforce_csrf_checks=True)
    assert "Wil je dit nieuws stoppen?" in read(program.get(path_of(mail.stop_url))).words
    assert SavedSearch.objects.count() == 2, "looking stops nothing"
    for _click in range(2):
        answer = program.post(path_of(mail.stop_url), ONE_CLICK)
        assert answer.status_code == 200, "no redirect: a mail program does not follow it (RFC 8058)"
        assert "Je krijgt dit nieuws niet meer" in read(answer).words
    assert [left.question for left in SavedSearch.objects.all()] == ["q=dans"]
    assert not news(), "what waits is taken back"
    assert program.get(path_of(mail.stop_url)).status_code == 404
    assert not SavedSearch.objects.behind(search.token)


def test_links_work_in_every_mail_after_the_key_of_the_portal_changed(
    genk: Municipality, visitor: Client, settings: Any
) -> None:
    wants_news()
    settings.SECRET_KEY = "een-heel-andere-sleutel-van-meer-dan-vijftig-tekens-lang"
    choir(genk)
    at_once()
    assert visitor.get(link_in(news()[0])).status_code == 200


def test_what_was_stopped_can_be_asked_again(genk: Municipality, visitor: Client) -> None:
    page = read(visitor.post(said_yes(visitor), {"do": "stop"}))
    assert "/bewaard/nieuw/actoren/?gemeente=genk" in {
        link.attributes["href"] for link in page.every("a") if "href" in link.attributes
    }


def test_all_mails_of_this_kind_are_stopped_apart(genk: Municipality, visitor: Client) -> None:
    wants_news()
    wants_news("q=dans")
    choir(genk)
    at_once()
    [mail] = news()
    stop = next(line for line in mail.body.splitlines() if "/mail/stop/" in line)
    assert "Nieuws over wat je bewaarde" in read(visitor.get(path_of(stop))).words
    visitor.post(path_of(stop), ONE_CLICK)
    sent()
    choir(genk, "Tweede koor")
    assert at_once()["searches"] == 0


def test_the_page_of_preferences_shows_every_search_with_its_own_link(
    genk: Municipality, visitor: Client, an: User
) -> None:
    search = wants_news()
    choose = MailReader.objects.of(NOUR).ways(kinds["alert"], "nl").choose
    page = visitor.get(path_of(choose))
    assert "Wie is wie: Genk" in read(page).words
    assert f"/alarm/{search.token}/" in page.content.decode()
    own = of_an(an, label="Koren bij mij")
    page = signed_in(an).get("/mijn/mail/")
    assert "Koren bij mij" in read(page).words
    assert own.token in page.content.decode()
    assert search.token not in page.content.decode()


def test_the_page_says_what_no_longer_exists(genk: Municipality, visitor: Client) -> None:
    theme, other = ThemeFactory(slug="mijn"), ThemeFactory(slug="zang")
    whole, half = wants_news("thema=mijn"), wants_news("thema=mijn&thema=zang")
    theme.delete()
    assert (
        "Dit bestaat niet meer: mijn. Daarom kunnen we niet"
        in read(visitor.get(f"/alarm/{whole.token}/")).words
    )
    assert "We zoeken verder met je andere keuzes." in read(visitor.get(f"/alarm/{half.token}/")).words
    stopped = visitor.post(f"/alarm/{whole.token}/stoppen/")
    assert "opnieuw" not in read(stopped).one("main").words
    other.delete()
    SavedSearch.objects.update(directory="verdwenen")
    assert "Deze lijst bestaat niet meer." in read(visitor.get(f"/alarm/{half.token}/")).words


# --- Whose it is ----------------------------------------------------------------------------------------------------


def test_who_gets_an_account_takes_their_searches_along(genk: Municipality) -> None:
    search = wants_news()
    nour = UserFactory(name="Nour", email=NOUR.title())
    assert [one.search for one in signed_in(nour).get("/mijn/bewaard/").context["searches"]] == [search]
    choir(genk)
    assert at_once()["mails"] == 1
    assert news()[0].to == nour.email


def test_an_address_stays_as_long_as_it_chose_or_saved_something(genk: Municipality) -> None:
    reader = MailReader.objects.of(NOUR)
    first, second = wants_news(), wants_news("q=dans")
    MailReader.objects.update(last_mail_at=timezone.now() - SILENT - timedelta(days=1))
    assert prune_readers(timezone.now()) == 0
    stop_search(search=first)
    reader.choose(kinds["alert"], Frequency.NEVER)
    stop_search(search=second)
    assert MailReader.objects.get() == reader


def test_an_address_stays_while_the_stop_link_of_another_mail_needs_it(genk: Municipality) -> None:
    search = wants_news()
    OutgoingMail.objects.create(key="q", to=NOUR, subject="Vraag", body="", stop_url="/x/", message_id="<q>")
    stop_search(search=search)
    assert MailReader.objects.exists()


def test_what_is_gone_meanwhile_changes_nothing(genk: Municipality) -> None:
    search = wants_news()
    SavedSearch.objects.all().delete()
    stop_search(search=search)
    mark_seen(search=search)
    assert not confirm_search(search=search)
    assert change_search(search=search, rhythm="weekly").rhythm == "now"


def test_secrets_and_addresses_stay_out_of_the_log(
    genk: Municipality, visitor: Client, caplog: pytest.LogCaptureFixture
) -> None:
    link = said_yes(visitor)
    visitor.get(link)
    visitor.post(f"{link}stoppen/")
    assert link.split("/")[-2] not in caplog.text
    assert NOUR not in caplog.text
