"""The credit transfer itself: what sepaxml makes, in our own name. Loaded by who makes one: it weighs five megabytes."""

from typing import Any

from django.utils import timezone
from sepaxml import SepaTransfer

from subsidies.models import PaymentBatch

SCHEMA = "pain.001.001.09"


class Order(SepaTransfer):
    """A transfer that carries our own name and moment, so that the books and the bank speak of the same thing."""

    def __init__(self, config: dict[str, Any], batch: PaymentBatch) -> None:
        self.batch = batch
        super().__init__(config, schema=SCHEMA, clean=True)

    def _create_header(self) -> None:
        super()._create_header()
        header = self._xml.find("CstmrCdtTrfInitn/GrpHdr")
        header.find("MsgId").text = self.batch.name
        made_at = timezone.localtime(self.batch.made_at)
        header.find("CreDtTm").text = made_at.strftime("%Y-%m-%dT%H:%M:%S")
