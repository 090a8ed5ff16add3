"""Who may open which page: every route of the portal, by name. A new route is added here first.

PUBLIC      anyone, without signing in
SIGNED_IN   anyone with an account; the page itself may ask for more
STAFF       people with access to the admin
"""

PUBLIC, SIGNED_IN, STAFF = "public", "signed in", "staff"

AUDIENCES: dict[str, str] = {
    "admin": STAFF,
    "live": PUBLIC,
    "ready": PUBLIC,
}
