"""Who may do what with the records of the field: plain predicates, asked by views, templates and the admin alike."""

from typing import Any

from .models import Role


def may_keep_field(user: Any) -> bool:
    """Editors, the regisseur and superusers keep actors, municipalities and vocabularies."""
    return bool(getattr(user, "keeps_the_field", False))


def may_manage_roles(user: Any) -> bool:
    """The regisseur and superusers give roles; editors do everything in the admin but that (domain, "People")."""
    if not may_keep_field(user):
        return False
    return user.is_superuser or Role.REGISSEUR in user.roles


def may_see_gallery(user: Any) -> bool:
    """Who keeps the field may look at the style gallery."""
    return may_keep_field(user)


def may_export_addresses(user: Any) -> bool:
    """Who gives roles may take e-mail addresses out in a table; for editors they stay in the records."""
    return may_manage_roles(user)
