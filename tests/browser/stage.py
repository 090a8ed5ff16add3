"""What the portal of the walks holds besides the facts: calls and dossiers as in a demonstration, and of every page about dossiers one.

Somebody else than the member of the demonstration acts for the made-up organisations, so that who walks begins with empty hands.
"""

import json
import secrets
import uuid
from datetime import timedelta
from decimal import Decimal
from io import StringIO
from typing import Any

from django.contrib.auth.models import Group
from django.core.management import call_command
from django.utils import timezone

from actors.models import Role, User
from ecru.base.spreadsheet import Table
from subsidies.accompanying.messaging import say
from subsidies.accompanying.tasking import NewTask, give_task
from subsidies.budgeting.saving import mark_of_plan, save_plan
from subsidies.dossiers import Beginning, begin
from subsidies.examples import make_examples
from subsidies.examples.cast import MEASURE
from subsidies.examples.plans import MARK
from subsidies.figures.past.columns import COLUMNS, headers
from subsidies.figures.past.keeping import receive
from subsidies.models import (
    BudgetLine,
    Call,
    CallDocument,
    Criterion,
    CriterionKind,
    Dossier,
    DossierFile,
    Envelope,
    Measure,
    Party,
    PaymentBatch,
    Question,
    Review,
    Side,
)
from subsidies.questioning.inviting import Wish, answer_invitation, invite

APPLICANT, ADVISER = "aanvrager", "adviseur"  # who plays only here, beside the people of the demonstration
PASSWORDS: dict[str, str] = {}


def known(role: Role) -> User:
    """Somebody of the demonstration."""
    return User.objects.get(email=f"{role.value}@demo.example")


def player(name: str, role: Role) -> User:
    """Somebody who plays only here."""
    PASSWORDS[name] = secrets.token_urlsafe(16)
    user = User.objects.create_user(f"{name}@demo.example", PASSWORDS[name], name=name.title())
    user.groups.set([Group.objects.get(name=role.value)])
    return user


def of(title: str) -> Dossier:
    """A made-up dossier."""
    return Dossier.objects.select_related("actor", "call").get(title=f"{MARK}{title}")


def acts_for(dossier: Dossier) -> User:
    """Who began it."""
    assert dossier.created_by_id
    return User.objects.get(pk=dossier.created_by_id)


def round_that_asks() -> Call:
    """An open round with a form in sections, a budget, documents and conditions."""
    measure, now = Measure.objects.get(slug=MEASURE), timezone.now()
    days = {"opens_at": now - timedelta(days=2), "closes_at": now + timedelta(days=30)}
    call = Call.objects.create(measure=measure, name="Voorbeeldronde met vragen", asks_budget=True, **days)
    words = {"help": "Vertel het als aan je buur.", "example": "Wij koken samen.", "most_words": 60}
    asked: list[dict[str, Any]] = [
        {"section": "plan", "section_title": "Jullie plan", "key": "waarom", "label": "Waarom?", **words},
        {"section": "plan", "key": "hoeveel", "label": "Hoeveel mensen doen mee?", "kind": "getal"},
        {"section": "plan", "key": "vzw", "label": "Zijn jullie een vzw?", "kind": "ja-nee"},
        {"section": "met-wie", "section_title": "Met wie", "key": "naam", "label": "Wie zijn jullie?"},
    ]
    for position, one in enumerate(asked):
        Question.objects.create(call=call, position=position, **one)
    CallDocument.objects.create(call=call, name="Statuten")
    text = "Je werkt samen met iemand uit een andere gemeente."
    Criterion.objects.create(measure=measure, kind=CriterionKind.OTHER_MUNICIPALITY, text=text)
    return call


def lines() -> list[BudgetLine]:
    """What a plan costs, and who pays."""
    return [
        BudgetLine(side=Side.COST, category="artiesten", words="Twee schilders", planned=1400),
        BudgetLine(side=Side.COST, category="materiaal", planned=900),
        BudgetLine(side=Side.INCOME, category="eigen", planned=300),
        BudgetLine(side=Side.INCOME, category="steun", giver="Stad Genk", answer="gevraagd", planned=500),
    ]


def in_the_making(desk: User, applicant: User) -> Dossier:
    """A dossier that is half written, with a budget, a file, messages, a task and a colleague from elsewhere."""
    choir, band = of("Zingen aan de schacht").actor, of("Fanfare ontmoet rap")
    told = Beginning(choir, f"{MARK}Kleuren van de cité", "kleuren", "We verven deuren.", round_that_asks())
    dossier = begin(by=applicant, beginning=told)
    seen = mark_of_plan([], dossier.requested)
    save_plan(dossier=dossier, by=applicant, lines=lines(), requested=Decimal(1500), seen=seen)
    DossierFile.objects.create(dossier=dossier, file="dossiers/plan.pdf", name="plan.pdf", kind="pdf", size=9, checksum="0" * 64, label="Plan")  # fmt: skip
    say(dossier=dossier, by=desk, words="Vertel je ook wie er meedoet?", stamp="vraag")
    say(dossier=dossier, by=desk, words="Bel hen vrijdag.", stamp="intern", is_internal=True)
    give_task(dossier=dossier, by=desk, task=NewTask("Vraag de zaal", Party.APPLICANT))
    asked = invite(dossier=dossier, by=applicant, actor=band.actor, wish=Wish())
    answer_invitation(invitation=asked, by=acts_for(band), yes=True)
    return dossier


def asked_of(adviser: User, title: str) -> Review:
    """The advice that was asked of ``adviser`` about a made-up dossier."""
    return Review.objects.asked_of(adviser).get(dossier=of(title))


def places() -> dict[str, str]:
    """The addresses of one of each, by the name that ``pages.py`` gives it."""
    desk, applicant = known(Role.REGISSEUR), player(APPLICANT, Role.MEMBER)
    adviser = player(ADVISER, Role.EXPERT)
    make_examples(desk=desk, member=applicant, expert=adviser)
    making = in_the_making(desk, applicant)
    band, board = of("Fanfare ontmoet rap"), of("Voorlezen in twaalf talen")
    asked = invite(dossier=band, by=acts_for(band), actor=making.actor, wish=Wish())
    meeting = board.agenda_items.get().meeting
    reviews = {"asked": "Kelderconcerten", "writing": "Theater op wielen", "given": "Toneel in de wachtzaal"}
    batch, envelope = PaymentBatch.objects.latest("pk"), Envelope.objects.shared().get()
    table = Table(headers(), [(2, [column.example for column in COLUMNS]), (3, ["?"] * len(COLUMNS))])
    run = receive(table=table, file_name="vroeger.csv", by=desk, key=uuid.uuid4())
    person, running = making.persons.get(), of("Verhalen aan de toog")
    return {
        "making": f"/mijn/dossiers/{making.pk}/",
        "person": f"/mijn/dossiers/{making.pk}/mensen/{person.pk}/",
        "round": f"/regie/rondes/{making.call_id}/",
        "invitation": f"/mijn/dossiers/uitnodiging/{asked.pk}/",
        "advised": f"/mijn/dossiers/{of('Toneel in de wachtzaal').pk}/",
        "tabled": f"/mijn/dossiers/{board.pk}/",
        "running": f"/mijn/dossiers/{running.pk}/",
        "reported": f"/mijn/dossiers/{of('Stemmen van de mijn').pk}/",
        "coached": f"/mijn/dossiers/{of('Theater op wielen').pk}/",
        "meeting": f"/bestuur/{meeting.pk}/",
        "meeting_change": f"/regie/vergaderingen/{meeting.pk}/",
        "money": f"/regie/betalingen/dossier/{running.pk}/",
        "batch": f"/regie/betalingen/{batch.pk}/",
        "run": run.get_absolute_url(),
        "actor": f"/regie/organisaties/{making.actor.slug}/",
        "envelope": f"/regie/potten/{envelope.pk}/",
        **{
            f"review_{name}": f"/mijn/adviezen/{asked_of(adviser, title).pk}/"
            for name, title in reviews.items()
        },
    }


def main() -> None:
    """Sets it up once, and prints where everything is and who plays along, as JSON."""
    call_command("demo_calls", stdout=StringIO())
    found = places()
    people = [
        {"role": name, "email": f"{name}@demo.example", "password": word} for name, word in PASSWORDS.items()
    ]
    print(json.dumps({"places": found, "accounts": people}))
