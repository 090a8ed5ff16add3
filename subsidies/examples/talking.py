"""What people say to each other about made-up dossiers, and what they still have to do."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from actors.models import Actor, User
from subsidies.accompanying.messaging import need_no_answer, say
from subsidies.accompanying.tasking import NewTask, do_task, give_task
from subsidies.figures.noting import Said as Noted
from subsidies.figures.noting import follow_up, note_contact
from subsidies.models import Party
from subsidies.models.figures import Contact

from .deeds import HOUR, Deed, day_of
from .walking import Walk

US, THEM = "wij", "zij"  # ECRU, and who asks for support


@dataclass(frozen=True)
class Said:
    """A message: about which plan, how many days ago, by whom, and the words. ``rests``: it needs no answer."""

    title: str
    ago: float
    who: str
    words: str
    internal: bool = False
    rests: bool = False


@dataclass(frozen=True)
class ToDo:
    """A task that ECRU gave: about which plan, how many days ago, whose, what, the days from now until it is due (below zero: late; None: no day)."""

    title: str
    ago: float
    party: Party
    what: str
    due: int | None = None
    done: float | None = None  # days ago


@dataclass(frozen=True)
class Met:
    """A contact moment: with which group, how many days ago, how, the words, and the days from now until ECRU looks again."""

    group: str
    ago: int
    how: Contact
    words: str
    again: int | None = None
    looked: int | None = None  # days ago


SAID = (
    Said("Zingen aan de schacht", 2.2, THEM, "Mogen we ook de huur van een piano vragen?"),
    Said("Zingen aan de schacht", 1.1, US, "Ja, dat mag. Zet de piano bij materiaal."),
    Said("Zingen aan de schacht", 1.0, THEM, "Dank je, dan dienen we snel in.", rests=True),
    Said("Het geheugen van het bos", 1.2, THEM, "Is alles goed aangekomen? We vonden de begroting moeilijk."),
    Said("Fanfare ontmoet rap", 3.2, THEM, "Moeten we elke rapper bij naam noemen?"),
    Said("Fanfare ontmoet rap", 2.1, US, "Nee. Zeg hoeveel het er zijn, en wie hen begeleidt."),
    Said("Nacht van de cité", 3.0, US, "Je aanvraag is in orde. Nu zoeken we twee experten. Dat duurt een tweetal weken."),
    Said("Dansen op het marktplein", 8.2, THEM, "Wat een goed nieuws! Wanneer krijgen we de overeenkomst?"),
    Said("Dansen op het marktplein", 7.1, US, "Proficiat. Je krijgt ze binnen twee weken."),
    Said("Dans zonder drempel", 4.2, THEM, "In de overeenkomst staat een verkeerde einddatum. Ons slotfeest komt later."),
    Said("Dans zonder drempel", 4.1, US, "Goed gezien. We maken een nieuwe overeenkomst, en sturen ze je op."),
    Said("Een lied per straat", 5.2, US, "De overeenkomst staat klaar. Teken ze en stuur ze terug."),
    Said("Een lied per straat", 3.2, THEM, "Onze voorzitter is op reis. Is volgende week ook goed?"),
    Said("Een lied per straat", 3.1, US, "Ja, geen probleem."),
    Said("Filmnacht in de loods", 22.0, US, "Het voorschot staat op jullie rekening. Veel plezier met de voorbereiding."),
    Said("Filmnacht in de loods", 9.0, THEM, "De loods is gehuurd. Kom je kijken? Dan houden we plaatsen vrij."),
    Said("Verhalen aan de toog", 6.0, US, "Het eindverslag is bijna nodig. Het mag kort zijn. Lukt het?"),
    Said("Verhalen aan de toog", 5.2, THEM, "Ja, we zijn begonnen. De laatste avond komt er nog bij.", rests=True),
    Said("Stemmen van de mijn", 10.2, THEM, "Het verslag is ingediend. De opnames mag je altijd komen beluisteren."),
    Said("Stemmen van de mijn", 9.2, US, "Dank je wel. We lezen het binnen twee weken."),
    Said("Stemmen van de mijn", 9.0, US, "Vraag bij het lezen zeker naar de opnames voor het archief.", internal=True),
    Said("Dialect in beeld", 1.0, US, "Een mooi verslag. We betalen het saldo met de volgende bundel."),
    Said("Mijnstad vertelt", 7.0, US, "Begin met het stuk over de partners. De rest volgt vanzelf."),
    Said("Theater op wielen", 2.2, THEM, "Lees je vooral het stuk over de doelgroep? Daar twijfelen we."),
    Said("Theater op wielen", 2.1, US, "Dat doen we. Je hoort ons voor het einde van de week."),
    Said("Koorreis langs zeven torens", 5.2, US, "Proficiat met de steun. Zeg het hier als jullie beginnen."),
    Said("Beats en brieven", 14.0, THEM, "Jammer. Weet je nog een ander fonds voor ons?"),
    Said("Beats en brieven", 12.1, US, "Ja, we zochten er twee. We bekijken ze samen op het jeugdhuis."),
    Said("Tuin der talen", 30.0, US, "Hoe loopt het in de tuin?"),
    Said("Tuin der talen", 28.0, THEM, "Goed. Er doen al veertien mensen mee, uit negen landen.", rests=True),
)  # fmt: skip
TO_DO = (
    ToDo("Dans zonder drempel", 4, Party.DESK, "Zet de nieuwe einddatum in de overeenkomst", -1),
    ToDo("Stemmen van de mijn", 9, Party.DESK, "Lees het eindverslag, en vraag naar de opnames", 3),
    ToDo("Mijnstad vertelt", 7, Party.DESK, "Zoek samen een partner in een derde gemeente"),
    ToDo("Beats en brieven", 12, Party.DESK, "Spreek af op het jeugdhuis", 6),
    ToDo("Een lied per straat", 3, Party.APPLICANT, "Bevestig het rekeningnummer van het koor", 4),
    ToDo("Filmnacht in de loods", 20, Party.APPLICANT, "Stuur de affiche met het logo van ECRU", -3),
    ToDo("Verhalen aan de toog", 6, Party.APPLICANT, "Kies twee foto's voor bij het eindverslag", 5),
    ToDo("Nacht van de cité", 8, Party.APPLICANT, "Bezorg de toelating van de gemeente", -5, 6),
)
MET = (
    Met("voorbeeld-koor-de-mijnlamp", 12, Contact.VISIT, "Op de repetitie geweest. Ze zoeken een zaal met een piano.", 2),
    Met("voorbeeld-buurthuis-de-linde", 33, Contact.MEETING, "Samen de begroting bekeken. Ze willen vaker met het koor werken.", -10, 9),
    Met("voorbeeld-jeugdhuis-zenit", 16, Contact.PHONE, "Ze zijn teleurgesteld over de weigering. Twee andere fondsen genoemd.", -1),
    Met("voorbeeld-leeskring-leopold", 27, Contact.VISIT, "De woordenavond bezocht. Een plan om elders over te doen."),
    Met("voorbeeld-theater-zonder-zaal", 5, Contact.MAIL, "Ze vragen wie er ervaring heeft met spelen in een wachtzaal."),
    Met("voorbeeld-drumgroep-roffel", 20, Contact.PHONE, "Ze vroegen nog nooit steun. Uitgelegd wat er kan.", 9),
)  # fmt: skip


def talk_of(walks: list[Walk], now: datetime) -> Iterator[Deed]:
    """Messages and tasks, each about the dossier of its plan."""
    known = {walk.plan.title: walk for walk in walks}
    for number, said in enumerate(SAID):
        at = now - timedelta(days=said.ago)
        yield Deed(at, partial(tell, known[said.title], said, number))
    for task in TO_DO:
        yield Deed(now - timedelta(days=task.ago), partial(ask_to_do, known[task.title], task, now))


def tell(walk: Walk, said: Said, number: int, at: datetime) -> None:
    """Says it."""
    by = walk.desk if said.who == US else walk.applicant
    stamp = f"voorbeeld-{number}"
    message = say(
        dossier=walk.dossier, by=by, words=said.words, stamp=stamp, is_internal=said.internal, at=at
    )
    if said.rests:
        need_no_answer(message=message, by=walk.desk, at=at + HOUR)


def ask_to_do(walk: Walk, task: ToDo, now: datetime, at: datetime) -> None:
    """Gives the task; one that is done was done."""
    until = None if task.due is None else day_of(now + timedelta(days=task.due))
    given = give_task(
        dossier=walk.dossier, by=walk.desk, task=NewTask(task.what, task.party, until=until), at=at
    )
    if task.done is not None:
        do_task(task=given, by=walk.applicant, at=now - timedelta(days=task.done))


def contacts_of(people: dict[str, tuple[Actor, User]], desk: User, now: datetime) -> Iterator[Deed]:
    """When ECRU met the groups."""
    for met in MET:
        yield Deed(now - timedelta(days=met.ago), partial(meet, people[met.group], desk, met, now))


def meet(group: tuple[Actor, User], desk: User, met: Met, now: datetime, at: datetime) -> None:
    """Writes it down; what ECRU looked at again is done."""
    actor, person = group
    again = None if met.again is None else day_of(now + timedelta(days=met.again))
    said = Noted(met.how, day_of(at), met.words, f"voorbeeld {met.words}", person, again)
    note = note_contact(actor=actor, by=desk, said=said)
    if met.looked is not None:
        follow_up(note=note, by=desk, now=now - timedelta(days=met.looked))
