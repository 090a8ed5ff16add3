"""Practices, projects and moments as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    """What actors do together, and what they learned from it."""

    name = "projects"
    verbose_name = _("Practices and projects")
