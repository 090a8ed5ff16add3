"""Settings about people and how they sign in; ``settings.py`` takes all of them over, and reads the environment for them."""

from typing import Any
from urllib.parse import urlsplit

LOOPBACK = {"localhost", "127.0.0.1", "::1"}
EID = "urn:be:vlaanderen:authmech:eid"  # signing in with an identity card, at ACM/IDM
NEVER_ASKED = "rrn"  # the national register number is none of our business

AUTH_USER_MODEL = "actors.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "my"
REGISSEUR_REDIRECT_URL = "dossier-today"  # the day of who runs the network
LOGOUT_REDIRECT_URL = "home"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# What happens after a proof of who somebody is, and the second step, are allauth's; see docs/decisions/0011-signing-in.md.
ACCOUNT_ADAPTER = "actors.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an account exists only for an address that was proven
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "dashed": False, "length": 6}
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip,600/h/ip",
    "login_failed": "20/5m/ip,5/5m/key",  # passwords, and codes of the second step
    "ask_code": "20/15m/ip,3/5m/key,15/d/key",  # mails with a code
    "try_code": "60/15m/ip,5/d/key",  # the key is one code: five tries, then it is worth nothing
    "openid": "20/m/ip",
    "plain_words": "90/m/key",  # hints while writing; the key is one account
}
MFA_ADAPTER = "actors.accounts.adapter.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "ECRU"
MFA_TOTP_TOLERANCE = 1  # a phone may be half a minute wrong

# Counts for the rate limits, the same for every worker; its table comes with the migrations of actors.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "ecru_cache",
        "KEY_FUNCTION": "ecru.base.guard.unreadable_key",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}


def openid_connect(env: Any, *, local: bool, problems: list[str]) -> dict[str, Any]:
    """The provider of OpenID Connect from the environment; empty when there is none. Notes in ``problems`` what is wrong.

    All four of OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET and OIDC_NAME, or none. The issuer speaks HTTPS; only on a
    laptop (``local``) it may be this machine itself.
    """
    given = {
        "OIDC_ISSUER": env.str("OIDC_ISSUER", default="").strip(),
        "OIDC_CLIENT_ID": env.str("OIDC_CLIENT_ID", default="").strip(),
        "OIDC_CLIENT_SECRET": env.str("OIDC_CLIENT_SECRET", default="").strip(),
        "OIDC_NAME": env.str("OIDC_NAME", default="").strip(),
    }
    scopes = env.str("OIDC_SCOPES", default="openid profile vo").split()
    strong = [word.strip() for word in env.str("OIDC_STRONG_ACR", default=EID).split(",") if word.strip()]
    if not any(given.values()):
        return {}
    problems += [
        f"{name} is missing, and the other OIDC settings are there" for name in given if not given[name]
    ]
    if given["OIDC_ISSUER"] and not is_sound_issuer(given["OIDC_ISSUER"], local=local):
        problems.append("OIDC_ISSUER must be an address that starts with https://, without a query")
    if "openid" not in scopes or NEVER_ASKED in scopes:
        problems.append("OIDC_SCOPES must hold openid, and never rrn")
    return {
        "issuer": given["OIDC_ISSUER"].rstrip("/"),
        "client_id": given["OIDC_CLIENT_ID"],
        "secret": given["OIDC_CLIENT_SECRET"],
        "name": given["OIDC_NAME"],
        "scopes": scopes,
        "strong": strong,
    }


def is_sound_issuer(address: str, *, local: bool) -> bool:
    """Whether ``address`` can be that of a provider."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return False
    safe = parts.scheme == "https" or (local and parts.scheme == "http" and host in LOOPBACK)
    return (
        safe and bool(host) and not (parts.query or parts.fragment or set(parts.netloc) & set("{}*;, '\"@"))
    )


def origin_of(address: str) -> str:
    """The scheme and host of ``address``, for the content security policy."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
