"""Practices, projects and moments as a Django app."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    """What actors do together, and what they learned from it."""

    name = "projects"
    verbose_name = _("Practices and projects")

    def ready(self) -> None:
        """Makes known what this app adds to the pages of actors and to people's own start page."""
        import_module("projects.panels")
