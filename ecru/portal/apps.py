"""The roof as a Django app."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Home, pages about the portal, health, and the commands that reach every app."""

    name = "ecru.portal"
    label = "portal"
    verbose_name = "ECRU"
