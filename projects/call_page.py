"""What the page of one call shows, and what it says to search engines."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from .matching import block_for
from .models import PartnerCall
from .permissions import acts_for, may_edit_call


def crumbs_to_calls() -> list[dict[str, str]]:
    """The way to a call."""
    return [
        {"name": _("Start"), "url": reverse("home")},
        {"name": _("Calls"), "url": reverse("call-list")},
    ]


def call_page(call: PartnerCall, user: Any) -> dict[str, Any]:
    """Everything that ``projects/call_detail.html`` takes; ``call`` comes from ``for_page``. A constant number of queries."""
    project = call.project if call.project and call.project.is_public else None
    return {
        "call": call,
        "actor": call.actor if call.actor.is_public else None,
        "project": project,
        "found": call.found if call.found and call.found.is_public else None,
        "may_edit": may_edit_call(user, call),
        "is_own": acts_for(user, call.actor),
        "blocks": [block_for(call)] if call.is_open else [],
        "structured": call_jsonld(call, settings.BASE_URL),
        "crumbs": crumbs_to_calls(),
        "section": "calls",
    }


def call_jsonld(call: PartnerCall, base_url: str) -> dict[str, Any]:
    """``call`` (from ``for_page``) in schema.org terms: a Demand for who seeks, an Offer for who offers."""
    url = base_url + call.get_absolute_url()
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Demand" if call.seeks else "Offer",
        "@id": url,
        "url": url,
        "name": call.name,
        "description": call.told,
        "availabilityEnds": call.closes_on.isoformat(),
        "areaServed": [place.name for place in call.municipalities.all()],
    }
    if call.actor.is_public and not call.seeks:
        data["offeredBy"] = {"@type": "Organization", "name": call.actor.name}
    return {key: value for key, value in data.items() if value}
