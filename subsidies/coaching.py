"""Counting back from a closing day: by when ECRU must have a file so that experts can read it in time.

The rule of issue 6: revision by experts takes three weeks. It stands here and nowhere else.
"""

from datetime import date, timedelta

REVISION = timedelta(weeks=3)


def revision_day(closes_on: date) -> date:
    """Before which day a file must be with ECRU, for who closes on ``closes_on``."""
    return closes_on - REVISION


def can_be_revised(closes_on: date, today: date) -> bool:
    """Whether that day is still to come. On the day itself it is too late: the file had to be there before."""
    return today < revision_day(closes_on)
