"""Makers of agreements, payments and reports for tests."""

from datetime import timedelta
from typing import Any

import factory
from django.core.files.base import ContentFile
from django.utils import timezone
from factory.django import DjangoModelFactory

from subsidies.models import Agreement, FinalReport, Instalment, Payment, PaymentBatch, ReportPicture
from tests.material_factories import small_picture
from tests.subsidies.dossier_factories import DossierFactory


class AgreementFactory(DjangoModelFactory):
    """A signed agreement about € 3 000, with both instalments."""

    class Meta:
        model = Agreement
        skip_postgeneration_save = True

    dossier = factory.SubFactory(DossierFactory, at="uitvoering")
    amount, advance, balance = "3000", "2400", "600"
    starts_on = factory.LazyFunction(timezone.localdate)
    signed_on = factory.LazyFunction(timezone.localdate)
    ends_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=365))
    report_due_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=400))

    @factory.post_generation
    def parts(self, create: bool, _extracted: Any, **_kwargs: Any) -> None:
        """Both instalments."""
        if create:
            for number, what in enumerate(("voorschot", "saldo"), 1):
                Instalment.objects.create(agreement=self, position=number, what=what)


class PaymentBatchFactory(DjangoModelFactory):
    """A batch of today."""

    class Meta:
        model = PaymentBatch

    execution_on = factory.LazyFunction(timezone.localdate)
    stamp = factory.Sequence(lambda n: f"klik {n}")


class PaymentFactory(DjangoModelFactory):
    """An instalment at the bank."""

    class Meta:
        model = Payment

    batch = factory.SubFactory(PaymentBatchFactory)
    instalment: Any = None
    amount = "2400"
    iban = "BE71096123456769"
    holder = "Zangkoor vzw"
    reference = factory.Sequence(lambda n: f"2026-{n:04d}-voorschot")


class FinalReportFactory(DjangoModelFactory):
    """A report in which little is written yet."""

    class Meta:
        model = FinalReport

    dossier = factory.SubFactory(DossierFactory, at="uitvoering")
    done = "We dansten."


class ReportPictureFactory(DjangoModelFactory):
    """A picture with a report."""

    class Meta:
        model = ReportPicture

    report = factory.SubFactory(FinalReportFactory)
    original = factory.LazyFunction(lambda: ContentFile(small_picture(), name="feest.webp"))
    alt = "Twee mensen dansen."
    checksum = factory.Sequence(lambda n: f"{n:064x}")
