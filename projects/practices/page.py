"""What the page of one practice shows, for the page itself and for its preview."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ecru.base.at_once import put_at_hand
from ecru.base.by_keys import ByKeys
from ecru.base.edition import remembered
from projects.matching import blocks_for
from projects.models import Collection, Practice, PracticeActor, Region
from projects.models.subjects import SUBJECTS
from projects.permissions import may_prove
from projects.sharing.reading import FIELDS, as_asked

from .belongings import has
from .proving import PLACES
from .spread import Spread, spread_of
from .structured import practice_jsonld

PAGES = ByKeys(Practice.objects.published().for_bare_page(), "slug")
MAKERS = ByKeys(PracticeActor.objects.agreed().with_names(), "practice")


def practice_page(practice: Practice, user: Any) -> dict[str, Any]:
    """Everything that ``projects/practice_detail.html`` takes; ``practice`` has its relations at hand, as ``for_page`` or ``with_subjects`` gives it."""
    makers = shown_makers(practice)
    spread = spread_of(practice)
    return {
        "practice": practice,
        "regions": regions_of(practice, makers),
        "tongue": "" if practice.language == get_language() else practice.language,
        "crumbs": practice_crumbs(),
        "makers": makers,
        "spread": spread,
        "pictures": list(practice.pictures.public()) if has(practice, "pictures") else [],
        "files": list(practice.files.public()) if has(practice, "files") else [],
        "collections": list(Collection.objects.published().holding(practice))
        if has(practice, "collections")
        else [],
        "blocks": blocks_for(practice, {"practice": _("Here you can weave on"), "actor": ""}),
        "structured": practice_jsonld(practice, [maker.actor for maker in makers], settings.BASE_URL),
        "own_reuses": own_reuses(spread, user),
        "judging": judging(practice, spread) if may_prove(user) else None,
        "section": "practices",
    }


def practice_preview(practice: Practice, user: Any) -> dict[str, Any]:
    """What the page will show once the editors accept what its makers want: changes, files and pictures too. Never save it."""
    wanted = as_asked(practice)
    for name in practice.ahead.keys() & FIELDS:
        if name in SUBJECTS:
            words: Any = Practice._meta.get_field(name).related_model
            put_at_hand(practice, name, list(words._default_manager.filter(pk__in=wanted[name])))
        else:
            setattr(practice, name, wanted[name])
    material = {
        "pictures": list(practice.pictures.all()),
        "files": [file for file in practice.files.all() if file.is_ready],
    }
    return {**practice_page(practice, user), **material, "judging": None}


def practice_crumbs(practice: Practice | None = None) -> list[dict[str, str]]:
    """The way to ``practice``, or to a page beside all of them."""
    way = [
        {"name": _("Start"), "url": reverse("home")},
        {"name": _("What works"), "url": reverse("practice-list")},
    ]
    return [*way, {"name": practice.name, "url": practice.get_absolute_url()}] if practice else way


def shown_makers(practice: Practice) -> list[PracticeActor]:
    """Who made it, of whom everyone may see the page; one query."""
    return [maker for maker in MAKERS.found([practice.pk]) if maker.actor.is_public]


def regions_of(practice: Practice, makers: Iterable[PracticeActor]) -> list[Region]:
    """The partner region in which it was done, and those in other countries for which ``makers`` stand; from memory."""
    acting = {maker.actor_id for maker in makers}
    return [
        region
        for region in every_region()
        if region.pk == practice.region_id or (region.is_abroad and region.actor_id in acting)
    ]


@remembered(Region._meta.label_lower)
def every_region() -> list[Region]:
    """All partner regions, by name; one query when one changed."""
    return list(Region.objects.order_by("name"))


def own_reuses(spread: Spread, user: Any) -> set[int]:
    """The keys of the reuses that ``user`` may change: those of an actor that they act for."""
    return {reuse.pk for reuse in spread.reuses if reuse.may_be_changed_by(user)}


def judging(practice: Practice, spread: Spread) -> dict[str, Any]:
    """What an editor needs to mark it as proven: in how many places it worked for others, and whether that is enough."""
    worked = {reuse.municipality_id for reuse in spread.reuses if reuse.went != reuse.HowItWent.BADLY}
    return {"places": len(worked), "needed": PLACES, "enough": len(worked) >= PLACES and practice.is_public}
