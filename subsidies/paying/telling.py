"""Mails about money: a number to confirm, a payment, money that has to come back. No mail holds a whole account number."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from actors.models import User
from ecru.base.outbox.posting import Letter, Link, post
from ecru.base.templatetags.ecru import euro
from subsidies.dossiers.telling import applicants
from subsidies.mail_kinds import BANK_ACCOUNT, MONEY_NEWS
from subsidies.models import BankAccount, Clawback, Dossier, Payment


def write_to(key: str, people: Iterable[User], letter: Callable[[], Letter]) -> int:
    """Posts a letter to each of ``people`` in their language; how many are new."""
    sent = 0
    for person in people:
        with override(person.language):
            sent += post(f"{key}-{person.pk}", replace(letter(), to=person.email))
    return sent


def letter_about(dossier: Dossier, kind: str, subject: str, pieces: list[str]) -> Letter:
    """A letter that leads to the dossier."""
    link = Link(_("Open the dossier"), dossier.get_absolute_url())
    return Letter(to="", subject=subject, body="\n\n".join([_("Hello"), *pieces]), kind=kind, links=(link,))


def tell_of_account(account: BankAccount, people: list[User], *, is_new: bool) -> int:
    """Asks ``people`` to confirm a new number, or tells them that it was confirmed."""
    told: dict[str, Any] = {"actor": account.actor.name, "number": account.masked}
    link = Link(_("Your dossiers"), reverse("my-dossiers"))

    def letter() -> Letter:
        if is_new:
            subject = _("Is this the account number of %(actor)s?") % told
            pieces = [
                _("Somebody of %(actor)s gave an account number on which ECRU pays support: %(number)s.") % told,
                _("Open a dossier of %(actor)s, look whether the number is right, and confirm it. Until then nothing is paid.") % told,
                _("Do you not know this number? Do not confirm it, and call ECRU."),
            ]  # fmt: skip
        else:
            subject = _("The account number of %(actor)s was confirmed") % told
            pieces = [
                _("ECRU pays support for %(actor)s on %(number)s from now on.") % told,
                _("Do you not know this number? Call ECRU today."),
            ]
        body = "\n\n".join([_("Hello"), *pieces])
        return Letter(to="", subject=subject, body=body, kind=BANK_ACCOUNT.slug, links=(link,))

    what = "new" if is_new else "confirmed"
    return write_to(f"bank-account-{account.pk}-{what}", people, letter)


def tell_paid(payment: Payment, day: date) -> int:
    """Tells who works on the dossier that the bank paid."""
    dossier = payment.instalment.agreement.dossier

    def letter() -> Letter:
        told = {
            "title": dossier.title,
            "amount": euro(payment.amount),
            "what": payment.instalment.get_what_display(),
            "day": date_format(day, "j F Y"),
        }
        subject = _("Paid: %(amount)s for “%(title)s”") % told
        said = _("ECRU paid the %(what)s of %(amount)s for “%(title)s” on %(day)s.") % told
        return letter_about(dossier, MONEY_NEWS.slug, subject, [said, _("You need not do anything.")])

    return write_to(f"payment-{payment.pk}", applicants(dossier), letter)


def tell_asked_back(clawback: Clawback) -> int:
    """Tells who works on the dossier what has to come back, and why."""
    dossier = clawback.agreement.dossier

    def letter() -> Letter:
        told = {"title": dossier.title, "amount": euro(clawback.amount)}
        pieces = [
            _("ECRU asks %(amount)s back of the support for “%(title)s”.") % told,
            f"“{clawback.reason}”",
            _("ECRU calls you about how and when. Do you not agree? Answer this mail."),
        ]
        subject = _("ECRU asks %(amount)s back for “%(title)s”") % told
        return letter_about(dossier, MONEY_NEWS.slug, subject, pieces)

    return write_to(f"clawback-{clawback.pk}", applicants(dossier), letter)
