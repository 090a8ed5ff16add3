"""The form with which somebody tells that something is not right about a measure."""

from django.utils.translation import gettext_lazy as _

from actors.forms.conversations import ReportForm
from actors.models import Fact


class CorrectionForm(ReportForm):
    """What is not right about a measure, and what it should be."""

    facts = (Fact.DATES, Fact.AMOUNT, Fact.WHO, Fact.TEXT, Fact.CONTACT, Fact.STOPPED, Fact.OTHER)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["text"].help_text = _(
            "Tell us what it should be, and where we can look it up: a web page, a letter, a telephone call."
        )
