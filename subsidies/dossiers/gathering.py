"""Reading a whole dossier at once: all that its page shows and its rules ask, in one query, however much there is.

Lists that grow without end come as their newest lines. Who may see what, the parts of the page decide.
"""

from typing import Any

from django.db.models import Q

from actors.models import Municipality, TargetGroup
from ecru.base.at_once import hang, keep, link, rows_of
from subsidies.models import (
    AgendaItem,
    Agreement,
    Answer,
    BankAccount,
    BudgetLine,
    BulkLetter,
    CallDocument,
    CallExtension,
    Clawback,
    Criterion,
    Dossier,
    DossierEvent,
    DossierFile,
    DossierHelp,
    DossierLetter,
    DossierMessage,
    DossierPerson,
    DossierTask,
    DossierTick,
    FinalReport,
    Instalment,
    LateSending,
    PastAgreement,
    Payment,
    Question,
    ReportPicture,
    ReportReach,
    Review,
    ReviewReaction,
    ReviewScore,
    Seat,
    SentCopy,
    Vote,
)

NEWEST = 50  # messages and lines of the history

Lists = dict[str, Any]


def gather(dossier: Dossier) -> None:
    """Lets ``dossier`` have at hand all that belongs to it. It comes with its actor, its round and its measure."""
    asked = {**of_plan(dossier), **of_talk(dossier), **of_round(dossier), **of_advice(dossier)}
    asked |= {**of_board(dossier), **of_money(dossier), **of_report(dossier)}
    found = dict(zip(asked, rows_of(*asked.values()), strict=True))
    hang_plan(dossier, found)
    hang_round(dossier, found)
    hang_advice(dossier, found)
    hang_board(dossier, found)
    hang_money(dossier, found)
    keep(dossier, "events", found["events"])
    keep(dossier, "messages", found["messages"])
    keep(dossier, "bulk_letters", found["bulk_letters"])
    for event in found["events"]:
        link(event, "dossier", dossier)


# --- The lists -----------------------------------------------------------------------------------------------------


def of_plan(dossier: Dossier) -> Lists:
    """Where, for whom, with whom, what it costs, and what goes along."""
    return {
        "municipalities": Municipality.objects.filter(dossiers=dossier).order_by("-member", "position", "name"),
        "target_groups": TargetGroup.objects.filter(dossiers=dossier).order_by("position", "label"),
        "persons": DossierPerson.objects.filter(dossier=dossier).select_related("user", "actor"),
        "budget_lines": BudgetLine.objects.filter(dossier=dossier).select_related("measure").order_by("side", "position"),
        "answers": Answer.objects.filter(dossier=dossier).order_by("pk"),
        "files": DossierFile.objects.filter(dossier=dossier).select_related("document"),
        "copies": SentCopy.objects.filter(dossier=dossier).defer("content").order_by("-version"),
        "late_sendings": LateSending.objects.filter(dossier=dossier).order_by("at"),
    }  # fmt: skip


def of_talk(dossier: Dossier) -> Lists:
    """What happened, what people said, and what has to be done."""
    events, messages = (
        DossierEvent.objects.filter(dossier=dossier),
        DossierMessage.objects.filter(dossier=dossier),
    )
    newest = [
        messages.filter(is_internal=internal).order_by("-at", "-pk")[:NEWEST] for internal in (False, True)
    ]
    few = [Q(pk__in=one.values("pk")) for one in newest]
    return {
        "events": events.newest()[:NEWEST],
        "messages": messages.filter(few[0] | few[1]).order_by("-at", "-pk"),
        "bulk_letters": BulkLetter.objects.about(dossier),
        "letters": DossierLetter.objects.of(dossier),
        "tasks": DossierTask.objects.filter(dossier=dossier).soonest(),
        "ticks": DossierTick.objects.filter(dossier=dossier),
        "helps": DossierHelp.objects.filter(dossier=dossier).select_related("conversation__expert__actor", "conversation__topic"),
    }  # fmt: skip


def of_round(dossier: Dossier) -> Lists:
    """What its round and its measure ask."""
    call, measure = dossier.call, dossier.asked_measure
    return {
        "questions": Question.objects.filter(call=call).order_by("position", "pk") if call else Question.objects.none(),
        "documents": CallDocument.objects.filter(call=call).order_by("position", "pk") if call else CallDocument.objects.none(),
        "extensions": CallExtension.objects.filter(call=call).order_by("-pk") if call else CallExtension.objects.none(),
        "criteria": Criterion.objects.filter(measure=measure).order_by("position", "pk") if measure else Criterion.objects.none(),
    }  # fmt: skip


def of_advice(dossier: Dossier) -> Lists:
    """What experts said."""
    return {
        "reviews": Review.objects.filter(dossier=dossier).select_related("expert__actor"),
        "scores": ReviewScore.objects.filter(review__dossier=dossier).order_by("position"),
        "reactions": ReviewReaction.objects.filter(review__dossier=dossier).select_related("about__expert__actor"),
    }  # fmt: skip


def of_board(dossier: Dossier) -> Lists:
    """On which agendas it stands, with who is there and what they voted."""
    return {
        "agenda_items": AgendaItem.objects.filter(dossier=dossier).select_related("meeting").order_by("position", "pk"),
        "seats": Seat.objects.filter(meeting__in=AgendaItem.objects.filter(dossier=dossier).values("meeting")),
        "votes": Vote.objects.filter(item__dossier=dossier).select_related("seat"),
    }  # fmt: skip


def of_money(dossier: Dossier) -> Lists:
    """What was agreed, paid and asked back. Only of what ECRU itself grants."""
    lists: Lists = {
        "agreements": Agreement.objects.filter(dossier=dossier),
        "instalments": Instalment.objects.filter(agreement__dossier=dossier).order_by("position"),
        "payments": Payment.objects.filter(instalment__agreement__dossier=dossier),
        "past": PastAgreement.objects.filter(agreement__dossier=dossier).order_by("number"),
        "clawbacks": Clawback.objects.filter(agreement__dossier=dossier),
        "accounts": BankAccount.objects.current().filter(actor=dossier.actor_id).order_by("-pk"),
    }
    return lists if dossier.is_own else {name: each.none() for name, each in lists.items()}


def of_report(dossier: Dossier) -> Lists:
    """The final report in parts."""
    return {
        "reports": FinalReport.objects.filter(dossier=dossier).select_related("became"),
        "reaches": ReportReach.objects.filter(report__dossier=dossier).select_related("target_group").order_by("target_group__position", "pk"),
        "pictures": ReportPicture.objects.filter(report__dossier=dossier),
    }  # fmt: skip


# --- Where they belong ---------------------------------------------------------------------------------------------


def hang_plan(dossier: Dossier, found: Lists) -> None:
    """The lists of the dossier itself."""
    for name in (*of_plan(dossier), "letters", "tasks", "ticks", "helps"):
        hang([dossier], name, found[name])


def hang_round(dossier: Dossier, found: Lists) -> None:
    """What the round and the measure ask."""
    if dossier.call:
        for name in ("questions", "documents", "extensions"):
            hang([dossier.call], name, found[name])
    if dossier.asked_measure:
        hang([dossier.asked_measure], "criteria", found["criteria"])


def hang_advice(dossier: Dossier, found: Lists) -> None:
    """Advice, with its scores and what others think of it."""
    hang([dossier], "reviews", found["reviews"])
    hang(found["reviews"], "scores", found["scores"])
    hang(found["reviews"], "reactions", found["reactions"])


def hang_board(dossier: Dossier, found: Lists) -> None:
    """Points of agendas, with people and votes."""
    hang([dossier], "agenda_items", found["agenda_items"])
    hang([item.meeting for item in found["agenda_items"]], "seats", found["seats"])
    hang(found["agenda_items"], "votes", found["votes"])


def hang_money(dossier: Dossier, found: Lists) -> None:
    """The agreement with all that was paid, and the report."""
    for name in ("instalments", "past", "clawbacks"):
        hang(found["agreements"], name, found[name])
    hang(found["instalments"], "payments", found["payments"])
    for name in ("reaches", "pictures"):
        hang(found["reports"], name, found[name])
    for record in (*found["agreements"], *found["reports"]):
        link(record, "dossier", dossier)
    keep(dossier, "agreement", found["agreements"])
    keep(dossier, "report", found["reports"])
    keep(dossier.actor, "account", found["accounts"])
