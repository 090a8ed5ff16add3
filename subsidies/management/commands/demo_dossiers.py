"""``manage.py demo_dossiers``: made-up dossiers in every phase, each marked as an example. In demo mode only."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from actors.management.commands.demo_accounts import make_account
from actors.models import Role, User
from subsidies.examples import make_examples


class Command(BaseCommand):
    """Makes them when they are not there yet."""

    help = "Made-up dossiers for a demonstration (DEMO=1 only)."

    def handle(self, *args: Any, **options: Any) -> None:
        """Makes them. Raises ``CommandError`` outside demo mode."""
        if not settings.DEMO:
            raise CommandError(
                _(
                    "Made-up dossiers belong in a demonstration. Set DEMO=1, on a laptop and never in production."
                )
            )
        roles = (Role.REGISSEUR, Role.MEMBER, Role.EXPERT)
        desk, member, expert = (account_of(role) for role in roles)
        made = make_examples(desk=desk, member=member, expert=expert)
        self.stdout.write(_("Made-up dossiers: %(number)d made.") % {"number": made})


def account_of(role: Role) -> User:
    """The account of ``role`` in the demonstration; made when ``demo_accounts`` did not do so yet, as looking at a password takes long."""
    known = User.objects.filter(email=f"{role.value}@demo.example", groups__name=role.value).first()
    return known or User.objects.get(email=make_account(role)["email"])
