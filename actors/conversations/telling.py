"""The mails of a conversation. They come from the portal: no address of one side stands in a mail to the other."""

from collections.abc import Callable

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from actors.mail_kinds import CONVERSATION, MESSAGE, QUESTION, QUESTION_FOR_EDITORS, REPORT_HANDLED
from actors.models import Conversation, ConversationKind, Message, Outcome, Participant, Side
from actors.models.conversations import LANGUAGE
from ecru.base.outbox.kinds import MailKind
from ecru.base.outbox.posting import Letter, post
from ecru.base.outbox.readers import language_of

from .keys import give_link, link_of


def occasion(conversation: Conversation, what: str) -> str:
    """The key of a mail about ``conversation``."""
    return f"conversation-{conversation.pk}-{what}"


def tell(participant: Participant, what: str, make: Callable[[Participant], Letter]) -> None:
    """Posts one letter to a participant, in the language of that person, once per ``what``."""
    with override(language_of(participant.address, otherwise=participant.language)):
        post(occasion(participant.conversation, f"{what}-{participant.pk}"), make(participant))


def tell_team(conversation: Conversation, what: str, make: Callable[[Conversation], Letter]) -> None:
    """Posts one letter to the mailbox of the editors."""
    with override(LANGUAGE):
        post(occasion(conversation, f"{what}-editors"), make(conversation))


def letter(participant: Participant, subject: str, *parts: str, kind: MailKind = CONVERSATION) -> Letter:
    """A letter with the link of ``participant`` under it. Answers to the mail itself go to the editors."""
    return Letter(
        to=participant.address,
        subject=subject,
        body="\n\n".join(filter(None, [_("Hello"), *parts, way_on(participant)])),
        why=why(participant),
        reply_to=settings.EDITORS_EMAIL,
        kind=kind.slug,
    )


def way_on(participant: Participant) -> str:
    """Where to go on, and that the link is for one person."""
    text = _(
        "Go on here, without signing in:\n%(link)s\n\nThis link is yours alone. Do not answer this mail: then only the "
        "editors of ECRU read it."
    )
    return text % {"link": link_of(participant)}


def why(participant: Participant) -> str:
    """Why this person gets the mail."""
    conversation = participant.conversation
    if participant.side == Side.ASKER:
        if conversation.is_report:
            return _("You get this mail because you left this address with your report.")
        if conversation.is_call:
            return _("You get this mail because you answered a call on ECRU.")
        return _("You get this mail because you asked a question on ECRU.")
    if participant.user is None:
        return _("You get this mail because you are in the list of ECRU with this address.")
    if participant.side == Side.EXPERT:
        return _("You get this mail because you are an expert on ECRU.")
    return _("You get this mail because you answer for %(name)s on ECRU.") % {
        "name": conversation.record_name
    }


# --- The question -------------------------------------------------------------------------------------------------


def to_confirm(participant: Participant) -> Letter:
    """Asks whether the address is theirs. Without any words of who asked: nobody mails a text of theirs through us."""
    if participant.conversation.is_call:
        return call_to_confirm(participant)
    name = {"name": participant.conversation.record_name}
    text = _(
        "Somebody wrote a question to %(name)s on ECRU, with this e-mail address. Was that you? Open the link below, "
        "read your question, and press “Send my question”.\n\n"
        "Was it not you? Then do nothing. After seven days we throw the question away."
    )
    return Letter(
        to=participant.address,
        subject=_("Is this your question for %(name)s?") % name,
        body="\n\n".join([_("Hello"), text % name, link_of(participant)]),
        why=_("You get this mail because somebody asked a question with this address."),
        reply_to=settings.EDITORS_EMAIL,
        kind=CONVERSATION.slug,
    )


def call_to_confirm(participant: Participant) -> Letter:
    """The same for who answers a call."""
    about = {"name": participant.conversation.record_name, "title": participant.conversation.subject}
    text = _(
        "Somebody answered a call of %(name)s on ECRU with this e-mail address: “%(title)s”. Was that you? Open the link "
        "below, read your answer, and press “Send my answer”.\n\n"
        "Was it not you? Then do nothing. After seven days we throw the answer away."
    )
    return Letter(
        to=participant.address,
        subject=_("Is this your answer to a call?"),
        body="\n\n".join([_("Hello"), text % about, link_of(participant)]),
        why=_("You get this mail because somebody answered a call with this address."),
    )


def report_to_confirm(participant: Participant) -> Letter:
    """Asks whether the address is theirs, without any words of who told us something."""
    name = {"name": participant.conversation.record_name}
    text = _(
        "Somebody told us that something is not right about %(name)s on ECRU, with this e-mail address. Was that you? Open "
        "the link below and press “This is my address”. Then you hear from us what we did with it.\n\n"
        "Was it not you? Then do nothing. After seven days we forget this address."
    )
    return Letter(
        to=participant.address,
        subject=_("Did you tell us something about %(name)s?") % name,
        body="\n\n".join([_("Hello"), text % name, link_of(participant)]),
        why=_("You get this mail because somebody left this address with a report."),
        reply_to=settings.EDITORS_EMAIL,
        kind=CONVERSATION.slug,
    )


def the_question(participant: Participant) -> Letter:
    """The question, to who was asked."""
    conversation = participant.conversation
    name = {"name": conversation.record_name}
    if conversation.is_call:
        told = {"who": who_asks(conversation), "title": conversation.subject}
        intro = _("%(who)s answers your call “%(title)s”:") % told
        subject = _("An answer to your call “%(title)s”") % told
        return letter(participant, subject, intro, first_words(conversation), kind=QUESTION)
    intro = _("%(who)s asks %(name)s a question through ECRU:") % {"who": who_asks(conversation), **name}
    return letter(
        participant, _("A question for %(name)s") % name, intro, first_words(conversation), kind=QUESTION
    )


def question_for_team(conversation: Conversation) -> Letter:
    """The question, to the editors: the team was asked, or nobody else can be reached."""
    name = {"name": conversation.record_name}
    if conversation.kind == ConversationKind.TEAM:
        subject, intro = _("A question for the team"), _("%(who)s asks the team a question:")
    elif conversation.is_call:
        subject = _("An answer to a call of %(name)s, without an address") % name
        intro = _("%(who)s answers a call of %(name)s. We know nobody there to pass it on to:")
    else:
        subject = _("A question for %(name)s, without an address") % name
        intro = _("%(who)s asks %(name)s a question. We know nobody there to pass it on to:")
    told = intro % {"who": who_asks(conversation), **name}
    return team_letter(conversation, subject, told, first_words(conversation))


def team_letter(conversation: Conversation, subject: str, *parts: str) -> Letter:
    """A letter to the editors, with where they go on, signed in."""
    way = settings.BASE_URL + reverse("my-conversation", args=[conversation.pk])
    return Letter(
        to=settings.EDITORS_EMAIL,
        subject=subject,
        body="\n\n".join([_("Hello"), *parts, _("Answer it or pass it on:\n%(link)s") % {"link": way}]),
        why=_("You get this mail because you keep the field of ECRU."),
        kind=QUESTION_FOR_EDITORS.slug,
    )


def who_asks(conversation: Conversation) -> str:
    """The name of who asked, with the organisation."""
    return ", ".join(filter(None, [conversation.asker_name, conversation.organisation]))


def first_words(conversation: Conversation) -> str:
    """What was asked."""
    first = conversation.messages.in_order().first()
    return first.text if first else ""


# --- The answer ---------------------------------------------------------------------------------------------------


def the_message(message: Message) -> Callable[[Participant], Letter]:
    """What somebody said, to the other side."""

    def make(participant: Participant) -> Letter:
        name = {"name": message.author_name}
        if participant.side == Side.ASKER:
            subject = _("Answer from %(name)s") % name
        else:
            subject = _("A new message in your conversation")  # the team sees subjects, and no names
        return letter(participant, subject, _("%(name)s wrote:") % name, message.text, kind=MESSAGE)

    return make


def message_for_team(message: Message) -> Callable[[Conversation], Letter]:
    """What who asked said more, to the team that answers."""

    def make(conversation: Conversation) -> Letter:
        name = {"name": message.author_name}
        told = _("%(name)s wrote:") % name
        return team_letter(conversation, _("Another message from %(name)s") % name, told, message.text)

    return make


def no_answer_yet(participant: Participant) -> Letter:
    """That nobody answered for two weeks, and what we do."""
    name = {"name": participant.conversation.record_name}
    if participant.conversation.with_team:
        text = _("You asked a question two weeks ago. There is no answer yet. We still have it before us.")
    else:
        text = _(
            "You asked %(name)s a question two weeks ago. There is no answer yet. The team of ECRU sees this too.\n\n"
            "You can write again, ask the team to read along, or ask somebody else."
        )
    return letter(participant, _("No answer yet from %(name)s") % name, text % name)


def nobody_answers(participant: Participant) -> Letter:
    """That who was asked is gone, with the words of who asked: the link to the conversation works no more."""
    first = participant.conversation.messages.in_order().first()
    text = _(
        "The expert whom you asked a question does not take part in ECRU any more. So nobody answers it, and the "
        "conversation is gone.\n\nDo you still want to know? Ask the team of ECRU:\n%(link)s\n\nThis was your question:"
    )
    link = settings.BASE_URL + reverse("ask-team")
    return Letter(
        to=participant.address,
        subject=_("Nobody answers your question any more"),
        body="\n\n".join([_("Hello"), text % {"link": link}, first.text if first else ""]),
        why=why(participant),
        reply_to=settings.EDITORS_EMAIL,
        kind=CONVERSATION.slug,
    )


def became_of_report(participant: Participant) -> Letter:
    """What became of a report, with the words of who handled it."""
    conversation = participant.conversation
    if conversation.outcome == Outcome.SOLVED:
        text = _("You told us that something was not right about %(name)s. We changed it. Thank you.")
    else:
        text = _(
            "You told us that something was not right about %(name)s. We looked at it, and we change nothing."
        )
    name = {"name": conversation.record_name}
    last = conversation.messages.exclude(side=Side.ASKER).last()
    words = last.text if last is not None and conversation.last_side != Side.ASKER else ""
    return letter(
        participant, _("Your report about %(name)s") % name, text % name, words, kind=REPORT_HANDLED
    )


# --- Passing on ---------------------------------------------------------------------------------------------------


def an_offer(participant: Participant) -> Letter:
    """Asks an expert to answer; who asked stays unnamed until the expert says yes."""
    text = _(
        "Somebody asked the team of ECRU a question that fits what you know. Will you answer it? Open the link to say "
        "yes or no. After seven days without an answer it goes back to the team.\n\nThe question:"
    )
    subject = _("Will you answer a question?")
    return letter(participant, subject, text, first_words(participant.conversation))


def an_expert_answers(name: str) -> Callable[[Participant], Letter]:
    """Tells who asked which expert answers."""

    def make(participant: Participant) -> Letter:
        text = _(
            "You asked the team of ECRU a question. %(name)s is going to answer it. You get the answer by mail."
        )
        told = {"name": name}
        return letter(participant, _("%(name)s answers your question") % told, text % told)

    return make


def came_back(conversation: Conversation) -> Letter:
    """Tells the team that an expert cannot answer, or did not react."""
    text = _("The expert does not answer this question. It waits for you again.")
    return team_letter(conversation, _("A question came back"), text, first_words(conversation))


# --- Consent, abuse, links ----------------------------------------------------------------------------------------


def team_reads(participant: Participant) -> Letter:
    """Tells the other side that the team was asked to read along."""
    text = _(
        "The other side of your conversation asked the team of ECRU to read along. From now on the team can read all "
        "messages, and help you both. The other side can stop that at any time."
    )
    return letter(participant, _("The team reads along"), text)


def team_left(participant: Participant) -> Letter:
    """Tells the other side that the team reads no more."""
    text = _("The team of ECRU does not read your conversation any more.")
    return letter(participant, _("The team reads along no more"), text)


def team_is_asked(conversation: Conversation) -> Letter:
    """Tells the team that somebody wants help."""
    text = _("Somebody in a conversation about %(name)s asks you to read along.") % {
        "name": conversation.record_name
    }
    return team_letter(conversation, _("Somebody asks you to read along"), text)


def may_it_be_public(participant: Participant) -> Letter:
    """Asks the other side whether the answer may become public."""
    text = _(
        "The other side of your conversation wants to help others with this question and answer. We would show both on "
        "ECRU, without the name of who asked. The team looks at the texts first. Is that all right for you? You can "
        "change your mind later."
    )
    return letter(participant, _("May this answer become public?"), text)


def abuse_decided(participant: Participant, accepted: bool, answer: str) -> Letter:
    """Tells who reported abuse what the team did."""
    if accepted:
        text = _(
            "We read the conversation that you reported. We stopped it: nobody can write in it any more."
        )
    else:
        text = _("We read the conversation that you reported. We leave it as it is.")
    return letter(participant, _("Your report of abuse"), text, answer)


def new_link(participant: Participant) -> Letter:
    """The link once more, after the one before ended."""
    text = _("Here is a new link to your conversation. The one before works no more.")
    return letter(participant, _("Your new link"), text)


@transaction.atomic
def renew(*, participant: Participant) -> None:
    """Mails a new link to the same person; the one before works no more at once."""
    fresh = give_link(participant)
    tell(fresh, f"link-{fresh.nonce}", new_link)
