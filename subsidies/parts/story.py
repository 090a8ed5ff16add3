"""The first part of every dossier: who asks, what for, where and how much."""

from django.utils.translation import gettext as _

from ecru.base.templatetags.ecru import euro

from ..models import Dossier
from ..sheets import Sheet, sheet


@sheet
def story_sheet(dossier: Dossier) -> Sheet:
    """Who asks, what for, where, for whom and how much; and the story itself. Prefetch what ``for_page`` does."""
    measure = dossier.asked_measure
    facts = [
        [_("Who asks"), dossier.actor.name],
        [_("Support"), measure.name if measure else ""],
        [_("Giver"), dossier.giver],
        [_("Asked"), euro(dossier.requested)],
        [_("Where"), ", ".join(place.name for place in dossier.municipalities.all())],
        [_("For whom"), ", ".join(group.name for group in dossier.target_groups.all())],
        [_("Project"), dossier.project.title if dossier.project else ""],
    ]
    known = [[name, str(words)] for name, words in facts if words]
    texts = [[_("What you want to do, and why"), dossier.summary]] if dossier.summary.strip() else []
    return Sheet("verhaal", _("What it is about"), known, texts, order=10)
