"""``manage.py forget_sign_ins``: throws away old sessions, the log of signing in after six months, and old counts."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from actors.accounts.sessions import forget


class Command(BaseCommand):
    """For a timer, once a day. It may run twice: the second time there is nothing left to do."""

    help = "Removes sessions that ended, who signed in when after six months, and counts of tries."

    def handle(self, *args: Any, **options: Any) -> None:
        """Forgets, and tells how many."""
        told = forget()
        self.stdout.write(
            _("Removed: %(sessions)d sessions, %(sign_ins)d sign-ins, %(counts)d counts of tries.") % told
        )
