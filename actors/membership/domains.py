"""Does the e-mail address of a person fit the website of an actor? Then a claim goes first; an editor still decides."""

from urllib.parse import urlsplit

from actors.models import Actor, Municipality

SUFFIXES = frozenset(["be", "com", "org", "eu", "nl", "vlaanderen", "net", "info", "art", "brussels", "gent"])
SHORTEST_PATH = 3  # letters: “/nl” is still the front page
# Everybody can have an address or a page here, so it says nothing about who somebody is.
FREE_MAIL = frozenset(
    [
        "aol.com",
        "belgacom.net",
        "fastmail.com",
        "gmail.com",
        "gmx.be",
        "gmx.com",
        "gmx.net",
        "googlemail.com",
        "hey.com",
        "hotmail.be",
        "hotmail.com",
        "hotmail.fr",
        "hotmail.nl",
        "icloud.com",
        "kpnmail.nl",
        "live.be",
        "live.com",
        "live.nl",
        "mac.com",
        "mail.com",
        "mail.ru",
        "mailbox.org",
        "me.com",
        "msn.com",
        "outlook.be",
        "outlook.com",
        "outlook.fr",
        "pandora.be",
        "pm.me",
        "posteo.net",
        "proton.me",
        "protonmail.com",
        "proximus.be",
        "scarlet.be",
        "skynet.be",
        "telenet.be",
        "tutanota.com",
        "versateladsl.be",
        "voo.be",
        "web.de",
        "yahoo.be",
        "yahoo.com",
        "yahoo.fr",
        "ymail.com",
        "zeelandnet.nl",
        "ziggo.nl",
        "zoho.com",
    ]
)
PLATFORMS = frozenset(
    [
        "blogspot.be",
        "blogspot.com",
        "facebook.com",
        "github.io",
        "google.com",
        "instagram.com",
        "limburg.be",
        "linkedin.com",
        "linktr.ee",
        "linktree.com",
        "meetup.com",
        "tiktok.com",
        "tumblr.com",
        "vlaanderen.be",
        "webnode.be",
        "weebly.com",
        "wixsite.com",
        "wordpress.com",
        "youtube.com",
    ]
)


def fits(email: str, actor: Actor) -> bool:
    """Whether the address ``email`` can only be one of ``actor``.

    The part after @ is the host of its website or of its own address; or the website is the root of that host
    (``choir.be`` and ``mail.choir.be``). Not for free mail, for pages on somebody else's site, for a municipality, nor
    for a domain that another actor has too. Three queries at most.
    """
    domain = email.rpartition("@")[2].lower().strip(".")
    if not domain or domain in FREE_MAIL or registrable(domain) in FREE_MAIL | PLATFORMS:
        return False
    hosts = own_hosts(actor)
    fitting = {host for host in hosts if domain == host or is_under(domain, host)}
    return bool(fitting) and not any(is_shared(host, actor) for host in fitting)


def own_hosts(actor: Actor) -> set[str]:
    """The host of the website of ``actor``, if it has all of it, and that of its own address."""
    hosts = {actor.contact_email.rpartition("@")[2].lower()}
    try:
        parts = urlsplit(actor.website)
        if len(parts.path.strip("/")) < SHORTEST_PATH and not parts.query:
            hosts.add(bare(parts.hostname or ""))
    except ValueError:
        pass
    return hosts - {""}


def bare(host: str) -> str:
    """``host`` without ``www.``"""
    return host.lower().removeprefix("www.")


def registrable(host: str) -> str:
    """The part of ``host`` that somebody registered: for the endings that we know the last two words, else all of it."""
    words = host.split(".")
    return ".".join(words[-2:]) if words[-1] in SUFFIXES else host


def is_under(domain: str, host: str) -> bool:
    """Whether ``domain`` belongs to ``host``, which is the root of it."""
    return host == registrable(host) and registrable(domain) == host


def is_shared(host: str, actor: Actor) -> bool:
    """Whether ``host`` is a municipality's, or also leads to another actor; a root is shared with all under it."""
    name = registrable(host)
    if Municipality.objects.filter(slug=name.partition(".")[0]).exists():
        return True
    others = Actor.objects.exclude(pk=actor.pk)
    alike = others.filter(website__icontains=name) | others.filter(contact_email__iendswith=name)
    told = {
        place
        for website, email in alike.values_list("website", "contact_email")
        for place in (host_of(website), email.rpartition("@")[2].lower())
        if place
    }
    return host in told or (host == name and any(registrable(place) == name for place in told))


def host_of(website: str) -> str:
    """The host of a website; empty for what is none."""
    try:
        return bare(urlsplit(website).hostname or "")
    except ValueError:
        return ""
