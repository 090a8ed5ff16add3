"""Accounts: made by e-mail address, and one for every role in a demonstration."""

import json
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from actors.models import Role, User
from actors.permissions import may_keep_field, may_manage_roles

pytestmark = pytest.mark.django_db


def demo_accounts() -> list[dict[str, str]]:
    said = StringIO()
    call_command("demo_accounts", "--json", stdout=said)
    return json.loads(said.getvalue())


def test_every_role_gets_an_account_that_can_sign_in(settings: Any) -> None:
    settings.DEMO = True
    accounts = demo_accounts()
    assert [account["role"] for account in accounts] == list(Role.values)
    for account in accounts:
        user = authenticate(username=account["email"], password=account["password"])
        assert isinstance(user, User)
        assert user.roles == {account["role"]}


def test_a_second_start_gives_the_same_accounts_back(settings: Any) -> None:
    settings.DEMO = True
    first = demo_accounts()
    locked = User.objects.get(email=first[0]["email"])
    locked.set_password("iets-anders")
    locked.is_active = False
    locked.save()
    assert demo_accounts() == first
    assert User.objects.count() == len(first)
    assert authenticate(username=first[0]["email"], password=first[0]["password"]) == locked


def test_people_read_the_accounts_in_a_table(settings: Any) -> None:
    settings.DEMO = True
    said = StringIO()
    call_command("demo_accounts", stdout=said)
    for account in demo_accounts():
        assert any(
            account["email"] in line and account["password"] in line for line in said.getvalue().splitlines()
        )


@pytest.mark.parametrize(
    ("asked", "words"), [(True, "SECOND_FACTOR=1: medewerkers"), (False, "geen tweede stap nodig")]
)
def test_the_table_says_whether_a_second_step_is_asked(settings: Any, asked: bool, words: str) -> None:
    settings.DEMO, settings.SECOND_FACTOR = True, asked
    said = StringIO()
    call_command("demo_accounts", stdout=said)
    assert words in said.getvalue()


def test_known_passwords_stay_out_of_production(settings: Any) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError):
        demo_accounts()
    assert not User.objects.exists()


def test_an_address_is_an_account_in_any_case() -> None:
    user = User.objects.create_user("An@Voorbeeld.example", "een-goed-wachtwoord")
    assert authenticate(username="an@voorbeeld.EXAMPLE", password="een-goed-wachtwoord") == user
    with pytest.raises(ValidationError):
        User.objects.create_user("AN@voorbeeld.example", "een-ander-wachtwoord")


def test_a_superuser_may_all_and_an_editor_gives_no_roles(settings: Any) -> None:
    settings.DEMO = True
    chief = User.objects.create_superuser("baas@voorbeeld.example", "een-goed-wachtwoord")
    people = {account["role"]: User.objects.get(email=account["email"]) for account in demo_accounts()}
    assert may_keep_field(chief)
    assert may_manage_roles(chief)
    assert may_keep_field(people[Role.EDITOR])
    assert [role for role, person in people.items() if may_manage_roles(person)] == [Role.REGISSEUR]
    assert chief.get_short_name() == "B…"
