"""The cultural field as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActorsConfig(AppConfig):
    """People, municipalities, actors and the words that describe them."""

    name = "actors"
    verbose_name = _("Cultural field")
