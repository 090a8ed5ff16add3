"""Support and dossiers as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SubsidiesConfig(AppConfig):
    """Support measures, and the dossiers that ask for them."""

    name = "subsidies"
    verbose_name = _("Support")
