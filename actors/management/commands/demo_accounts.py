"""``manage.py demo_accounts``: one account for every role, to look around with. In demo mode only."""

import base64
import hmac
import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from actors.models import Municipality, MunicipalLink, Role, User


class Command(BaseCommand):
    """Makes the accounts that are not there yet, and prints each with its password."""

    help = "One account per role, for a demonstration (DEMO=1 only)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How to print."""
        parser.add_argument(
            "--json", action="store_true", help="print a JSON list of role, email and password"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Makes and prints. Raises ``CommandError`` outside demo mode."""
        if not settings.DEMO:
            raise CommandError(
                _("Demo accounts have known passwords. Set DEMO=1, on a laptop and never in production.")
            )
        accounts = [make_account(role) for role in Role]
        if options["json"]:
            self.stdout.write(json.dumps(accounts))
            return
        self.stdout.write(_("Accounts of this demonstration (sign in at /aanmelden/):"))
        for account in accounts:
            self.stdout.write(f"  {account['role']:<24}{account['email']:<42}{account['password']}")
        if settings.SECOND_FACTOR:
            self.stdout.write(
                _("SECOND_FACTOR=1: editors and the regisseur set up a second step when they sign in.")
            )
        else:
            self.stdout.write(
                _("Editors and the regisseur need no second step here; SECOND_FACTOR=1 asks for one.")
            )


@transaction.atomic
def make_account(role: Role) -> dict[str, str]:
    """The account of ``role``, made or put right; its password follows from this installation's secret."""
    email, password = f"{role.value}@demo.example", password_of(role)
    user = User.objects.filter(email=email).first() or User.objects.create_user(email, password)
    if not user.check_password(password) or not user.is_active or not user.name:
        user.set_password(password)
        user.is_active, user.name = True, str(role.label)
        user.save()
    user.groups.set([Group.objects.get(name=role.value)])
    if role == Role.MUNICIPAL_PARTNER and not user.own_municipalities:
        link_to_first_municipality(user)
    return {"role": role.value, "email": email, "password": password}


def link_to_first_municipality(user: User) -> None:
    """Lets the municipal partner work for a municipality of the network, if the facts are loaded."""
    first = Municipality.objects.members().order_by("name").first()
    if first:
        MunicipalLink.objects.create(user=user, municipality=first)


def password_of(role: Role) -> str:
    """Twelve characters that are the same at every start, and different on every machine."""
    digest = hmac.digest(settings.SECRET_KEY.encode(), f"demo account {role.value}".encode(), "sha256")
    return base64.b32encode(digest).decode("ascii")[:12].lower()
