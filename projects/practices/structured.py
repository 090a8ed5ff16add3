"""A practice as structured data for search engines (schema.org); no personal data (rule 2)."""

from collections.abc import Iterable
from typing import Any

from actors.models import Actor
from projects.models import Practice

MAKER = "ECRU"


def practice_jsonld(practice: Practice, makers: Iterable[Actor], base_url: str) -> dict[str, Any]:
    """``practice`` (from ``for_page()``) as an article; ``base_url`` makes addresses absolute."""
    url = base_url + practice.get_absolute_url()
    groups = (practice.target_groups, practice.disciplines, practice.themes)
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Article",
        "@id": url,
        "url": url,
        "mainEntityOfPage": url,
        "headline": practice.name,
        "abstract": practice.told,
        "articleBody": "\n\n".join(
            filter(None, [practice.told, practice.approach, practice.results, practice.did_not_work])
        ),
        "inLanguage": practice.language,
        "image": f"{url}kaart.png",
        "datePublished": practice.published_at.date().isoformat() if practice.published_at else "",
        "dateModified": practice.updated_at.date().isoformat(),
        "keywords": [term.name for terms in groups for term in terms.all()],
        "contentLocation": [
            {"@type": "Place", "name": place.name} for place in practice.municipalities.all()
        ],
        "author": [
            {"@type": "Organization", "name": actor.name, "url": base_url + actor.get_absolute_url()}
            for actor in makers
        ]
        or [{"@type": "Organization", "name": MAKER, "url": f"{base_url}/"}],
        "publisher": {"@type": "Organization", "name": MAKER, "url": f"{base_url}/"},
    }
    return {key: value for key, value in data.items() if value}
