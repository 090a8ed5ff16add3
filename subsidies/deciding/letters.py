"""Letters to who asks for support, in Dutch: the language of the administration. The regisseur keeps their sentences.

A text has named blanks such as ``{titel}``. What is filled in is never read as a blank again, so nothing that somebody typed
fills itself in.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, override

from ecru.base.printing import printed
from ecru.base.templatetags.ecru import euro
from subsidies.models import Dossier, DossierLetter, LetterKind, LetterText, Outcome
from subsidies.permissions import runs_dossiers

DUTCH = "nl"
BLANK = re.compile(r"\{([^{}]*)\}")
KIND_BY_OUTCOME: dict[str, LetterKind] = {
    Outcome.GRANTED: LetterKind.GRANTED,
    Outcome.REFUSED: LetterKind.REFUSED,
    Outcome.INADMISSIBLE: LetterKind.INADMISSIBLE,
}
FILES = "bijlagen"  # the part of a dossier with its files
EVERYWHERE = ("aanvrager", "titel", "nummer", "ronde", "datum", "gevraagd")
BLANKS: dict[str, tuple[str, ...]] = {
    LetterKind.GRANTED: (*EVERYWHERE, "bedrag", "motivering"),
    LetterKind.REFUSED: (*EVERYWHERE, "motivering", "beroep"),
    LetterKind.INADMISSIBLE: (*EVERYWHERE, "motivering", "beroep"),
    LetterKind.COMPLETE: (*EVERYWHERE, "onderdelen", "tot", "reden"),
    LetterKind.APPEAL: (),
}
NEEDED: dict[str, tuple[str, ...]] = {
    LetterKind.GRANTED: ("bedrag", "motivering"),
    LetterKind.REFUSED: ("motivering", "beroep"),
    LetterKind.INADMISSIBLE: ("motivering", "beroep"),
    LetterKind.COMPLETE: ("onderdelen", "tot", "reden"),
    LetterKind.APPEAL: (),
}
TITLES: dict[str, str] = {
    LetterKind.GRANTED: "Je krijgt steun",
    LetterKind.REFUSED: "Je krijgt geen steun",
    LetterKind.INADMISSIBLE: "Je aanvraag is niet ontvankelijk",
    LetterKind.COMPLETE: "Vul je aanvraag aan",
}
NOT_CHECKED = "Let op: een jurist keek dit stuk nog niet na. Ben je niet zeker? Vraag het aan ECRU."
WORDS: dict[str, str] = {
    LetterKind.GRANTED: """Beste

Je vroeg steun voor “{titel}”. Het bestuur van ECRU besliste op {datum}: je krijgt {bedrag}.

Waarom?
{motivering}

Wat nu? We sturen je een overeenkomst. Teken ze en stuur ze terug. Daarna kun je beginnen.""",
    LetterKind.REFUSED: """Beste

Je vroeg steun voor “{titel}”. Het bestuur van ECRU besliste op {datum}: je krijgt geen steun.

Waarom?
{motivering}

Niet akkoord?
{beroep}""",
    LetterKind.INADMISSIBLE: """Beste

Je vroeg steun voor “{titel}”. ECRU kan je aanvraag niet behandelen.

Waarom?
{motivering}

Niet akkoord?
{beroep}""",
    LetterKind.COMPLETE: """Beste

Je vroeg steun voor “{titel}”. We keken je aanvraag na. Er ontbreekt nog iets.

Wat vragen we?
{reden}

Deze delen staan weer open: {onderdelen}. Je hebt tijd tot {tot}. Dien daarna opnieuw in op het platform.""",
    LetterKind.APPEAL: """Vraag eerst uitleg aan ECRU, op info@ecru.be. We leggen je uit hoe het bestuur besliste.

Je mag de stukken van je dossier inkijken. Je vraagt dat aan ECRU. Je krijgt antwoord binnen 20 dagen. Weigert ECRU, dan kun je binnen 30 dagen naar de Vlaamse beroepsinstantie voor openbaarheid: openbaarheid@vlaanderen.be.

Je kunt ook naar een rechter stappen. Welke dat is en binnen welke termijn, vraag je best zo snel mogelijk aan een jurist.""",
}


def words_of(kind: str) -> str:
    """The sentences of ``kind``: those of the regisseur, or else those of the code."""
    text = text_of(kind)
    return text.words if text else WORDS[kind]


def text_of(kind: str) -> LetterText | None:
    """The text of ``kind`` as the regisseur wrote it; None as long as that of the code holds."""
    return LetterText.objects.filter(kind=kind).first()


def keep_text(*, by: Any, kind: str, words: str, checked_on: date | None = None) -> LetterText:
    """Keeps the sentences of ``kind``. Raises ``PermissionDenied``, and ``ValueError`` for blanks that are wrong."""
    if not runs_dossiers(by):
        raise PermissionDenied
    if faults := faults_in(kind, words):
        raise ValueError(*faults)
    values = {"words": words, "checked_on": checked_on}
    return LetterText.objects.update_or_create(kind=kind, defaults=values)[0]


def faults_in(kind: str, words: str) -> list[str]:
    """What is wrong with the blanks of a text, in sentences; empty when nothing is."""
    found = set(BLANK.findall(words))
    unknown, lost = sorted(found - set(BLANKS[kind])), [name for name in NEEDED[kind] if name not in found]
    said = [gettext("We do not know the blank {%(name)s}.") % {"name": name} for name in unknown]
    said += [gettext("The letter cannot do without the blank {%(name)s}.") % {"name": name} for name in lost]
    if "{" in (rest := BLANK.sub("", words)) or "}" in rest:
        said.append(gettext("A brace is not closed. Write a blank as {titel}."))
    return said


def filled(words: str, values: Mapping[str, str]) -> str:
    """``words`` with every blank filled in, once."""
    return BLANK.sub(lambda blank: values.get(blank[1], blank[0]), words)


def appeal() -> str:
    """How to appeal. Until a lawyer checked it, it says so."""
    text = text_of(LetterKind.APPEAL)
    words = text.words if text else WORDS[LetterKind.APPEAL]
    return words if text and text.checked_on else f"{words}\n\n{NOT_CHECKED}"


def values_for(dossier: Dossier, at: datetime, reason: str) -> dict[str, str]:
    """What goes in the blanks, in the language that is active."""
    call, until = dossier.call, dossier.reopened_until
    day = dossier.meeting_on or timezone.localdate(at)
    return {
        "aanvrager": dossier.actor.name,
        "titel": dossier.title,
        "nummer": dossier.number or "",
        "ronde": (call.name or call.measure.name) if call else "",
        "datum": date_format(day, "j F Y"),
        "gevraagd": euro(dossier.requested),
        "bedrag": euro(dossier.granted),
        "motivering": dossier.motivation,
        "beroep": appeal(),
        "onderdelen": "; ".join(part_name(dossier, name) for name in dossier.reopened),
        "tot": date_format(timezone.localtime(until), "j F Y, H:i") if until else "",
        "reden": reason,
    }


def part_name(dossier: Dossier, name: str) -> str:
    """A part of ``dossier``, in words: a section of its form by its title and its questions, as the round asks them."""
    section = next((one for one in dossier.sections if one.opens == name), None)
    if section is not None:
        asked = ", ".join(f"“{question.told}”" for question in section.questions)
        return f"{section.title}: {asked}" if section.is_named else asked
    if name == FILES:
        return gettext("the attachments")
    known = {field.name: field for field in Dossier._meta.get_fields()}
    return str(getattr(known.get(name), "verbose_name", name))


def write_letter(dossier: Dossier, kind: LetterKind, *, at: datetime, reason: str = "") -> DossierLetter:
    """Writes the letter of ``kind`` about ``dossier`` as it is now, and files it. Inside the transaction of the step."""
    with override(DUTCH):
        values = values_for(dossier, at, reason)
        facts: dict[str, Any] = {
            "to": [dossier.actor.name],
            "date": date_format(timezone.localtime(at), "j F Y"),
            "facts": [
                ["Dossier", " ".join(filter(None, (values["nummer"], dossier.title)))],
                ["Ronde", values["ronde"]],
                ["Gevraagd", values["gevraagd"]],
                *([["Toegekend", values["bedrag"]]] if kind == LetterKind.GRANTED else []),
            ],
            "body": filled(words_of(kind), values),
            "signed": ["Namens ECRU", "de regisseur"],
            "footer": f"ECRU {values['nummer']}".strip(),
            "places": [place.slug for place in dossier.municipalities.all()],
            "of": "van",
        }
    return DossierLetter.objects.create(
        dossier=dossier, kind=kind, title=TITLES[kind], facts=facts, sent_at=at
    )


def letter_pdf(letter: DossierLetter) -> bytes:
    """The letter on paper: the same bytes whenever it is asked, as long as the template stays."""
    with override(DUTCH):
        return printed("print/letter.typ", letter.facts, title=letter.title, at=letter.sent_at)


def example_pdf(kind: str, words: str, at: datetime) -> bytes:
    """A letter with ``words`` and invented facts, to see before anybody gets one."""
    values = {name: f"[{name}]" for name in BLANKS[kind]} | {"beroep": appeal()}
    facts = {
        "to": ["[aanvrager]"],
        "date": date_format(timezone.localtime(at), "j F Y"),
        "facts": [["Dossier", "[nummer] [titel]"]],
        "body": filled(words, values),
        "signed": ["Namens ECRU", "de regisseur"],
        "footer": "ECRU",
        "places": [],
        "of": "van",
    }
    with override(DUTCH):
        return printed("print/letter.typ", facts, title=TITLES.get(kind, "Voorbeeld"), at=at)
