"""The ground floor as a Django app."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class BaseConfig(AppConfig):
    """Abstract models, text folding, directory machinery and template tags that serve every app."""

    name = "ecru.base"
    label = "base"
    verbose_name = _("Mail")

    def ready(self) -> None:
        """Lets every app register what it has; the ground floor knows none of them by name."""
        autodiscover_modules("mail_kinds", "daily_jobs", "retention_rules", "holdings", "watched")
        autodiscover_modules("checked_links")


class FieldAdminConfig(AdminConfig):
    """Django's admin with the portal's own site."""

    default = False
    default_site = "ecru.base.admin_site.FieldAdminSite"
