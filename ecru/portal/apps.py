"""The roof as a Django app."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """Home, pages about the portal, health, and the commands that reach every app."""

    name = "ecru.portal"
    label = "portal"
    verbose_name = _("Searching")

    def ready(self) -> None:
        """Lets the page of where support is missing hear what was searched for in vain."""
        import_module("ecru.portal.gaps")
