"""What somebody with an account sent: questions, reports, and what the editors decide about."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actors.models import ContactMoment, DeskItem, Report, User
from ecru.base.audit import FORMER
from ecru.base.holdings import told
from ecru.base.personal import Export, Holding, Row, register


def sent_by(user: User) -> tuple[list[ContactMoment], list[Report]]:
    """Questions and reports from their address, with what they are about."""
    about = ("actor", "expert__actor")
    return (
        list(ContactMoment.objects.filter(email__iexact=user.email).select_related(*about)),
        list(Report.objects.filter(email__iexact=user.email).select_related(*about)),
    )


def sent_rows(user: User) -> list[Row]:
    """Questions and reports from their address."""
    questions, reports = sent_by(user)
    question, told_us = _("Question"), _("Report")
    return [
        *((f"{question}, {told(item.created_at)}", item.question) for item in questions),
        *((f"{told_us}, {told(item.created_at)}", item.text) for item in reports),
    ]


def sent_export(user: User) -> Export:
    """The same for machines."""
    questions, reports = sent_by(user)
    return [
        *(
            {
                "kind": "question",
                "about": str(item.record),
                "sent": item.created_at,
                "name": item.name,
                "text": item.question,
            }
            for item in questions
        ),
        *(
            {"kind": "report", "about": str(item.record), "sent": item.created_at, "text": item.text}
            for item in reports
        ),
    ]


def forget_sent(user: User) -> None:
    """Takes who asked and what out of it, as its time does; that something was asked stays, for the counts."""
    now = timezone.now()
    ContactMoment.objects.filter(email__iexact=user.email).forget_all(now)
    Report.objects.filter(email__iexact=user.email).forget_all(now)


def desk_rows(user: User) -> list[Row]:
    """What they sent to the editors."""
    items = DeskItem.objects.sent_by(user).order_by("-created_at")
    return [(told(item.created_at), f"{item.title} ({item.get_state_display()})") for item in items]


def desk_export(user: User) -> Export:
    """The same, with what they asked and why."""
    return [
        {
            "sent": item.created_at,
            "kind": item.kind,
            "about": item.title,
            "content": item.content,
            "reason": item.reason,
            "state": item.state,
            "answer": item.answer,
        }
        for item in DeskItem.objects.sent_by(user)
    ]


def forget_desk(user: User) -> None:
    """Takes their name out of what they sent and of what they decided."""
    DeskItem.objects.sent_by(user).update(by_name=FORMER)
    DeskItem.objects.filter(handled_by=user).update(handled_by_name=FORMER)


register(
    Holding(
        "sent",
        label=gettext_lazy("Questions and reports from your address"),
        leaving=gettext_lazy(
            "Your name, your address and your words go. That something was asked stays, for the counts."
        ),
        rows=sent_rows,
        export=sent_export,
        forget=forget_sent,
        covers=("actors.report.handled_by",),
        order=40,
    )
)


register(
    Holding(
        "desk",
        label=gettext_lazy("What you sent to the editors"),
        leaving=gettext_lazy(
            "It stays with the record that it is about, with “former member” instead of your name."
        ),
        rows=desk_rows,
        export=desk_export,
        forget=forget_desk,
        covers=("actors.deskitem.by", "actors.deskitem.held_by", "actors.deskitem.handled_by"),
        order=45,
    )
)
