"""The cultural field as a Django app."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActorsConfig(AppConfig):
    """People, municipalities, actors and the words that describe them."""

    name = "actors"
    verbose_name = _("Cultural field")

    def ready(self) -> None:
        """Makes known what this app puts on the desk of the editors and on people's own start page."""
        import_module("actors.panels")
