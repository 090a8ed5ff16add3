"""What we hold of somebody about money and final reports: account numbers that they gave or confirmed, and what they made."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actors.models import User
from ecru.base.holdings import told
from ecru.base.personal import Export, Holding, Row, register

from ..models import Agreement, BankAccount, Clawback, PaymentBatch, ReportPicture


def money_rows(user: User) -> list[Row]:
    """The account numbers (masked), pictures, and what they made as somebody of ECRU."""
    return [
        *((told(one.given_at), f"{one.actor}: {one}") for one in accounts_of(user)),
        *((told(one.uploaded_at), one.alt) for one in ReportPicture.objects.of_person(user)),
        *((told(one.made_at), _("Agreement: %(what)s") % {"what": one}) for one in agreements_of(user)),
        *((told(one.made_at), one.name) for one in PaymentBatch.objects.filter(made_by=user)),
        *((one.asked_on.isoformat(), one.reason) for one in Clawback.objects.filter(asked_by=user)),
    ]


def accounts_of(user: User) -> list[BankAccount]:
    """The account numbers that they gave or confirmed."""
    return list(BankAccount.objects.of_person(user).select_related("actor"))


def agreements_of(user: User) -> list[Agreement]:
    """The agreements that they drew up."""
    return list(Agreement.objects.filter(made_by=user).select_related("dossier"))


def money_export(user: User) -> Export:
    """The same for machines. The numbers are of organisations, and stay masked."""
    return [
        *(
            {
                "account": one.masked,
                "of": str(one.actor),
                "given": one.given_by_id == user.pk,
                "confirmed": one.confirmed_by_id == user.pk,
                "given_at": one.given_at,
                "confirmed_at": one.confirmed_at,
            }
            for one in accounts_of(user)
        ),
        *(
            {"picture": one.alt, "credit": one.credit, "at": one.uploaded_at}
            for one in ReportPicture.objects.of_person(user)
        ),
        *({"agreement": str(one), "at": one.made_at} for one in agreements_of(user)),
        *({"batch": one.name, "at": one.made_at} for one in PaymentBatch.objects.filter(made_by=user)),
        *(
            {"asked_back": str(one.amount), "why": one.reason, "on": one.asked_on}
            for one in Clawback.objects.filter(asked_by=user)
        ),
    ]


register(
    Holding(
        "money",
        label=gettext_lazy("Account numbers, payments and pictures of reports"),
        leaving=gettext_lazy("They are of your organisation and of the books, and stay without your name."),
        rows=money_rows,
        export=money_export,
        covers=(
            "subsidies.bankaccount.given_by",
            "subsidies.bankaccount.confirmed_by",
            "subsidies.agreement.made_by",
            "subsidies.paymentbatch.made_by",
            "subsidies.clawback.asked_by",
            "subsidies.reportpicture.uploaded_by",
        ),
        order=34,
    )
)
