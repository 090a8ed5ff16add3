"""The dossiers of the world of ``access.txt``: one of whoever asks, with all that belongs to it."""

from typing import Any

from django.utils import timezone

from actors.models import (
    Actor,
    User,
)
from ecru.base.tokens import hashed
from subsidies.deciding.letters import write_letter
from subsidies.models import (
    ActorNote,
    Criterion,
    CriterionKind,
    Dossier,
    DossierInvitation,
    DossierMessage,
    DossierTask,
    Envelope,
    LetterKind,
    Level,
    Party,
    Review,
)
from subsidies.models.board import put_on
from tests.factories import (
    ActorFactory,
    ExpertFactory,
    UserFactory,
)
from tests.subsidies.dossier_factories import DossierFactory, DossierPersonFactory
from tests.subsidies.factories import CallFactory, MeasureFactory
from tests.subsidies.money_factories import AgreementFactory, PaymentFactory, ReportPictureFactory
from tests.subsidies.question_factories import QuestionFactory
from tests.subsidies.sending_cast import DossierFileFactory, SentCopyFactory


def dossier_of(actor: Actor) -> dict[str, dict[str, Any]]:
    """A dossier of ``actor``: of the choir one that the board decides on, of the draft a concept that cannot be sent yet."""
    phase, summary = ("agenda", "Dansen.") if actor.is_public else ("concept", "")
    call = CallFactory(measure=MeasureFactory(level=Level.ECRU), asks_budget=True)
    QuestionFactory(call=call, section="plan")
    dossier = DossierFactory(actor=actor, at=phase, summary=summary, call=call)
    step = "van-agenda" if actor.is_public else "indienen"
    one = {"pk": dossier.pk}
    seat = DossierPersonFactory(dossier=dossier, user=UserFactory(), actor=ActorFactory())
    invitation = DossierInvitation.objects.create(dossier=DossierFactory(), actor=actor)
    note = ActorNote.objects.create(actor=actor, words="Ze zoeken een zaal.", stamp=f"notitie-{actor.slug}")
    letter = write_letter(dossier, LetterKind.GRANTED, at=timezone.now())
    return {
        "my-dossier": one,
        "my-dossier-step": {**one, "step": step},
        "my-dossier-section": {**one, "section": "plan"},
        "my-dossier-complete": one,
        "my-dossier-people": one,
        "my-dossier-person": {**one, "person": seat.pk},
        "my-dossier-invitation": {"pk": invitation.pk},
        "my-dossier-budget": one,
        "my-dossier-budget-table": one,
        **sent_with(dossier),
        "dossier-move": one,
        "contact-actor": {"slug": actor.slug},
        "contact-note": {"pk": note.pk},
        "my-dossier-letter": {**one, "letter": letter.pk},
        **meeting_of(dossier, known=actor.is_public),
    }


def meeting_of(dossier: Dossier, *, known: bool) -> dict[str, dict[str, Any]]:
    """The meeting that decides about ``dossier``, its envelope and a letter; of the hidden one they do not exist."""
    if not known:
        nothing = {"pk": 0}
        point = {"pk": 0, "item": 0}
        return {
            "board-meeting": nothing,
            "board-point": point,
            "letter-text": {"kind": "geen"},
            "envelope-edit": nothing,
        }
    item = put_on(dossier, timezone.localdate())
    envelope = Envelope.objects.create(name="Eigen steun", amount="5000")
    return {
        "board-meeting": {"pk": item.meeting_id},
        "board-point": {"pk": item.meeting_id, "item": item.pk},
        "letter-text": {"kind": "weigering"},
        "envelope-edit": {"pk": envelope.pk},
    }


def sent_with(dossier: Dossier) -> dict[str, dict[str, Any]]:
    """A file of ``dossier``, what was sent of it, and its round."""
    file, copy = DossierFileFactory(dossier=dossier), SentCopyFactory(dossier=dossier)
    return {
        "my-dossier-file": {"pk": dossier.pk, "key": file.pk},
        "my-dossier-files": {"pk": dossier.pk},
        "my-dossier-sent": {"pk": dossier.pk, "version": copy.version},
        "desk-round": {"pk": dossier.call_id},
    }


def advice_about(actor: Actor, expert: User, token: str) -> dict[str, dict[str, Any]]:
    """A dossier of ``actor`` with messages, a task and a condition; of the choir ``expert`` is asked for advice, and did not declare yet."""
    public = actor.is_public
    dossier = DossierFactory(actor=actor, at="advies" if public else "concept")
    asked = expert.expert if public else ExpertFactory()
    review = Review.objects.create(
        dossier=dossier, expert=asked, asked_at=timezone.now(), token_hash=hashed(token)
    )
    other = Review.objects.create(dossier=dossier, expert=ExpertFactory())
    task = DossierTask.objects.create(dossier=dossier, what="Bel", party=Party.APPLICANT)
    message = DossierMessage.objects.create(
        dossier=dossier, words="Klopt het?", role=Party.APPLICANT, stamp=f"bericht-{dossier.pk}"
    )
    criterion = Criterion.objects.create(
        measure=dossier.call.measure, kind=CriterionKind.OTHER, text="Je werkt samen."
    )
    pk = {"pk": dossier.pk}
    return {
        "dossier-experts": pk,
        "dossier-review-again": {**pk, "review": review.pk},
        "dossier-message": pk,
        "dossier-message-settled": {**pk, "message": message.pk},
        "dossier-task": pk,
        "dossier-task-done": {**pk, "task": task.pk},
        "dossier-tick": {**pk, "criterion": criterion.pk},
        "dossier-help": pk,
        "my-review": {"pk": review.pk},
        "my-review-react": {"pk": review.pk, "other": other.pk},
        "review-link": {"token": token},
    }


def money_of(actor: Actor) -> dict[str, dict[str, Any]]:
    """A dossier of ``actor`` that is under way with an agreement, a report with a picture, and a batch that pays its advance."""
    dossier = DossierFactory(actor=actor, at="uitvoering")
    agreement = AgreementFactory(dossier=dossier)
    batch = PaymentFactory(instalment=agreement.instalments.get(position=1)).batch
    picture = ReportPictureFactory(report__dossier=dossier)
    return {
        "my-bank-account": {"pk": dossier.pk},
        "my-agreement": {"pk": dossier.pk},
        "my-report": {"pk": dossier.pk},
        "my-report-practice": {"pk": dossier.pk},
        "my-report-picture": {"pk": picture.pk},
        "dossier-money": {"pk": dossier.pk},
        "payment-batch": {"pk": batch.pk},
    }
