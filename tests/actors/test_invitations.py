"""What an invitation is, before anybody follows its link."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from actors.models import Invitation, InvitationState
from tests.factories import ActorFactory, ExpertFactory, InvitationFactory, MunicipalityFactory

pytestmark = pytest.mark.django_db


def test_the_link_finds_it_and_the_database_does_not_tell_the_link() -> None:
    invitation = InvitationFactory()
    token = invitation.give_token()
    invitation.save()
    assert Invitation.objects.by_token(token) == invitation
    assert token not in invitation.token_hash
    assert Invitation.objects.by_token(invitation.token_hash) is None
    invitation.give_token()
    invitation.save()
    assert Invitation.objects.by_token(token) is None


def test_every_state_is_found() -> None:
    now = timezone.now()
    made = {
        InvitationState.OPEN: InvitationFactory(email="Jan@Voorbeeld.example"),
        InvitationState.EXPIRED: InvitationFactory(expires_at=now - timedelta(seconds=1)),
        InvitationState.ACCEPTED: InvitationFactory(accepted_at=now),
        InvitationState.DECLINED: InvitationFactory(declined_at=now),
        InvitationState.WITHDRAWN: InvitationFactory(withdrawn_at=now),
    }
    assert {state: one.state for state, one in made.items()} == {state: state for state in made}
    assert list(Invitation.objects.open()) == [made[InvitationState.OPEN]]
    assert list(Invitation.objects.expired()) == [made[InvitationState.EXPIRED]]
    assert Invitation.objects.unanswered().count() == 2
    assert Invitation.objects.to("jan@voorbeeld.example").get() == made[InvitationState.OPEN]


def test_it_is_about_one_thing() -> None:
    for about in (ActorFactory(), MunicipalityFactory(), ExpertFactory()):
        given = {"actor": None, about._meta.model_name: about}
        invitation = InvitationFactory(**given)
        assert invitation.subject == about
        assert str(about) in str(invitation)
    for wrong in ({"actor": None}, {"municipality": MunicipalityFactory()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            InvitationFactory(**wrong)


def test_it_ends_in_one_way() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        InvitationFactory(accepted_at=timezone.now(), declined_at=timezone.now())
