"""The parts in which people keep the record of their own actor, each on a page of its own."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from .form import OwnForm
from .picture import PictureForm
from .where import ContactForm, WhereForm
from .who import StoppedForm, StoryForm, WhoForm
from .words import ForWhomForm


@dataclass(frozen=True)
class Section:
    """A part of the record: ``key`` stands in the address, ``template`` shows its questions."""

    key: str
    label: Any
    lead: Any
    form: type[OwnForm]
    template: str = "mine/edit_fields.html"


SECTIONS = [
    Section("wie", _("Who we are"), _("The names by which people know you."), WhoForm),
    Section(
        "verhaal",
        _("Our story"),
        _("What you tell here is what people read first."),
        StoryForm,
        "mine/edit_story.html",
    ),
    Section(
        "foto", _("Picture"), _("One good picture of what you do."), PictureForm, "mine/edit_picture.html"
    ),
    Section("waar", _("Where"), _("Where people find you."), WhereForm, "mine/edit_where.html"),
    Section(
        "voor-wie",
        _("What and for whom"),
        _("By these words people filter and find you. Choose what really fits."),
        ForWhomForm,
        "mine/edit_words.html",
    ),
    Section("contact", _("Contact"), _("How people reach you."), ContactForm),
    Section("gestopt", _("Stopped"), _("Did your organisation stop? Tell us here."), StoppedForm),
]


def section_at(key: str) -> Section | None:
    """The part at this address."""
    return next((section for section in SECTIONS if section.key == key), None)


def section_after(section: Section) -> Section | None:
    """The part that comes next; nobody is led to having stopped."""
    following = SECTIONS[SECTIONS.index(section) + 1 :]
    return following[0] if following and following[0].form is not StoppedForm else None
