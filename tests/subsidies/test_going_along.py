"""Going along with a dossier: messages, tasks, the checklist, when ECRU must have it, and help of an expert."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from actors.accounts.panels import panels_for
from actors.models import Block, Conversation, User
from actors.models.experts import Availability
from ecru.base.models import OutgoingMail
from subsidies.accompanying import NewTask, ask_help, do_task, give_task, say, tick
from subsidies.advising import proposals
from subsidies.dossiers import Refused
from subsidies.holdings.advice import advice_export, advice_rows, forget
from subsidies.models import Criterion, CriterionKind, Dossier, DossierMessage, DossierTask
from subsidies.models.standing import end_of
from tests.actors.conftest import signed_in
from tests.actors.markup import text_of
from tests.factories import ExpertFactory, TopicFactory
from tests.subsidies.dossier_cast import Cast
from tests.subsidies.dossier_factories import DossierFactory, DossierPersonFactory
from tests.subsidies.factories import CallFactory, MeasureFactory

pytestmark = pytest.mark.django_db


def browser_of(user: User) -> Client:
    """Somebody who is signed in."""
    return signed_in(User.objects.get(pk=user.pk))


def fresh(user: User) -> User:
    """Without what was remembered."""
    return User.objects.get(pk=user.pk)


@pytest.fixture
def dossier(cast: Cast) -> Dossier:
    made = DossierFactory(actor=cast.choir, call=cast.call, title="Bal")
    sem = cast.sem
    DossierPersonFactory(dossier=made, user=sem, actor=sem.memberships.get().actor, place="leest")
    return made


# --- Messages -----------------------------------------------------------------------------------------------------


@pytest.mark.mail("dossier-message")
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_message_to_all_is_mailed_to_the_other_side_once(
    cast: Cast, dossier: Dossier, language: str
) -> None:
    User.objects.update(language=language)
    for _click in range(2):
        say(dossier=dossier, by=fresh(cast.nour), words=" Klopt de datum? ", stamp="een")
    mail = OutgoingMail.objects.get()
    words = {"nl": "Nour schreef over “Bal”:", "en": "Nour wrote about “Bal”:"}
    assert (mail.kind, mail.to) == ("dossier-message", cast.rachida.email)
    assert words[language] in mail.body
    assert "“Klopt de datum?”" in mail.body
    assert f"/mijn/dossiers/{dossier.pk}/#berichten" in mail.body


def test_all_read_a_message_and_only_ecru_an_internal_one(cast: Cast, dossier: Dossier) -> None:
    his, hers = browser_of(cast.rachida), browser_of(cast.nour)
    page = dossier.get_absolute_url()
    assert "Nog niemand schreef iets." in text_of(hers.get(page))
    his.post(f"{page}bericht/", {"words": "Bel me even.", "stamp": "a"})
    his.post(f"{page}bericht/", {"words": "Zwak plan.", "is_internal": "on", "stamp": "b"})
    assert [mail.to for mail in OutgoingMail.objects.all()] == [cast.nour.email]
    assert "Bel me even." in text_of(hers.get(page))
    assert "Zwak plan." not in text_of(hers.get(page))
    assert "Zwak plan." in text_of(his.get(page))
    hers.post(f"{page}bericht/", {"words": "Ik bel.", "is_internal": "on", "stamp": "c"})
    assert not DossierMessage.objects.get(words="Ik bel.").is_internal
    assert str(DossierMessage.objects.get(words="Ik bel.")) == "Nour: Ik bel."
    with pytest.raises(PermissionDenied):
        say(dossier=dossier, by=fresh(cast.nour), words="Geheim", stamp="d", is_internal=True)


def test_an_empty_or_too_long_message_comes_back(cast: Cast, dossier: Dossier) -> None:
    hers = browser_of(cast.nour)
    address = f"{dossier.get_absolute_url()}bericht/"
    assert "Schrijf een bericht." in text_of(hers.post(address, {"words": " "}))
    long = "x" * 5001
    assert long in hers.post(address, {"words": long}).content.decode()
    hers.post(address, {"words": "Zonder stempel."})
    assert DossierMessage.objects.count() == 1
    assert "Schrijf een bericht" in text_of(hers.get(address))
    with pytest.raises(Refused):
        say(dossier=dossier, by=fresh(cast.nour), words=" ", stamp="leeg")


@pytest.mark.parametrize(("who", "status"), [("ali", 404), ("piet", 403), ("sem", 302)])
def test_who_works_on_it_writes_and_others_do_not(cast: Cast, who: str, status: int) -> None:
    dossier = cast.dossier("ingediend")
    browser = browser_of(cast.people[who])
    assert (
        browser.post(f"{dossier.get_absolute_url()}bericht/", {"words": "Hallo", "stamp": "s"}).status_code
        == status
    )
    page = browser.get(dossier.get_absolute_url())
    assert status == 404 or ("Berichten" in text_of(page)) == (status == 302)


# --- Tasks --------------------------------------------------------------------------------------------------------


@pytest.mark.mail("dossier-task")
@pytest.mark.parametrize("language", ["nl", "en"])
def test_who_gets_a_task_is_mailed_with_the_date(cast: Cast, dossier: Dossier, language: str) -> None:
    User.objects.update(language=language)
    day = timezone.localdate() + timedelta(days=3)
    task = NewTask(" Zoek  een zaal ", "aanvrager", fresh(cast.nour), day)
    made = [give_task(dossier=dossier, by=fresh(cast.rachida), task=task) for _click in range(2)]
    assert made[0] == made[1]
    mail = OutgoingMail.objects.get()
    words = {"nl": "Doe het ten laatste op", "en": "Do it by"}
    assert (mail.kind, mail.to) == ("dossier-task", cast.nour.email)
    assert "“Zoek een zaal”" in mail.body
    assert words[language] in mail.body
    [panel] = [
        one
        for one in panels_for(fresh(cast.nour))
        if str(one.title) in {"Jouw taken in dossiers", "Your tasks in dossiers"}
    ]
    assert panel.ways[0].label == "Zoek een zaal (Bal)"


def test_a_task_is_written_down_shown_late_and_done_with_a_click(cast: Cast, dossier: Dossier) -> None:
    his, hers = browser_of(cast.rachida), browser_of(cast.nour)
    page = dossier.get_absolute_url()
    assert "Er staan geen taken open." in text_of(his.get(page))
    back = text_of(
        his.post(f"{page}taak/", {"what": "Stuur de begroting", "who": "niemand", "until": "gisteren"})
    )
    assert "Kies wie het doet." in back
    assert "Dit is geen dag." in back
    assert "Stuur de begroting" in his.post(f"{page}taak/", {"what": "Stuur de begroting"}).content.decode()
    assert "Deze dag is voorbij" in text_of(
        his.post(f"{page}taak/", {"what": "x", "who": "ecru", "until": "2020-01-01"})
    )
    his.post(f"{page}taak/", {"what": "Stuur de begroting", "who": f"aanvrager:{cast.nour.pk}"})
    his.post(f"{page}taak/", {"what": "Lees het na", "who": "ecru"})
    task = DossierTask.objects.get(what="Stuur de begroting")
    DossierTask.objects.filter(pk=task.pk).update(due_at=end_of(timezone.localdate() - timedelta(days=1)))
    seen = text_of(hers.get(page))
    assert "Stuur de begroting" in seen
    assert "Te laat" in seen
    assert "Lees het na" not in seen
    own = DossierTask.objects.get(what="Lees het na")
    assert hers.post(f"{page}taak/{own.pk}/gedaan/").status_code == 403
    for _click in range(2):
        assert hers.post(f"{page}taak/{task.pk}/gedaan/").status_code == 302
    task.refresh_from_db()
    assert task.done_by == cast.nour
    assert "Eerder gedaan" in text_of(hers.get(page))


def test_a_turn_of_the_table_is_not_a_task_to_settle(cast: Cast, dossier: Dossier) -> None:
    turn = dossier.open_tasks().get()
    his = browser_of(cast.rachida)
    assert his.post(f"{dossier.get_absolute_url()}taak/{turn.pk}/gedaan/").status_code == 404
    with pytest.raises(PermissionDenied):
        do_task(task=turn, by=fresh(cast.rachida))


def test_an_applicant_gives_tasks_to_the_own_side_only(cast: Cast, dossier: Dossier) -> None:
    nour = fresh(cast.nour)
    made = give_task(dossier=dossier, by=nour, task=NewTask("Bel de zaal", "aanvrager"))
    assert not OutgoingMail.objects.filter(to=nour.email).exists()
    for party, owner in (("ecru", None), ("aanvrager", fresh(cast.ali))):
        with pytest.raises(PermissionDenied):
            give_task(dossier=dossier, by=nour, task=NewTask("Doe dit", party, owner))
    with pytest.raises(PermissionDenied):
        do_task(task=made, by=fresh(cast.ali))
    assert do_task(task=made, by=nour)
    assert not do_task(task=made, by=nour)
    assert "Nieuwe taak" not in text_of(browser_of(cast.nour).get(f"{dossier.get_absolute_url()}taak/"))


# --- The checklist ------------------------------------------------------------------------------------------------


def criterion(dossier: Dossier, text: str = "Je werkt met een partner uit een andere gemeente.") -> Criterion:
    """Something that the measure asks."""
    measure: Any = dossier.asked_measure
    return Criterion.objects.create(measure=measure, kind=CriterionKind.OTHER, text=text)


def test_the_checklist_is_that_of_the_measure_with_who_and_when(cast: Cast, dossier: Dossier) -> None:
    one = criterion(dossier)
    other = criterion(DossierFactory(call=CallFactory(measure=MeasureFactory())), "Van een andere steun.")
    his, hers = browser_of(cast.rachida), browser_of(cast.nour)
    page = dossier.get_absolute_url()
    address = f"{page}lijst/{one.pk}/"
    assert "Je werkt met een partner" in text_of(hers.get(page))
    hers.post(address, {"in-orde": "ja"})
    his.post(address, {"in-orde": "ja"})
    assert "In orde, zegt Nour op" in text_of(his.get(page))
    assert str(dossier.ticks.get()).endswith("Nour")
    his.post(address, {"in-orde": "nee"})
    assert not dossier.ticks.exists()
    assert hers.post(f"{page}lijst/{other.pk}/").status_code == 404
    assert browser_of(cast.sem).post(address, {"in-orde": "ja"}).status_code == 403  # Sem reads along
    with pytest.raises(PermissionDenied):
        tick(dossier=dossier, criterion=other, by=fresh(cast.rachida), is_in_order=True)


def test_a_coached_file_says_before_which_day_ecru_must_have_it(cast: Cast) -> None:
    page = browser_of(cast.nour)
    measure = MeasureFactory()
    idea = DossierFactory(actor=cast.choir, coached=True, measure=measure)
    assert "vóór" not in text_of(page.get(idea.get_absolute_url()))
    CallFactory(measure=measure, closes_at=timezone.now() + timedelta(days=60))
    assert "Bezorg het ECRU vóór" in text_of(page.get(idea.get_absolute_url()))
    measure.calls.update(closes_at=timezone.now() + timedelta(days=10))
    assert "Het is te laat om het nog" in text_of(page.get(idea.get_absolute_url()))
    bare = DossierFactory(actor=cast.choir, coached=True)
    assert "Checklist" not in (told := text_of(page.get(bare.get_absolute_url())))
    assert "Ik heb hulp nodig bij" in told
    assert 'id="lijst"' not in browser_of(cast.rachida).get(bare.get_absolute_url()).content.decode()
    linked = DossierFactory(
        actor=cast.choir,
        coached=True,
        measure=measure,
        call=CallFactory(closes_at=timezone.now() + timedelta(days=90)),
    )
    assert "Bezorg het ECRU vóór" in text_of(page.get(linked.get_absolute_url()))


# --- Help ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def topic() -> Any:
    return TopicFactory(label="begroting", slug="begroting")


def test_help_is_a_conversation_with_an_expert_who_knows(cast: Cast, dossier: Dossier, topic: Any) -> None:
    knows = ExpertFactory(words={"topics": [topic]})
    away = ExpertFactory(words={"topics": [topic]}, availability=Availability.NOT_NOW)
    hers = browser_of(cast.nour)
    address = f"{dossier.get_absolute_url()}hulp/"
    assert "Ik heb hulp nodig bij" in text_of(hers.get(dossier.get_absolute_url()))
    assert "Wie kan helpen?" in text_of(hers.get(address))
    assert "Kies een onderwerp" in text_of(hers.get(f"{address}?onderwerp=0"))
    asked = f"{address}?onderwerp={topic.pk}"
    shown = text_of(hers.get(asked))
    assert knows.name in shown
    assert away.name not in shown
    back = text_of(hers.post(asked, {"question": "Hoe begin ik?"}))
    assert "Kies een expert." in back
    assert "Hoe begin ik?" in back
    sent = {"expert": knows.pk, "question": "Hoe begin ik?", "stamp": "een"}
    for _click in range(2):
        assert hers.post(asked, sent).status_code == 302
    talk = Conversation.objects.get()
    assert (talk.asker, talk.expert, talk.topic, talk.subject) == (cast.nour, knows, topic, "Bal")
    page = text_of(hers.get(dossier.get_absolute_url()))
    assert "Hulp die gevraagd werd" in page
    assert f'href="{talk.get_absolute_url()}"' in hers.get(dossier.get_absolute_url()).content.decode()
    assert (
        f'href="{talk.get_absolute_url()}"'
        not in browser_of(cast.rachida).get(dossier.get_absolute_url()).content.decode()
    )
    assert str(dossier.helps.get()).startswith("Bal: ")
    assert knows not in [one.expert for one in proposals(dossier)]


def test_nobody_knows_and_somebody_who_is_gone(cast: Cast, dossier: Dossier, topic: Any) -> None:
    hers = browser_of(cast.nour)
    asked = f"{dossier.get_absolute_url()}hulp/?onderwerp={topic.pk}"
    assert "Vraag het aan het team van ECRU" in text_of(hers.get(asked))
    gone = ExpertFactory(words={"topics": [topic]}, draft=True)
    assert "Kies" in text_of(hers.post(asked, {"expert": gone.pk, "question": "?"}))
    with pytest.raises(Refused):
        ask_help(dossier=dossier, by=fresh(cast.nour), topic=topic, expert=gone, question="?", stamp="x")
    with pytest.raises(PermissionDenied):
        ask_help(dossier=dossier, by=fresh(cast.ali), topic=topic, expert=gone, question="?", stamp="x")
    assert browser_of(cast.rachida).get(asked).status_code == 403


def test_an_expert_who_wants_no_messages_of_somebody_is_not_asked(
    cast: Cast, dossier: Dossier, topic: Any
) -> None:
    knows = ExpertFactory(words={"topics": [topic]})
    Block.objects.create(actor=knows.actor, expert=knows, user=cast.nour, by_asker=False)
    asked = f"{dossier.get_absolute_url()}hulp/?onderwerp={topic.pk}"
    back = text_of(browser_of(cast.nour).post(asked, {"expert": knows.pk, "question": "Toch?"}))
    assert "We kunnen deze expert nu niets vragen." in back
    assert "Toch?" in back


def test_what_belongs_to_somebody_is_listed_and_forgotten(cast: Cast, dossier: Dossier) -> None:
    nour = fresh(cast.nour)
    say(dossier=dossier, by=nour, words="Hallo.", stamp="h")
    give_task(dossier=dossier, by=nour, task=NewTask("Bel", "aanvrager"))
    tick(dossier=dossier, criterion=criterion(dossier), by=nour, is_in_order=True)
    assert len(advice_rows(nour)) == len(advice_export(nour)) == 3
    forget(nour)
    assert DossierMessage.objects.get().by_name == "voormalig lid"
    assert dossier.ticks.get().by is None
