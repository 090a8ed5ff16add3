"""The mails about a request to a volunteer. None holds an address of one for the other without the volunteer's tick."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from ecru.base.outbox.posting import Letter, post
from projects.mail_kinds import VOLUNTEERS
from projects.models import VolunteerRequest


def details(request: VolunteerRequest) -> str:
    """What is asked, when and where."""
    said = {"what": request.what, "when": request.when, "where": request.where}
    return _("What: %(what)s\nWhen: %(when)s\nWhere: %(where)s") % said


def tell_volunteer(request: VolunteerRequest, token: str) -> None:
    """The request, with the link that answers it."""
    person = request.volunteer.user
    with override(person.language):
        link = settings.BASE_URL + reverse("volunteer-request", args=[token])
        text = _(
            "Hello %(name)s\n\n%(actor)s asks whether you want to lend a hand.\n\n%(details)s\n\n"
            "Say yes or no here, with or without a word of yours. You need give no reason:\n%(link)s\n\n"
            "They do not have your address. If you do nothing, the question ends by itself after 14 days."
        )
        said = {
            "name": request.volunteer.first_name,
            "actor": request.actor.name,
            "details": details(request),
            "link": link,
        }
        post(
            f"volunteer-request-{request.pk}-asked",
            Letter(
                to=person.email,
                subject=_("%(actor)s asks for your help") % said,
                body=text % said,
                why=_(
                    "You get this mail because you are a volunteer on ECRU. You can pause or stop in your profile."
                ),
                kind=VOLUNTEERS.slug,
            ),
        )


def tell_accepted(request: VolunteerRequest) -> None:
    """Tells who asked that the volunteer comes; with the volunteer's tick both get each other's way of contact."""
    tell_asker(request, accepted_text(request))
    if not request.shares_address:
        return
    person = request.volunteer.user
    with override(person.language):
        text = _(
            "Hello %(name)s\n\nYou said yes to %(actor)s. You can reach them here: %(way)s\n\n%(details)s\n\n"
            "They got your way of contact too, because you ticked that."
        )
        said = {
            "name": request.volunteer.first_name,
            "actor": request.actor.name,
            "way": request.contact_way,
            "details": details(request),
        }
        post(
            f"volunteer-request-{request.pk}-way",
            Letter(
                to=person.email,
                subject=_("How to reach %(actor)s") % said,
                body=text % said,
                why=_("You get this mail because you said yes to this question on ECRU."),
                kind=VOLUNTEERS.slug,
            ),
        )


def accepted_text(request: VolunteerRequest) -> str:
    """Good news."""
    if request.shares_address:
        way = _("You can reach %(name)s here: %(way)s")
        way %= {"name": request.volunteer.first_name, "way": request.volunteer.way}
    else:
        way = _("%(name)s does not share an address. Read below how you go on.")
        way %= {"name": request.volunteer.first_name}
    return _("Good news: %(name)s wants to help.") % {"name": request.volunteer.first_name} + f"\n\n{way}"


def refused_text(request: VolunteerRequest) -> str:
    """A kind no; a volunteer owes nobody a reason."""
    return _("%(name)s cannot help this time. That can happen. Perhaps somebody else can.") % {
        "name": request.volunteer.first_name
    }


def silent_text(request: VolunteerRequest) -> str:
    """That there was no answer."""
    return _(
        "%(name)s did not answer within 14 days, or stopped. We closed your question. Perhaps somebody else can help."
    ) % {"name": request.volunteer.first_name}


def tell_asker(request: VolunteerRequest, text: str) -> None:
    """Mails who asked, unless they left."""
    person = request.asked_by
    if person is None or not person.is_active:
        return
    word = _("A word of %(name)s:") % {"name": request.volunteer.first_name}
    parts = [
        _("Hello"),
        text,
        f"{word}\n{request.word}" if request.word else "",
        _("This was your question:"),
        details(request),
        settings.BASE_URL + reverse("volunteer-list"),
    ]
    post(
        f"volunteer-request-{request.pk}-{request.state}",
        Letter(
            to=person.email,
            subject=_("Answer to your question for %(actor)s") % {"actor": request.actor.name},
            body="\n\n".join(filter(None, parts)),
            why=_("You get this mail because you asked a volunteer on ECRU for help."),
            kind=VOLUNTEERS.slug,
        ),
    )
