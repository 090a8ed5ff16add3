"""The words in which support is described: short lists that editors keep, and choices that rules stand on."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ecru.base.models import Labelled, ShownQuerySet


class SupportForm(Labelled):
    """What somebody gets: a grant, a loan, a discount, room, material, guidance, a scholarship, a prize."""

    objects = ShownQuerySet.as_manager()

    class Meta(Labelled.Meta):
        verbose_name = _("form of support")
        verbose_name_plural = _("forms of support")


class LegalForm(Labelled):
    """As what somebody asks: a person, a group without a legal form, a non-profit association, a municipality."""

    objects = ShownQuerySet.as_manager()

    class Meta(Labelled.Meta):
        verbose_name = _("who may ask")
        verbose_name_plural = _("who may ask")


class Level(models.TextChoices):
    """Who stands behind a measure."""

    MUNICIPALITY = "gemeente", _("municipality")
    ECRU = "ecru", _("ECRU")
    PROVINCE = "provincie", _("province")
    FLANDERS = "vlaanderen", _("Flanders")
    FEDERAL = "federaal", _("federal")
    EUROPE = "europa", _("Europe")
    PRIVATE = "privaat", _("private")


class Area(models.IntegerChoices):
    """How wide a measure holds, the narrowest first: that is the order in which a person reads them."""

    PLACES = 1, _("only in these municipalities")
    NETWORK = 2, _("the ECRU municipalities")
    PROVINCE = 3, _("Limburg")
    FLANDERS = 4, _("Flanders")
    BELGIUM = 5, _("Belgium")
    BORDER = 6, _("the border region")
    EUROPE = 7, _("Europe")


class Certainty(models.TextChoices):
    """How sure a fact is."""

    SURE = "zeker", _("sure: the giver says so")
    DATED = "gedateerd", _("dated: it was so when the source was written")
    UNSURE = "onzeker", _("unsure: somebody has to check")


class Cumulation(models.TextChoices):
    """Whether it goes together with other support."""

    UNKNOWN = "", _("not known")
    ALLOWED = "mag", _("may be combined")
    PARTLY = "deels", _("may be combined with some")
    FORBIDDEN = "mag-niet", _("may not be combined")
