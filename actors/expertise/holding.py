"""What the portal holds about somebody as an expert, for who asks to see or take it; and forgetting it."""

from typing import Any

from actors.models import Expert, User

from .profiles import delete_profile
from .telling import told


def expert_holding(user: User) -> dict[str, Any]:
    """The profile of ``user`` as JSON can hold it: every field, and what they agreed to show when; empty without one."""
    expert = Expert.objects.of_person(user)
    if expert is None:
        return {}
    consents = expert.consents.order_by("given_on", "pk").values("field", "given_on", "withdrawn_on")
    return {
        "address": expert.get_absolute_url(),
        "status": expert.status,
        "profile": {column: text for column, _label, text in told(expert)},
        "contact_email": expert.contact_email,
        "consents": [{name: str(value or "") for name, value in consent.items()} for consent in consents],
    }


def forget_expert(user: User) -> None:
    """Removes the profile of ``user``, if there is one, for who deletes their account; that of an organisation stays."""
    expert = Expert.objects.of_person(user)
    if expert is not None and expert.actor is None:
        delete_profile(expert=expert, by=user)
