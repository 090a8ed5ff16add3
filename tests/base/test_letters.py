"""A mail is plain text and simple HTML with the same words, says why it came, and how to stop it."""

import re
from html import unescape
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from ecru.base.models import MailReader, OutgoingMail
from ecru.base.outbox.delivery import message_of
from ecru.base.outbox.kinds import NEEDED, MailKind, register
from ecru.base.outbox.letters import Entry, Group, Letter, Link, Ways, write
from ecru.base.outbox.posting import post
from tests.base.mail_cast import NOUR, in_both_languages, letter, news, posted, written_in

__all__ = ["news"]

pytestmark = pytest.mark.django_db


def words_of(html: str) -> str:
    body = html[html.index("<body>") :]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def test_text_and_html_say_the_same(news: MailKind) -> None:
    mail = posted(body="Dag Nour\n\nKen jij een zaal?\nMet een podium.")
    for part in (
        "Dag Nour",
        "Met een podium.",
        "Bekijk de oproep",
        "Je krijgt dit omdat je het nieuws volgt.",
        "Stop dit soort mails",
    ):
        assert part in mail.body
        assert part in words_of(mail.html)
    for address in ("https://cultuur.example/oproepen/1/", mail.stop_url):
        assert address in mail.body
        assert f'href="{address}"' in mail.html
    assert "zaal?<br>Met een podium." in mail.html


def test_the_html_needs_nothing_from_elsewhere_and_no_style(news: MailKind) -> None:
    html = posted().html
    assert not re.search(r"<img|<style|style=|<script|src=|url\(", html)
    assert '<meta name="color-scheme" content="light dark">' in html
    coloured = re.findall(r'<td[^>]*bgcolor="(#\w+)"[^>]*>(.*?)</td>', html, re.DOTALL)
    assert coloured
    for (
        _ground,
        content,
    ) in coloured:  # a dark screen changes neither, so a ground and its letters are set together
        assert "color=" in content or not words_of(f"<body>{content}").strip("\xa0 ")


def test_what_a_person_typed_is_text_in_the_html(news: MailKind) -> None:
    nasty = "<script>alert(1)</script> & <a href='https://kwaad.example'>klik</a>"
    mail = posted(subject=nasty, body=nasty, links=(Link(nasty, "/a/"),))
    assert "<script" not in mail.html
    assert "kwaad.example'>" not in mail.html
    assert nasty in mail.body


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "kwaad.example", "https://", "/a\nBcc: x@y.example", "mailto:x@y.example"],
)
def test_a_link_that_is_no_web_address_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="no web address"):
        post("link", letter(kind=NEEDED.slug, links=(Link("Klik", address),)))
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize(
    "to",
    [
        "nour@voorbeeld.example\nBcc: x@y.example",
        "nour@voorbeeld.example, x@y.example",
        "",
        "Nour\r\n <nour@voorbeeld.example>",
    ],
)
def test_no_header_can_be_slipped_in_by_an_address(news: MailKind, to: str) -> None:
    for changes in ({"to": to}, {"reply_to": to} if to else {"to": to}):
        with pytest.raises(ValidationError):
            post("kwaad", letter(**changes))
    assert not OutgoingMail.objects.exists()
    assert not MailReader.objects.exists()


def test_no_header_can_be_slipped_in_by_a_subject(news: MailKind) -> None:
    mail = posted(subject="Zaal\r\nBcc: x@y.example\nX-Mailer: kwaad")
    message = message_of(mail).message()
    assert mail.subject == "Zaal Bcc: x@y.example X-Mailer: kwaad"
    assert message["Bcc"] is None
    assert message["X-Mailer"] is None


def test_what_may_be_stopped_says_so_to_the_mail_program(news: MailKind) -> None:
    mail = posted()
    message = message_of(mail).message()
    assert message["List-Unsubscribe"] == f"<{mail.stop_url}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail.stop_url.startswith("https://cultuur.example/mail/stop/")
    assert NOUR not in mail.stop_url
    assert message["Content-Language"] == "nl"


def test_a_mail_of_before_these_kinds_still_goes() -> None:
    mail = OutgoingMail.objects.create(key="oud", to=NOUR, subject="Oud", body="Dag", message_id="<1@x>")
    assert not message_of(mail).alternatives


def test_a_kind_must_be_known_and_have_one_meaning() -> None:
    with pytest.raises(LookupError):
        post("onbekend", letter(kind="onbekend"))
    assert register(NEEDED) is NEEDED
    with pytest.raises(ValueError, match="needed"):
        register(MailKind(NEEDED.slug, "Iets anders", ""))


@pytest.mark.mail("needed")
@in_both_languages
def test_what_is_needed_says_that_it_cannot_be_stopped(language: str) -> None:
    mail = written_in(language, kind=NEEDED.slug, why="")
    told: dict[str, Any] = {
        "nl": [
            "Die sturen we als je hier zelf iets doet",
            "Dit soort mails kun je niet stoppen",
            "cultuur in Midden-Limburg",
        ],
        "en": [
            "We send these when you do something here",
            "You cannot stop mails of this kind",
            "culture in Midden-Limburg",
        ],
    }
    for part in told[language]:
        assert part in mail.body
        assert part in words_of(mail.html)
    assert not mail.stop_url
    assert "List-Unsubscribe" not in message_of(mail).message()
    assert mail.language == language
    assert f'<html lang="{"nl-BE" if language == "nl" else "en"}">' in mail.html


def test_several_messages_stand_under_their_headings() -> None:
    groups = (
        Group("Vragen", (Entry("Mag ik mee?", "Dag koor", (Link("Antwoord", "/a/"),)), Entry("En ik?", ""))),
    )
    written = write(Letter(to=NOUR, subject="Twee", body="Dit kwam binnen.", groups=groups), Ways())
    assert (
        "Vragen\n======\n\n* Mag ik mee?\n\nDag koor\n\nAntwoord:\nhttps://cultuur.example/a/\n\n* En ik?\n\n-- \n"
        in written.text
    )
    assert "<h2>Vragen</h2>" in written.html
    assert "<h3>Mag ik mee?</h3>" in written.html
