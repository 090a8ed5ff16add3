"""The kinds of mail about what people saved."""

from django.utils.translation import gettext_lazy as _

from .outbox.kinds import MailKind, register
from .saved.searches import KIND

ALERT = register(
    MailKind(
        KIND,
        _("News about what you saved"),
        _("Something new fits a search that you saved. How often, you choose for each search."),
        stoppable=True,
    )
)
ALERT_ASKED = register(
    MailKind(
        "alert-asked",
        _("Do you want this news?"),
        _("Somebody filled in your address to hear of news. Without your yes we send nothing."),
    )
)
