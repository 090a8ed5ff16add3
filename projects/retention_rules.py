"""How long we keep what about volunteers, and about who shares practices."""

from django.utils.translation import gettext_lazy as _

from ecru.base.retention import Rule, register

from .calling.daily import KEPT as CALL_LINKS_KEPT
from .calling.daily import forget_questions
from .matching.putting_away import forget_put_away
from .models.not_relevant import KEPT as KEPT_NOT_RELEVANT
from .models.volunteers import KEPT
from .sharing.ending import KEPT as DRAFTS_KEPT
from .sharing.ending import forget_drafts
from .volunteering import forget_requests

register(
    Rule(
        "volunteers",
        what=_("Profiles of volunteers"),
        data=_("your first name, what you like to do, when, where, and your languages"),
        why=_("So that associations can ask you for help (your consent). Stop, and nobody sees it any more."),
        who=_("people who are signed in and act for an organisation"),
        keeps=_("as long as you agree"),
        order=13,
    )
)
register(
    Rule(
        "volunteer-requests",
        what=_("Requests to volunteers"),
        data=_("who asked whom for what and when, and the answer"),
        why=_("To bring the question and the answer to each other (what you asked us)."),
        who=_("who asks and who is asked"),
        keeps=KEPT,
        forget=forget_requests,
        order=33,
    )
)
register(
    Rule(
        "calls",
        what=_("Projects and calls"),
        data=_(
            "who of an organisation made them, changed their state, or asked and answered about working together"
        ),
        why=_("So that organisations find each other, and know who said yes (public interest)."),
        who=_("who acts for the organisation, and the editors"),
        keeps=_(
            "as long as the page exists; without your name once your account is gone. Answers to calls are questions, and "
            "go with those."
        ),
        order=34,
    )
)
register(
    Rule(
        "practice-drafts",
        what=_("Drafts of practices"),
        data=_("what you write for your organisation, with pictures and files, and who of you began it"),
        why=_("To let you write at your own pace (what you asked us). We mail a month before a draft goes."),
        who=_("who acts for the organisations that make it, and the editors"),
        keeps=DRAFTS_KEPT,
        forget=forget_drafts,
        order=34,
    )
)
register(
    Rule(
        "call-questions",
        what=_("Links to answer about a call"),
        data=_("which call we asked about, when, and the answer; never who pressed"),
        why=_("So that a link works once (what you asked us)."),
        who=_("nobody"),
        keeps=CALL_LINKS_KEPT,
        forget=forget_questions,
        order=35,
    )
)
register(
    Rule(
        "not-relevant",
        what=_("Suggestions that were put away"),
        data=_("which suggestion does not fit which organisation, and who said so"),
        why=_("So that we do not suggest it again (what you asked us)."),
        who=_("people who act for that organisation; nobody sees who said so"),
        keeps=KEPT_NOT_RELEVANT,
        forget=forget_put_away,
        order=34,
    )
)
register(
    Rule(
        "practices",
        what=_("Practices that show"),
        data=_(
            "who shared it, who sent its files and pictures, and who agreed for an organisation to be named"
        ),
        why=_("To know who may change it and whom we can ask about it (our task)."),
        who=_("the editors"),
        keeps=_("as long as the practice shows; without your name from the day you delete your account"),
        order=35,
    )
)
