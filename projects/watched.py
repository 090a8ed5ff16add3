"""What people can save of what actors do together."""

from django.utils.translation import gettext_lazy as _

from ecru.base.saved.records import Savable, savable

from .models import PartnerCall, Practice, Project

savable(Savable("practice", _("Practices"), Practice.objects.visible_to))
savable(Savable("project", _("Projects"), Project.objects.visible_to))
savable(Savable("call", _("Calls"), PartnerCall.objects.visible_to))
