"""What somebody with an account changed, and the lists that they keep at hand."""

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actors.models import Act, Change, ImportRun, SavedFilter, SlugRedirect, TableExport, User
from ecru.base.audit import FORMER
from ecru.base.holdings import told
from ecru.base.personal import Export, Holding, Row, register

GHOST = "voormalig-lid@ecru.invalid"  # no mail can be sent there
NEWEST = 20


def ghost() -> User:
    """The account that stands in where a record needs one and the person left. It cannot sign in."""
    found = User.objects.filter(email=GHOST).first()
    return found or User.objects.create_user(GHOST, name=FORMER, is_active=False)


def change_rows(user: User) -> list[Row]:
    """Their newest changes, and how many there are."""
    changes = Change.objects.filter(by=user)
    newest = [
        (told(change.at), f"{change.record}: {change.get_act_display()}") for change in changes[:NEWEST]
    ]
    return [(_("How many changes"), str(changes.count())), *newest]


def change_export(user: User) -> Export:
    """All their changes, tables and notes in the admin: which record and when, without what others wrote there."""
    return [
        *(
            {"at": change.at, "record": change.record, "what": change.act, "why": change.reason}
            for change in Change.objects.filter(by=user)
        ),
        *ImportRun.told_of(user),
        *(
            {"at": table.made_at, "record": table.query, "what": "export"}
            for table in TableExport.objects.filter(made_by=user)
        ),
        *(
            {"at": entry.action_time, "record": entry.object_repr, "what": entry.get_action_flag_display()}
            for entry in LogEntry.objects.filter(user=user)
        ),
    ]


def forget_changes(user: User) -> None:
    """Keeps every change, with "former member" instead of the name."""
    merged = Change.objects.filter(by=user, act=Act.MERGED).values("key")
    SlugRedirect.objects.filter(lost_key__in=merged).update(by_name=FORMER)
    Change.objects.filter(by=user).update(by_name=FORMER)
    ImportRun.forget(user, FORMER)
    TableExport.objects.filter(made_by=user).update(made_by_name=FORMER)
    if LogEntry.objects.filter(user=user).exists():
        LogEntry.objects.filter(user=user).update(user=ghost())
    kind = ContentType.objects.get_for_model(User)
    LogEntry.objects.filter(content_type=kind, object_id=str(user.pk)).update(
        object_repr=FORMER, change_message=""
    )


def list_rows(user: User) -> list[Row]:
    """Lists that they keep at hand."""
    return [(saved.name, saved.query) for saved in SavedFilter.objects.of(user)]


def list_export(user: User) -> Export:
    """The same for machines."""
    return [
        {"name": saved.name, "list": saved.model, "filters": saved.query, "shared": saved.shared}
        for saved in SavedFilter.objects.of(user)
    ]


def leave_lists(user: User) -> None:
    """Lists that colleagues use stay, as those of a former member; the others go with the account."""
    shared = SavedFilter.objects.of(user).filter(shared=True)
    for saved in shared:
        taken = SavedFilter.objects.filter(owner__email=GHOST, model=saved.model, name=saved.name).exists()
        if not taken:
            SavedFilter.objects.filter(pk=saved.pk).update(owner=ghost())


register(
    Holding(
        "changes",
        label=gettext_lazy("What you changed"),
        leaving=gettext_lazy("The changes stay, with “former member” instead of your name."),
        rows=change_rows,
        export=change_export,
        forget=forget_changes,
        covers=(
            "actors.change.by",
            "actors.importrun.made_by",
            "actors.importrun.undone_by",
            "actors.tableexport.made_by",
            "admin.logentry.user",
        ),
        order=50,
    )
)


register(
    Holding(
        "saved_lists",
        label=gettext_lazy("Your saved lists"),
        leaving=gettext_lazy("They go; lists that your colleagues use stay."),
        rows=list_rows,
        export=list_export,
        forget=leave_lists,
        covers=("actors.savedfilter.owner",),
        order=60,
    )
)
