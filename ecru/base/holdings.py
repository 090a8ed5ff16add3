"""What the ground floor holds of somebody with an account: mails, and entries of the audit log."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from .audit import AuditEntry
from .outbox.kinds import kinds
from .outbox.mail import OutgoingMail
from .outbox.readers import MailChoice
from .outbox.waiting import WaitingLetter
from .personal import Export, Holding, Row, changed_at, register
from .saved.records import SavedRecord, shelves
from .saved.searches import SavedSearch


def told(moment: Any) -> str:
    """A moment as people read it; empty for none."""
    return date_format(timezone.localtime(moment), "j F Y H:i") if moment else ""


def mails_to(user: Any) -> Any:
    """The mails to the address of ``user``, the newest first."""
    return OutgoingMail.objects.filter(Q(to__iexact=user.email) | Q(to__iendswith=f"<{user.email}>"))


def mail_rows(user: Any) -> list[Row]:
    """When we mailed what."""
    return [(told(mail.created_at), mail.subject) for mail in mails_to(user)]


def mail_export(user: Any) -> Export:
    """The mails with their text."""
    return [
        {"sent": mail.sent_at, "created": mail.created_at, "subject": mail.subject, "text": mail.body}
        for mail in mails_to(user)
    ]


def forget_mails(user: Any) -> None:
    """Removes the mails, also what went to others with their words; the mail that says goodbye comes after this.

    What still waits to go to others goes: somebody was asked something.
    """
    mails_to(user).delete()
    OutgoingMail.objects.filter(reply_to__iexact=user.email, sent_at__isnull=False).delete()


def choices_of(user: Any) -> Any:
    """What ``user`` chose about mails, where that is not the usual."""
    return MailChoice.objects.filter(reader__user=user).order_by("kind")


def choice_rows(user: Any) -> list[Row]:
    """Which kinds of mail they want how often, and what waits for the mail of the day."""
    waiting = WaitingLetter.objects.filter(reader__user=user)
    return [
        *(
            (kinds[choice.kind].label, choice.get_frequency_display())
            for choice in choices_of(user)
            if choice.kind in kinds
        ),
        *((told(letter.created_at), letter.subject) for letter in waiting),
    ]


def choice_export(user: Any) -> Export:
    """The same for machines."""
    waiting = WaitingLetter.objects.filter(reader__user=user)
    return [
        *(
            {"kind": choice.kind, "frequency": choice.frequency, "since": choice.since}
            for choice in choices_of(user)
        ),
        *(
            {"created": letter.created_at, "subject": letter.subject, "text": letter.body}
            for letter in waiting
        ),
    ]


def saved_rows(user: Any) -> list[Row]:
    """The searches and records that they saved."""
    searches = SavedSearch.objects.of_user(user)
    records = [(shelf.kind.label, record) for shelf in shelves(user) for _saved, record in shelf.saved]
    return [
        *((search.get_rhythm_display(), f"{search} ({search.in_words})") for search in searches),
        *((label, record if record is not None else _("not to be seen now")) for label, record in records),
    ]


def saved_export(user: Any) -> Export:
    """The same for machines, with what we told them."""
    return [
        *(
            {
                "search": search.label,
                "list": search.directory,
                "question": search.question,
                "rhythm": search.rhythm,
                "since": search.confirmed_at,
                "last_mail": search.told_at,
                "told": list(search.told.values_list("key", "sent_at")),
            }
            for search in SavedSearch.objects.of_user(user)
        ),
        *(
            {"kind": saved.kind, "key": saved.key, "saved": saved.saved_at}
            for saved in SavedRecord.objects.of_user(user)
        ),
    ]


def deeds_of(user: Any) -> Any:
    """What the audit log says that ``user`` did, or that was done with their account."""
    about = Q(about_model=user._meta.label_lower, about_key=str(user.pk))
    return AuditEntry.objects.filter(Q(by=user) | about)


def deed_rows(user: Any) -> list[Row]:
    """When they did what."""
    return [(told(entry.at), entry.label) for entry in deeds_of(user)]


def deed_export(user: Any) -> Export:
    """The same, with the facts; who else was concerned stays out."""
    return [{"at": entry.at, "what": entry.verb, "by_me": entry.by_id == user.pk} for entry in deeds_of(user)]


register(
    Holding(
        "mails",
        label=_("Mails that we sent you"),
        leaving=_("They go. The mail that says that your account is deleted stays 30 days, as every mail."),
        rows=mail_rows,
        export=mail_export,
        forget=forget_mails,
        order=70,
    )
)
register(
    Holding(
        "mail_choices",
        label=_("Which mails you want"),
        leaving=_("Your choices go with your account."),
        rows=choice_rows,
        export=choice_export,
        covers=("base.mailreader.user",),
        order=71,
    )
)
register(
    Holding(
        "saved",
        label=_("What you saved"),
        leaving=_("Your searches and what you saved go with your account. You get no more news."),
        rows=saved_rows,
        export=saved_export,
        covers=("base.savedrecord.user",),
        order=72,
    )
)
register(
    Holding(
        "audit",
        label=_("The audit log"),
        leaving=_("It stays for its time, with “former member” instead of your name."),
        rows=deed_rows,
        export=deed_export,
        forget=AuditEntry.objects.forget_person,
        covers=("base.auditentry.by",),
        order=80,
    )
)
changed_at("mail_choices", lambda _user: reverse("my-mail"))
changed_at("saved", lambda _user: reverse("my-saved"))
