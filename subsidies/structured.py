"""A measure as structured data for search engines (schema.org)."""

from typing import Any

from .models import Level, Measure

PUBLIC_LEVELS = frozenset(Level) - {Level.PRIVATE}


def measure_jsonld(measure: Measure, base_url: str) -> dict[str, Any]:
    """``measure`` (from ``for_page()``) as a service; ``base_url`` makes addresses absolute."""
    url = base_url + measure.get_absolute_url()
    is_public = measure.level in PUBLIC_LEVELS
    giver = {
        "@type": "GovernmentOrganization" if is_public else "Organization",
        "name": measure.provider.name,
    }
    groups = [group.name for group in measure.target_groups.all()]
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "GovernmentService" if is_public else "Service",
        "@id": url,
        "url": url,
        "name": measure.name,
        "description": measure.told,
        "serviceType": [form.name for form in measure.forms.all()],
        "provider": giver,
        "areaServed": [place.name for place in measure.municipalities.all()],
        "audience": [{"@type": "Audience", "audienceType": group} for group in groups],
        "termsOfService": measure.source_url,
        "hoursAvailable": [
            {"@type": "OpeningHoursSpecification", "validThrough": call.closes_at.isoformat()}
            for call in measure.rounds
            if call.closes_at and call.days_left is not None and call.days_left >= 0
        ],
    }
    return {key: value for key, value in data.items() if value}
