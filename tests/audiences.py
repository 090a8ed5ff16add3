"""Who may open which page: every route of the portal, by name. A new route is added here first.

PUBLIC      anyone, without signing in
SIGNED_IN   anyone with an account; the page itself may ask for more
STAFF       people with access to the admin
"""

PUBLIC, SIGNED_IN, STAFF = "public", "signed in", "staff"

AUDIENCES: dict[str, str] = {
    "home": PUBLIC,
    "actor-list": PUBLIC,
    "actor-detail": PUBLIC,
    "actor-card": PUBLIC,
    "actor-feed": PUBLIC,
    "actor-map": PUBLIC,
    "actor-ask": PUBLIC,
    "actor-ask-thanks": PUBLIC,
    "actor-report": PUBLIC,
    "actor-report-thanks": PUBLIC,
    "expert-list": PUBLIC,
    "expert-detail": PUBLIC,
    "expert-card": PUBLIC,
    "expert-ask": PUBLIC,
    "expert-ask-thanks": PUBLIC,
    "expert-report": PUBLIC,
    "expert-report-thanks": PUBLIC,
    "municipality-list": PUBLIC,
    "municipality-detail": PUBLIC,
    "municipality-outlines": PUBLIC,
    "search": PUBLIC,
    "search-suggestions": PUBLIC,
    "about": PUBLIC,
    "accessibility": PUBLIC,
    "privacy": PUBLIC,
    "sign-in": PUBLIC,
    "media": PUBLIC,
    "robots": PUBLIC,
    "security-txt": PUBLIC,
    "sitemap-index": PUBLIC,
    "sitemap": PUBLIC,
    "health-live": PUBLIC,
    "health-ready": PUBLIC,
    "sign-out": SIGNED_IN,
    "my-actor": SIGNED_IN,
    "ask-team": PUBLIC,
    "ask-team-thanks": PUBLIC,
    "public-answer-list": PUBLIC,
    "public-answer": PUBLIC,
    "conversation": PUBLIC,
    "my-conversations": SIGNED_IN,
    "my-conversation": SIGNED_IN,
    "my-actor-questions": SIGNED_IN,
    "style": STAFF,
    "admin": STAFF,
}
