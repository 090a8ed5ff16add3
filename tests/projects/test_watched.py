"""Who asked for news of calls, practices and projects hears of what is new, of what changed, and of what is back."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from ecru.base.models import OutgoingMail
from projects.models import Stage
from tests.actors.alert_cast import at_once, news, sent, wants_news
from tests.factories import PartnerCallFactory, PracticeFactory, ProjectFactory

pytestmark = pytest.mark.django_db


def now_says(record: Any, **changes: Any) -> list[OutgoingMail]:
    """The mails that follow when ``record`` changes so; the mail server takes them."""
    known = {mail.pk for mail in news()}
    for name, value in changes.items():
        setattr(record, name, value)
    record.save()
    at_once()
    fresh = [mail for mail in news() if mail.pk not in known]
    sent()
    return fresh


def test_a_call_is_told_again_when_it_opens_again_and_when_its_last_day_moves() -> None:
    call = PartnerCallFactory(title="Podium gezocht")
    wants_news("", directory="oproepen")
    assert not now_says(call, closed_at=timezone.now()), "what closes is no news"
    [back] = now_says(call, closed_at=None)
    assert "Podium gezocht" in back.body
    assert "Terug." in back.body
    [longer] = now_says(call, closes_on=call.closes_on + timedelta(days=7))
    assert "Gewijzigd." in longer.body
    assert not now_says(call), "nothing changed"


def test_a_practice_is_told_again_when_it_is_proven() -> None:
    practice = PracticeFactory(title="Zingende straat")
    wants_news("", directory="praktijken")
    [proven] = now_says(practice, proven_on=timezone.localdate())
    assert "Gewijzigd." in proven.body
    assert not now_says(practice, title="Zingende straten"), "other words are no news"


@pytest.mark.parametrize("stage", [Stage.RUNNING, Stage.DONE])
def test_a_project_is_told_again_when_it_is_further_and_not_when_it_stops(stage: Stage) -> None:
    project = ProjectFactory(title="Samen op straat", stage=Stage.IDEA)
    wants_news("", directory="projecten")
    [further] = now_says(project, stage=stage)
    assert "Samen op straat" in further.body
    assert f"Gewijzigd. {project.get_stage_display()}" in further.body
    assert not now_says(project, stage=Stage.STOPPED)


@pytest.mark.parametrize(
    ("directory", "make"),
    [("oproepen", PartnerCallFactory), ("praktijken", PracticeFactory), ("projecten", ProjectFactory)],
)
def test_what_is_new_is_told_once_the_mail_was_sent(directory: str, make: Callable[..., Any]) -> None:
    wants_news("", directory=directory)
    make(title="Hier is iets nieuws")
    at_once()
    at_once()
    [mail] = news()
    assert "Hier is iets nieuws" in mail.body
    assert not [mail for mail in news() if mail.sent_at], "nobody sent it yet"
    sent()
    at_once()
    assert len(news()) == 1
