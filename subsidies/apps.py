"""Support and dossiers as a Django app."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SubsidiesConfig(AppConfig):
    """Support measures, and the dossiers that ask for them."""

    name = "subsidies"
    verbose_name = _("Support")

    def ready(self) -> None:
        """Makes known of which records the history is kept, and what this app adds to other pages and to what answers needs."""
        import_module("subsidies.remembering")
        import_module("subsidies.finding.heard")
        import_module("subsidies.panels")
        import_module("subsidies.parts")
