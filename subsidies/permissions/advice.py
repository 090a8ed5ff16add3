"""Who may do what with advice, messages, tasks and the checklist of a dossier."""

from typing import Any

from actors.models import Membership, Role, User

from ..models import Dossier, DossierTask, Party, Review
from .dossiers import decides_on, is_present, runs_dossiers, works_on

ADVISING = frozenset(["advies", "revisie"])  # phases in which experts are asked, and advise
# After the decision the applicant reads the advice without the names of experts. Our reading, to be confirmed by ECRU's lawyer: a
# decision has to show on what it rests (wet van 29 juli 1991, formele motivering), and who it concerns may see it
# (Bestuursdecreet of 7 December 2018, openbaarheid); the names are personal data that this does not need.
APPLICANT_READS_AFTER_DECISION = True


def involved_actors(dossier: Dossier) -> set[int]:
    """The keys of the actors that have a part in it: who asks, who works along, and who leads or joins its project."""
    found: set[int | None] = {dossier.actor_id, *(place.actor_id for place in dossier.persons.all())}
    project = dossier.project
    if project is not None:
        found |= {project.lead_id, *project.partners.agreed().values_list("actor", flat=True)}
    return {key for key in found if key is not None}


def involved_people(dossier: Dossier) -> set[int]:
    """The keys of the accounts that cannot advise on it: who acts for one of those actors or has a place in it, the board and the regisseur."""
    acting = Membership.objects.running().filter(actor__in=involved_actors(dossier)).values("user")
    deciding = User.objects.filter(groups__name__in=[Role.BOARD_MEMBER, Role.REGISSEUR])
    along = {place.user_id for place in dossier.persons.all()}
    keys = {*acting.values_list("user", flat=True), *deciding.values_list("pk", flat=True), *along}
    return keys | ({dossier.created_by_id} if dossier.created_by_id else set())


def has_part_in(user: Any, dossier: Dossier) -> bool:
    """Whether ``user`` has a part in it, so that their advice would not be independent, whatever they declare."""
    return user.pk in involved_people(dossier)


def is_asked(user: Any, review: Review) -> bool:
    """The expert of whom this advice was asked."""
    return is_present(user) and review.expert is not None and review.expert.user_id == user.pk


def may_advise(user: Any, review: Review) -> bool:
    """The expert, once they declared to have no interest in it; in SQL: ``Review.objects.open_to``."""
    return is_asked(user, review) and review.is_declared


def may_read_advice(user: Any, dossier: Dossier) -> bool:
    """Who reads all advice with names: the regisseur, the board of what is on its agenda, and an expert who gave their own."""
    if runs_dossiers(user) or decides_on(user, dossier):
        return True
    return any(is_asked(user, review) and review.counts for review in dossier.reviews.all())


def may_read_advice_unnamed(user: Any, dossier: Dossier) -> bool:
    """Who asks for support reads the advice once it is decided, without names."""
    return APPLICANT_READS_AFTER_DECISION and dossier.decided_at is not None and works_on(user, dossier)


def may_talk(user: Any, dossier: Dossier) -> bool:
    """Messages are between who works on it and who runs the network; experts keep their distance, and the board decides on paper."""
    return runs_dossiers(user) or works_on(user, dossier)


def may_settle(user: Any, task: DossierTask) -> bool:
    """A task is done by its owner, by its party, or by who runs the network."""
    if runs_dossiers(user):
        return True
    if not is_present(user):
        return False
    mine = task.owner_id == user.pk
    return works_on(user, task.dossier) and (
        mine or (task.owner_id is None and task.party == Party.APPLICANT)
    )
