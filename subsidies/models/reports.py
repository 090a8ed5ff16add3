"""The final report (*eindverslag*) in parts: what was done, who was reached, what was learned, and pictures."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actors.models import TargetGroup
from ecru.base.at_once import kept
from ecru.base.files.attachments import SentPicture
from projects.models import Practice

from .dossiers import Dossier

MOST_PICTURES = 8
MOST_PEOPLE = 1_000_000
TEXTS = ("done", "worked", "did_not_work", "watch_out")
REACHES = "groep-"  # before the key of a target group: the question how many of it took part


class FinalReport(models.Model):
    """What came of a dossier, in the words of who did it. It begins empty, and is saved as one goes."""

    dossier = models.OneToOneField(
        Dossier, models.CASCADE, related_name="final_report", verbose_name=_("dossier")
    )
    done = models.TextField(_("what you did"), blank=True)
    reached = models.PositiveIntegerField(_("how many people took part"), null=True, blank=True)
    worked = models.TextField(_("what worked"), blank=True)
    did_not_work = models.TextField(_("what did not work"), blank=True)
    watch_out = models.TextField(_("what somebody should watch who does the same"), blank=True)
    became = models.ForeignKey(
        Practice,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="reports",
        verbose_name=_("became this practice"),
    )
    saved_at = models.DateTimeField(_("saved on"), default=timezone.now)

    class Meta:
        verbose_name = _("final report")
        verbose_name_plural = _("final reports")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return str(self.dossier)

    @property
    def is_empty(self) -> bool:
        """Whether nobody wrote anything yet."""
        return self.reached is None and not any(getattr(self, name).strip() for name in TEXTS)

    def in_short(self) -> str:
        """The texts together, as the dossier keeps them."""
        pieces = (getattr(self, name).strip() for name in TEXTS)
        return "\n\n".join(piece for piece in pieces if piece)


class ReportReach(models.Model):
    """How many people of one target group took part."""

    report = models.ForeignKey(
        FinalReport, models.CASCADE, related_name="reaches", verbose_name=_("final report")
    )
    target_group = models.ForeignKey(
        TargetGroup, models.CASCADE, related_name="report_reaches", verbose_name=_("target group")
    )
    number = models.PositiveIntegerField(_("how many took part"))

    class Meta:
        verbose_name = _("people reached")
        verbose_name_plural = _("people reached")
        ordering = ["target_group__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "target_group"], name="reach_of_a_group_once"),
            models.CheckConstraint(condition=Q(number__lte=MOST_PEOPLE), name="reach_is_believable"),
        ]

    def __str__(self) -> str:
        return f"{self.target_group}: {self.number}"


class ReportPictureQuerySet(models.QuerySet["ReportPicture"]):
    """Questions about pictures of reports."""

    def of_person(self, user: Any) -> "ReportPictureQuerySet":
        """What ``user`` sent."""
        return self.filter(uploaded_by=user.pk).order_by("pk")


class ReportPicture(SentPicture):
    """A picture with a report, private: only who may see the dossier sees it."""

    report = models.ForeignKey(
        FinalReport, models.CASCADE, related_name="pictures", verbose_name=_("final report")
    )

    objects = ReportPictureQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture of a report")
        verbose_name_plural = _("pictures of reports")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "checksum"], name="report_has_a_picture_once")
        ]


def report_of(dossier: Dossier) -> FinalReport | None:
    """The final report of ``dossier``; None when nobody began it."""
    if (known := kept(dossier, "report")) is not None:
        return next(iter(known), None)
    return FinalReport.objects.filter(dossier=dossier).select_related("became").first()


def gaps_of(dossier: Dossier, report: FinalReport | None) -> list[tuple[str, Any]]:
    """What a report still lacks: the question with which it is mended, and the sentence."""
    report = report or FinalReport(dossier=dossier)
    asked = [
        ("done", _("Tell what you did.")),
        ("worked", _("Tell what worked.")),
        ("did_not_work", _("Tell what did not work. Others learn most from that.")),
    ]
    gaps: list[tuple[str, Any]] = [(name, said) for name, said in asked if not getattr(report, name).strip()]
    if report.reached is None:
        gaps.append(("reached", _("Fill in how many people took part.")))
    reaches = list(report.reaches.all()) if report.pk else []
    told = {one.target_group_id for one in reaches}
    if left := [group.pk for group in dossier.target_groups.all() if group.pk not in told]:
        said = _("Fill in how many people took part of each target group of your dossier.")
        gaps.append((f"{REACHES}{left[0]}", said))
    if more := [one for one in reaches if report.reached is not None and one.number > report.reached]:
        said = _("More people of one target group took part than there were people. Look at both numbers.")
        gaps.append((f"{REACHES}{more[0].target_group_id}", said))
    return gaps
