"""The world of ``access.txt``: people with every role, and of every kind of thing one of their own and one that is hidden."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from actors.conversations import Asked, ask
from actors.conversations.receiving import asker_of
from actors.expertise.pausing import PauseLink
from actors.history import note_added
from actors.mail_kinds import QUESTION
from actors.membership import CLAIM
from actors.models import (
    Actor,
    Change,
    Conversation,
    DeskItem,
    MembershipRole,
    PublicAnswer,
    Role,
    User,
)
from ecru.base.models import MailReader
from ecru.base.tokens import hashed
from projects.models import Volunteer, VolunteerRequest
from tests.factories import (
    ActorFactory,
    ExpertFactory,
    FreshnessFactory,
    InvitationFactory,
    MembershipFactory,
    MunicipalityFactory,
    MunicipalLinkFactory,
    PracticeFactory,
    ReuseFactory,
    UserFactory,
)
from tests.projects.factories import CollectionFactory
from tests.test_audiences import ADMIN


@dataclass
class World:
    """People, each with what is theirs."""

    people: dict[str, User | None]
    own: dict[str, dict[str, Any]]
    hidden: dict[str, dict[str, Any]]

    def address(self, line: Any) -> str:
        """Where ``line`` leads: a route about nothing in particular, or about a thing by the first word of its name."""
        if line.route == ADMIN:
            return reverse("admin:index")
        if line.thing == "-":
            return reverse(line.route, kwargs=PARTS.get(line.route))
        things = getattr(self, line.thing)
        kind = next(kind for kind in sorted(things, key=len, reverse=True) if line.route.startswith(kind))
        return reverse(line.route, kwargs=things[kind])


PARTS: dict[str, dict[str, Any]] = {
    "media": {"path": "geen.webp"},
    "sitemap": {"section": "actors"},
    "my-passkey-remove": {"key": 1},
}


def make_world() -> World:
    """A choir in Genk with an owner, a colleague and a draft beside it; an expert; and everyone with a role."""
    genk = MunicipalityFactory(name="Genk", slug="genk")
    choir = ActorFactory(slug="koor", municipality=genk)
    draft = ActorFactory(slug="koor-in-wording", draft=True)
    people = {
        "outsider": MembershipFactory().user,
        "owner": UserFactory(role=Role.MEMBER),
        "colleague": UserFactory(role=Role.MEMBER),
        "expert": UserFactory(role=Role.EXPERT),
        "partner": MunicipalLinkFactory(municipality=genk).user,
        "board": UserFactory(role=Role.BOARD_MEMBER),
        "editor": UserFactory(role=Role.EDITOR),
        "regisseur": UserFactory(role=Role.REGISSEUR),
    }
    expert = ExpertFactory(person=True, slug="nour", user=people["expert"])
    unknown = ExpertFactory(person=True, slug="onbekend", draft=True)
    reader = MailReader.objects.of("lezer@voorbeeld.example")
    own = {
        "expert": {"slug": expert.slug},
        "expert-pause": {"token": PauseLink(expert.pk, timezone.localdate()).token},
        "municipality": {"slug": genk.slug},
        "mail": {"token": reader.ways(QUESTION, "nl").stop.split("/")[-2]},
        **about(choir, people),
    }
    hidden = {
        "expert": {"slug": unknown.slug},
        "expert-pause": {"token": "van-iemand-anders"},
        "mail": {"token": "van-iemand-anders"},
        **about(draft, people),
        "conversation": {"token": "g" * 43},
        "invitation": {"token": "u" * 43},
        "freshness-answer": {"token": "b" * 43},
        "volunteer-request": {"token": "v" * 43},
    }
    return World({"visitor": None, **people}, own, hidden)


def about(actor: Actor, people: dict[str, User]) -> dict[str, dict[str, Any]]:
    """Things of ``actor`` and of its owner. Those of a draft are hidden from everyone else."""
    owner, slug = people["owner"], {"slug": actor.slug}
    membership = MembershipFactory(actor=actor, user=owner)
    MembershipFactory(actor=actor, user=people["colleague"], role=MembershipRole.EDITOR)
    token = actor.slug.rjust(43, "u")
    invitation = InvitationFactory(actor=actor, email=owner.email, token_hash=hashed(token))
    claim = DeskItem.objects.create(
        kind=CLAIM.slug, model="actors.actor", key=actor.pk, title=actor.name, by=owner, by_name=owner.name
    )
    talk = ask(record=actor, asked=Asked("Mag ik mee?", user=owner), token=actor.slug)
    note_added(Actor, [actor.pk], by=owner)
    freshness = FreshnessFactory(actor=actor)
    freshness.keep_token()
    freshness.save()
    volunteer = Volunteer.objects.create(
        user=owner if actor.is_public else people["colleague"], first_name="Nour", is_shown=actor.is_public
    )
    request = VolunteerRequest.objects.create(
        volunteer=volunteer, actor=actor, asked_by=owner, what="Taart", token_hash=hashed(token)
    )
    practice = PracticeFactory(slug=f"praktijk-{actor.slug}", status=actor.status, maker=actor)
    reuse = ReuseFactory(practice=practice, actor=actor)
    collection = CollectionFactory(slug=f"verzameling-{actor.slug}", status=actor.status)
    return {
        "practice": {"slug": practice.slug},
        "practice-reuse-change": {"slug": practice.slug, "pk": reuse.pk},
        "practice-collection": {"slug": collection.slug},
        "actor": slug,
        "my-actor": slug,
        "my-actor-edit": {**slug, "part": "verhaal"},
        "my-actor-undo": {**slug, "change": Change.objects.about(actor)[0].pk},
        "my-actor-person": {**slug, "pk": membership.pk},
        "my-actor-invitation": {**slug, "pk": invitation.pk},
        "my-actor-request": {**slug, "pk": claim.pk},
        "my-invitation": {"pk": invitation.pk},
        "invitation": {"token": token},
        "my-item": {"pk": claim.pk},
        "desk-item": {"pk": claim.pk},
        "desk-invitation": {"pk": invitation.pk},
        "my-conversation": {"pk": talk.pk},
        "conversation": {"token": asker_of(talk).token},
        "freshness-answer": {"token": freshness.token},
        "network": slug,
        "volunteer-detail": {"pk": volunteer.pk},
        "volunteer-request": {"token": token},
        "my-volunteer-request": {"pk": request.pk},
        "public-answer": {"slug": public_answer(talk, actor).slug},
    }


def public_answer(talk: Conversation, actor: Actor) -> PublicAnswer:
    """What was answered to ``talk``, as public as ``actor`` is; both sides agreed."""
    now = timezone.now()
    return PublicAnswer.objects.create(
        slug=f"antwoord-{actor.slug}",
        title="Vraag",
        question="Mag ik?",
        answer="Ja.",
        status=actor.status,
        conversation=talk,
        asker_agreed_on=now,
        answerer_agreed_on=now,
    )
