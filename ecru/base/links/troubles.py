"""What can be wrong with a link, in words."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Trouble(models.TextChoices):
    """Why a link does not work, or why we cannot tell."""

    NOT_FOUND = "not-found", _("the page is not there")
    GONE = "gone", _("the page was taken away for good")
    SERVER = "server", _("the site gives an error")
    NO_NAME = "no-name", _("there is no site with this name")
    NO_ANSWER = "no-answer", _("the site does not answer")
    SLOW = "slow", _("the site answers too slowly")
    CERTIFICATE = "certificate", _("the certificate of the site is not right")
    LOOP = "loop", _("it sends visitors on without end")
    INSIDE = "inside", _("it leads to a machine that is not on the open web")
    NOT_WEB = "not-web", _("this is no address that we can open")
    CLOSED = "closed", _("the site does not let machines look")


class Unfit(Exception):  # noqa: N818 - it is an answer, not a crash
    """A link cannot be followed. ``connected``: somebody was there, and hung up."""

    def __init__(self, trouble: Trouble, *, connected: bool = False) -> None:
        super().__init__(trouble)
        self.trouble, self.connected = trouble, connected
