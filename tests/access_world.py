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
    Municipality,
    PublicAnswer,
    Role,
    User,
)
from ecru.base.models import CheckedLink, MailReader, Publication
from ecru.base.saved.subscribing import save_search
from ecru.base.saved.watched import watched
from ecru.base.tokens import hashed
from projects.models import Answer, CallQuestion, PracticeActor, Volunteer, VolunteerRequest
from subsidies.models import (
    Measure,
    SavedView,
)
from tests.access_dossiers import advice_about, dossier_of, money_of
from tests.factories import (
    ActorFactory,
    ExpertFactory,
    FreshnessFactory,
    InvitationFactory,
    MembershipFactory,
    MunicipalityFactory,
    MunicipalLinkFactory,
    NeedFactory,
    PartnerCallFactory,
    PracticeFactory,
    ProjectFactory,
    ProjectPartnerFactory,
    RegionFactory,
    ReuseFactory,
    StepPlanFactory,
    TargetGroupFactory,
    UserFactory,
)
from tests.material_factories import PracticeFileFactory, PracticePictureFactory
from tests.projects.factories import CollectionFactory
from tests.subsidies.factories import CallFactory, MeasureFactory
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
    "alert-new": {"directory": "actoren"},
    "figures-table": {"kind": "csv"},
    "figures-never-table": {"kind": "csv"},
    "past-dossiers-empty": {"kind": "csv"},
    "past-dossiers-run": {"pk": 1},
}


def make_world() -> World:
    """A choir in Genk with an owner, a colleague and a draft beside it; an expert; and everyone with a role."""
    genk = MunicipalityFactory(name="Genk", slug="genk")
    choir = ActorFactory(slug="koor", municipality=genk)
    draft = ActorFactory(slug="koor-in-wording", draft=True)
    people = everyone(genk)
    expert = ExpertFactory(person=True, slug="nour", user=people["expert"])
    unknown = ExpertFactory(person=True, slug="onbekend", draft=True)
    reader = MailReader.objects.of("lezer@voorbeeld.example")
    own = {
        "expert": {"slug": expert.slug},
        "expert-pause": {"token": PauseLink(expert.pk, timezone.localdate()).token},
        "municipality": {"slug": genk.slug},
        "region": {"slug": RegionFactory().slug},
        "need": {"slug": NeedFactory().slug},
        **cells(seen="Genk", checked="Genk"),
        **measures([genk]),
        "step-plan": {"slug": (plan := StepPlanFactory()).slug},
        "my-project-steps": {"slug": ProjectFactory(lead=choir).slug, "plan": plan.slug},
        "mail": {"token": reader.ways(QUESTION, "nl").stop.split("/")[-2]},
        **about(choir, people),
        "dossier-view": {"pk": SavedView.objects.create(owner=people["regisseur"], name="Laat").pk},
    }
    hidden = {
        "expert": {"slug": unknown.slug},
        "expert-pause": {"token": "van-iemand-anders"},
        "need": {"slug": "geen-nood"},
        "region": {"slug": "geen-regio"},
        "step-plan": {"slug": StepPlanFactory(status=Publication.DRAFT).slug},
        **cells(seen="Zonhoven", checked="Beringen"),
        **measures([MunicipalityFactory(name="As", slug="as")], draft=True),
        "my-project-steps": {"slug": ProjectFactory(lead=draft, draft=True).slug, "plan": plan.slug},
        "mail": {"token": "van-iemand-anders"},
        **about(draft, people),
        "dossier-view": {"pk": SavedView.objects.create(owner=people["editor"], name="Laat").pk},
        "conversation": {"token": "g" * 43},
        "invitation": {"token": "u" * 43},
        "freshness-answer": {"token": "b" * 43},
        "volunteer-request": {"token": "v" * 43},
        "alert": {"token": "a" * 64},
        "partner-answer": {"token": "p" * 43},
        "call-question": {"token": "q" * 43},
        "practice-consent": {"token": "p" * 43},
        "review-link": {"token": "r" * 43},
    }
    return World({"visitor": None, **people}, own, hidden)


def everyone(genk: Any) -> dict[str, User]:
    """Somebody with every role; the partner works for ``genk``."""
    return {
        "outsider": MembershipFactory().user,
        "owner": UserFactory(role=Role.MEMBER),
        "colleague": UserFactory(role=Role.MEMBER),
        "expert": UserFactory(role=Role.EXPERT),
        "partner": MunicipalLinkFactory(municipality=genk).user,
        "board": UserFactory(role=Role.BOARD_MEMBER),
        "editor": UserFactory(role=Role.EDITOR),
        "regisseur": UserFactory(role=Role.REGISSEUR),
    }


def cells(*, seen: str, checked: str) -> dict[str, dict[str, Any]]:
    """Where support may be missing: a cell to see, and a municipality to look in. Zonhoven is not in the network."""
    word = TargetGroupFactory(slug="jongeren").slug
    places = [MunicipalityFactory(name=name, member=name != "Zonhoven") for name in (seen, checked)]
    return {
        "measure-gap": {"place": places[0].slug, "axis": "doelgroep", "word": word},
        "measure-gap-check": {"place": places[1].slug, "axis": "doelgroep"},
    }


def measures(places: list[Municipality], *, draft: bool = False) -> dict[str, dict[str, Any]]:
    """A measure of nobody in particular, and one that these municipalities give, with a round and a past."""
    call = CallFactory(measure=MeasureFactory(words={"municipalities": places}))
    slug = {"slug": call.measure.slug}
    note_added(Measure, [call.measure.pk])
    change = Change.objects.about(call.measure)[0]
    return {
        "measure": {"slug": MeasureFactory(draft=draft).slug},
        "my-measure": slug,
        "my-measure-edit": {**slug, "part": "wat"},
        "my-measure-round": {**slug, "pk": call.pk},
        "my-measure-undo": {**slug, "change": change.pk},
    }


def about(actor: Actor, people: dict[str, User]) -> dict[str, dict[str, Any]]:
    """Things of ``actor`` and of its owner. Those of a draft are hidden from everyone else."""
    owner, slug = people["owner"], {"slug": actor.slug}
    membership = MembershipFactory(actor=actor, user=owner)
    MembershipFactory(actor=actor, user=people["colleague"], role=MembershipRole.EDITOR)
    token = actor.slug.rjust(43, "u")
    invitation = InvitationFactory(actor=actor, email=owner.email, token_hash=hashed(token))
    claim = DeskItem.objects.create(
        kind=CLAIM.slug, model="actors.actor", key=actor.pk, title=actor.name, by=owner, by_name=str(owner)
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
    return {
        **shown_and_saved(actor, owner),
        "actor": slug,
        "my-actor": slug,
        "my-actor-suggestions": slug,
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
        **about_practice(actor, owner, token),
        "public-answer": {"slug": public_answer(talk, actor).slug},
        **together(actor, token),
        **dossier_of(actor),
        **advice_about(actor, people["expert"], token),
        **money_of(actor),
    }


def shown_and_saved(actor: Actor, owner: User) -> dict[str, dict[str, Any]]:
    """A practice of ``actor`` that it did again, a collection, as public as it is; a search that its owner saved, and a link."""
    listing = watched["actoren"].opened(f"q={actor.slug}")
    search = save_search(user=owner, listing=listing, rhythm="daily", language="nl")
    practice = PracticeFactory(slug=f"praktijk-{actor.slug}", status=actor.status, maker=actor)
    reuse = ReuseFactory(practice=practice, actor=actor)
    collection = CollectionFactory(slug=f"verzameling-{actor.slug}", status=actor.status)
    link = CheckedLink.objects.create(address=f"https://{actor.slug}.example/", next_look_at=timezone.now())
    return {
        "practice": {"slug": practice.slug},
        "practice-reuse-change": {"slug": practice.slug, "pk": reuse.pk},
        "practice-collection": {"slug": collection.slug},
        "alert": {"token": search.token},
        "my-saved-search": {"pk": search.pk},
        "record": {"kind": "actor", "pk": actor.pk},
        "link-act": {"pk": link.pk if actor.is_public else 0},
    }


def together(actor: Actor, token: str) -> dict[str, dict[str, Any]]:
    """A project and a call of ``actor``, as public as it is; somebody offers to take part, and we asked about the call."""
    project = ProjectFactory(slug=f"project-{actor.slug}", lead=actor, status=actor.status)
    call = PartnerCallFactory(slug=f"oproep-{actor.slug}", actor=actor, status=actor.status)
    partner = ProjectPartnerFactory(
        project=project, answer=Answer.OFFERED, by_lead=False, answered_at=None, token_hash=hashed(token)
    )
    CallQuestion.objects.create(
        call=call, kind=CallQuestion.Kind.OPEN, until=call.closes_on, token_hash=hashed(token)
    )
    project_slug, call_slug = {"slug": project.slug}, {"slug": call.slug}
    return {
        "project": project_slug,
        "my-project": project_slug,
        "my-partnership": {"pk": partner.pk},
        "partner-answer": {"token": token},
        "call": call_slug,
        "my-call": call_slug,
        "call-question": {"token": token},
    }


def about_practice(actor: Actor, owner: User, token: str) -> dict[str, dict[str, Any]]:
    """A practice of ``actor``, as public as it is, with a file, a picture, and a question whether it may be named."""
    practice = PracticeFactory(slug=f"feest-{actor.slug}", status=actor.status, maker=actor, shared_by=owner)
    now = timezone.now()
    file = PracticeFileFactory(practice=practice, accepted_at=now if actor.is_public else None)
    picture = PracticePictureFactory(practice=practice)
    other = PracticeFactory(slug=f"ander-feest-{actor.slug}", status=actor.status)
    maker = PracticeActor.objects.create(practice=other, actor=actor, token_hash=hashed(token))
    return {
        "practice-file": {"pk": file.pk},
        "practice-consent": {"token": token},
        "my-practice": {"pk": practice.pk},
        "my-practice-preview": {"pk": practice.pk},
        "my-practice-edit": {"pk": practice.pk, "part": "wat"},
        "my-practice-picture": {"pk": picture.pk},
        "my-practice-consent": {"pk": maker.pk},
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
