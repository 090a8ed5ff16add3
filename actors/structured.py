"""Actors as structured data for search engines (schema.org); no personal data (rule 2)."""

from typing import Any

from .models import Actor, Expert

TYPES = {
    "museum": "Museum",
    "bibliotheek": "Library",
    "amateurkunst": "PerformingGroup",
    "kunstenorganisatie": "PerformingGroup",
    "gemeentebestuur": "GovernmentOrganization",
    "gemeentelijke-dienst": "GovernmentOrganization",
    "projectvereniging": "GovernmentOrganization",
    "overheid": "GovernmentOrganization",
    "vereniging": "NGO",
    "zelforganisatie": "NGO",
    "armoedeorganisatie": "NGO",
    "onderwijsinstelling": "EducationalOrganization",
    "academie": "EducationalOrganization",
    "kennisinstelling": "EducationalOrganization",
    "site": "Place",
    "cultuurcentrum": "PerformingArtsTheater",
    "kunstenaar": "Person",
}


def actor_jsonld(actor: Actor, base_url: str) -> dict[str, Any]:
    """``actor`` (from ``for_page()``) in schema.org terms; ``base_url`` makes addresses absolute."""
    kind = TYPES.get(actor.kind.slug, "Organization")
    url = base_url + actor.get_absolute_url()
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": kind,
        "@id": url,
        "url": url,
        "name": actor.name,
        "alternateName": [*actor.other_names, *actor.former_names],
        "description": actor.description,
    }
    if actor.municipality:
        data["address"] = {
            "@type": "PostalAddress",
            "addressLocality": actor.municipality.name,
            "addressCountry": actor.municipality.country,
        }
    if kind not in {"Person", "Place", "Museum", "Library", "PerformingArtsTheater"}:
        data["areaServed"] = [place.name for place in actor.active_in.all()]
        data["knowsAbout"] = [term.label for term in (*actor.disciplines.all(), *actor.themes.all())]
        if actor.parent and actor.parent.is_public:
            data["parentOrganization"] = {"@type": "Organization", "name": actor.parent.name}
    if actor.website:
        data["sameAs"] = [actor.website]
    if actor.kbo_number:
        data["identifier"] = {"@type": "PropertyValue", "propertyID": "KBO", "value": actor.kbo_number}
    return {key: value for key, value in data.items() if value}


def expert_jsonld(expert: Expert, base_url: str) -> dict[str, Any]:
    """``expert`` (from ``for_page()``) in schema.org terms: an organisation, or a person who agreed to be shown."""
    url = base_url + expert.get_absolute_url()
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Organization" if expert.actor else "Person",
        "@id": url,
        "url": url,
        "name": expert.name,
        "description": expert.can_tell,
        "knowsAbout": [topic.label for topic in expert.topics.all()],
        "knowsLanguage": [language.slug for language in expert.languages.all()],
    }
    if expert.actor:
        data["areaServed"] = [place.name for place in expert.active_in.all()]
        data["sameAs"] = [base_url + expert.actor.get_absolute_url()]
        data["makesOffer"] = [
            {"@type": "Offer", "itemOffered": {"@type": "Service", "name": offer.label}}
            for offer in expert.offers.all()
        ]
    return {key: value for key, value in data.items() if value}
