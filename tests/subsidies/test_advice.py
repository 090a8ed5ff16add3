"""Advice of experts: proposed with reasons, asked, declared before the file opens, and reminded of."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from actors.models import Role, User
from actors.models.experts import Availability
from ecru.base.models import OutgoingMail
from subsidies.advising import (
    Answer,
    answer,
    give,
    proposals,
    save,
)
from subsidies.advising.reminding import remind
from subsidies.dossiers import Refused
from subsidies.models import Dossier, DossierTask, Review, ReviewCriterion, ReviewEvent
from tests.actors.conftest import signed_in
from tests.actors.markup import text_of
from tests.factories import (
    ActorFactory,
    DisciplineFactory,
    ExpertFactory,
    MembershipFactory,
    ProjectFactory,
    UserFactory,
)
from tests.subsidies.advice_cast import Panel, typed
from tests.subsidies.dossier_factories import DossierFactory, DossierPersonFactory

pytestmark = pytest.mark.django_db


def names(panel: Panel, **more: Any) -> list[str]:
    """Who is proposed, in order."""
    return [
        one.expert.name
        for one in proposals(panel.dossier, **more)
        if one.expert.name in {"Ines", "Tom", "Lena"}
    ]


def test_experts_are_proposed_by_topic_workload_and_distance(panel: Panel) -> None:
    assert names(panel) == ["Ines", "Tom", "Lena"]
    first = proposals(panel.dossier)[0]
    assert first.reasons == [
        "Weet iets over: dansen.",
        "Heeft geen ander advies lopen.",
        "Op 0 km van de aanvrager.",
    ]
    for _number in range(4):
        other = DossierFactory(at="advies", call=panel.cast.call)
        Review.objects.create(dossier=other, expert=panel.experts["ines"], asked_at=timezone.now())
    assert names(panel) == ["Tom", "Lena", "Ines"] or names(panel)[0] == "Tom"
    busy = next(one for one in proposals(panel.dossier) if one.expert.name == "Ines")
    assert "Heeft 4 adviezen lopen." in busy.reasons
    assert names(panel, topic=panel.experts["ines"].topics.get()) == ["Tom", "Ines"]


def test_a_shared_art_form_counts_and_a_place_that_nobody_knows_is_not_held_against_much(
    panel: Panel,
) -> None:
    music = DisciplineFactory(label="muziek")
    panel.cast.choir.disciplines.add(music)
    house = ActorFactory(name="Muziekhuis")
    house.disciplines.add(music)
    knows = ExpertFactory(actor=house, user=UserFactory(role=Role.EXPERT))
    found = next(one for one in proposals(panel.dossier) if one.expert == knows)
    assert found.reasons[0] == "Werkt in: muziek."
    assert found.km is None


@pytest.mark.parametrize(
    "why", ["away", "hidden", "no account", "acts", "along", "partner", "board", "began"]
)
def test_who_cannot_advise_is_never_proposed_and_cannot_be_asked(panel: Panel, why: str) -> None:
    tom = panel.experts["tom"]
    user = tom.user
    other = MembershipFactory(user=user).actor
    if why == "away":
        tom.availability = Availability.NOT_NOW
    elif why == "hidden":
        tom.status = "draft"
    elif why == "no account":
        tom.user = None
    elif why == "acts":
        MembershipFactory(user=user, actor=panel.cast.choir)
    elif why == "along":
        DossierPersonFactory(dossier=panel.dossier, user=user, actor=other)
    elif why == "partner":
        Dossier.objects.filter(pk=panel.dossier.pk).update(project=ProjectFactory(lead=other))
    elif why == "board":
        user.groups.add(panel.cast.bea.groups.get())
    else:
        Dossier.objects.filter(pk=panel.dossier.pk).update(created_by=user)
    tom.save()
    panel.dossier = Dossier.objects.get(pk=panel.dossier.pk)
    assert names(panel) == ["Ines", "Lena"]
    with pytest.raises(Refused, match="kan nu geen advies geven"):
        panel.ask("tom")
    assert not OutgoingMail.objects.exists()


@pytest.mark.mail("advice-asked")
@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_mail_has_one_link_and_nothing_of_the_file(panel: Panel, language: str) -> None:
    User.objects.update(language=language)
    panel.experts["ines"].user.refresh_from_db()
    panel.ask()
    panel.ask()  # a second click asks once
    mail = OutgoingMail.objects.get()
    words = {
        "nl": ("Geef je advies over “Bal”?", "Zeg eerst of je er een belang bij hebt."),
        "en": ("Will you advise on “Bal”?", "First say whether you have an interest in it."),
    }
    assert (mail.kind, mail.to, mail.language) == ("advice-asked", "ines@voorbeeld.example", language)
    assert mail.subject == words[language][0]
    assert words[language][1] in mail.body
    assert "Zangkoor" in mail.body
    assert "We dansen samen" not in mail.body
    assert mail.body.count("/advies/") == 1


def test_the_file_opens_after_the_declaration_and_not_before(panel: Panel) -> None:
    review = panel.ask()
    hers = signed_in(panel.user("ines"))
    file = f"/mijn/dossiers/{panel.dossier.pk}/"
    page = text_of(hers.get(f"/mijn/adviezen/{review.pk}/"))
    assert "Heb je een belang bij dit dossier?" in page
    assert "We dansen samen" not in page
    assert hers.get(file).status_code == 404
    hers.post(f"/mijn/adviezen/{review.pk}/antwoord/", {"said": "geen-belang"})
    assert hers.get(file).status_code == 200
    assert "Jouw advies" in text_of(hers.get(file))
    again = hers.post(f"/mijn/adviezen/{review.pk}/antwoord/", {"said": "geen-belang"})
    assert again.status_code == 302
    assert ReviewEvent.objects.filter(review=review, what="verklaard").count() == 1


@pytest.mark.parametrize(
    ("said", "told"), [("belang", "Ik heb er wel een belang bij"), ("geen-tijd", "Ik heb geen tijd")]
)
def test_handing_back_by_the_link_gives_the_regisseur_a_task_and_a_mail(
    panel: Panel, said: str, told: str
) -> None:
    review = panel.ask()
    link = OutgoingMail.objects.get().body.split("/advies/")[1].split("/")[0]
    visitor = Client()
    page = text_of(visitor.get(f"/advies/{link}/"))
    assert "Bal" in page
    assert "Zangkoor" in page
    assert "We dansen samen" not in page
    assert Review.objects.get(pk=review.pk).handed_back == ""  # looking changes nothing
    assert "Kies een van deze antwoorden" in text_of(
        visitor.post(f"/advies/{link}/", {"said": "geen-belang"})
    )
    done = visitor.post(f"/advies/{link}/", {"said": said, "why": "Mijn zus zingt er."}, follow=True)
    assert "Dit is teruggegeven" in text_of(done)
    visitor.post(f"/advies/{link}/", {"said": said})
    task = DossierTask.objects.by_hand().get()
    assert (task.party, task.what) == ("ecru", "Vraag een andere expert: Ines gaf het terug.")
    mail = OutgoingMail.objects.get(kind="advice-news")
    assert mail.to == panel.cast.rachida.email
    assert told in mail.body
    assert "Mijn zus zingt er." in mail.body
    assert names(panel) == ["Tom", "Lena"]
    assert visitor.get("/advies/van-iemand-anders/").status_code == 404
    with pytest.raises(Refused, match="teruggegeven"):
        answer(review=review, said=Answer.NO_INTEREST, by=panel.user("ines"))


def test_handing_back_after_all_closes_the_file_again(panel: Panel) -> None:
    review = panel.declared()
    hers = signed_in(panel.user("ines"))
    assert "Kies een van deze antwoorden" in text_of(
        hers.post(f"/mijn/adviezen/{review.pk}/antwoord/", {}, follow=True)
    )
    hers.post(f"/mijn/adviezen/{review.pk}/antwoord/", {"said": "geen-tijd"})
    assert hers.get(f"/mijn/dossiers/{panel.dossier.pk}/").status_code == 404
    assert hers.get(panel.dossier.get_absolute_url()).status_code == 404
    assert "Dit is teruggegeven" in text_of(hers.get(f"/mijn/adviezen/{review.pk}/"))
    assert "Teruggegeven" in text_of(hers.get("/mijn/adviezen/"))
    his = signed_in(panel.cast.rachida)
    his.post(f"/mijn/dossiers/{panel.dossier.pk}/experten/{review.pk}/opnieuw/")
    assert Review.objects.get(pk=review.pk).is_waiting


def test_the_link_takes_the_expert_to_their_page_and_asks_others_to_sign_in(panel: Panel) -> None:
    review = panel.ask()
    link = OutgoingMail.objects.get().body.split("/advies/")[1].split("/")[0]
    assert (
        signed_in(panel.user("ines")).get(f"/advies/{link}/").headers["Location"]
        == f"/mijn/adviezen/{review.pk}/"
    )
    assert "Meld je aan en antwoord" in text_of(Client().get(f"/advies/{link}/"))
    with pytest.raises(PermissionDenied):
        answer(review=review, said=Answer.NO_INTEREST, by=None)
    with pytest.raises(PermissionDenied):
        answer(review=review, said=Answer.NO_INTEREST, by=panel.user("tom"))


def test_who_has_a_part_in_it_cannot_declare_otherwise(panel: Panel) -> None:
    review = panel.ask()
    MembershipFactory(user=panel.user("ines"), actor=panel.cast.choir)
    hers = signed_in(panel.user("ines"))
    page = text_of(
        hers.post(f"/mijn/adviezen/{review.pk}/antwoord/", {"said": "geen-belang", "why": "Echt niet."})
    )
    assert "Je hebt deel aan dit dossier" in page
    assert "Echt niet." in page
    declared = panel.declared("tom")
    MembershipFactory(user=panel.user("tom"), actor=panel.cast.choir)
    save(review=declared, by=panel.user("tom"), typed=typed())
    with pytest.raises(Refused, match="Je hebt deel"):
        give(review=declared, by=panel.user("tom"))


@pytest.mark.mail("advice-reminder")
@pytest.mark.parametrize("language", ["nl", "en"])
def test_reminders_come_a_week_and_a_day_before_and_once_late(panel: Panel, language: str) -> None:
    User.objects.update(language=language)
    review = panel.ask(at=timezone.now() - timedelta(days=3))
    due: Any = review.due_at
    sent = [remind(due - timedelta(days=days))["reminders"] for days in (8, 6, 5, 1, 0.5, -1, -2)]
    assert sent == [0, 1, 0, 1, 0, 1, 0]
    mails = OutgoingMail.objects.filter(kind="advice-reminder", to="ines@voorbeeld.example")
    assert mails.count() == 3
    words = {"nl": "Je advies wordt verwacht tegen", "en": "Your advice is expected by"}
    assert words[language] in mails.order_by("pk")[0].body
    tom = panel.given("tom")
    back = answer(review=panel.ask("lena"), said=Answer.NO_TIME, by=panel.user("lena"))
    Review.objects.filter(pk__in=[tom.pk, back.pk]).update(due_at=due)
    assert remind(due + timedelta(days=5)) == {"reminders": 0}


def test_a_late_reminder_says_so_and_one_without_account_gets_none(panel: Panel) -> None:
    review = panel.ask(at=timezone.now() - timedelta(days=9), until=timezone.localdate() - timedelta(days=2))
    assert Review.objects.get(pk=review.pk).is_late
    remind(timezone.now())
    assert "Je advies was verwacht tegen" in OutgoingMail.objects.get(kind="advice-reminder").body
    panel.ask("tom", at=timezone.now() - timedelta(days=9), until=timezone.localdate() - timedelta(days=2))
    User.objects.filter(email="tom@voorbeeld.example").update(is_active=False)
    assert remind(timezone.now()) == {"reminders": 0}


def test_the_regisseur_sees_reasons_and_asks_several_at_once(panel: Panel) -> None:
    his = signed_in(panel.cast.rachida)
    address = f"/mijn/dossiers/{panel.dossier.pk}/experten/"
    page = text_of(his.get(address))
    assert "Weet iets over: dansen." in page
    assert "Nog niemand gevraagd." in page
    assert "Kies minstens één expert." in text_of(his.post(address, {"until": "2030-01-01"}))
    past = text_of(his.post(address, {"experts": [panel.experts["ines"].pk], "until": "2020-01-01"}))
    assert "Kies een dag na vandaag" in past
    day = timezone.localdate() + timedelta(days=14)
    chosen = {"experts": [panel.experts["ines"].pk, panel.experts["tom"].pk], "until": f"{day:%Y-%m-%d}"}
    assert "We vroegen het aan 2 experten." in text_of(his.post(address, chosen, follow=True))
    assert "is geen" not in text_of(his.post(address, chosen))
    assert OutgoingMail.objects.count() == 2
    only = text_of(his.get(f"{address}?onderwerp={panel.experts['tom'].topics.get().pk}"))
    assert "Geen enkele expert" in only
    assert signed_in(panel.cast.nour).get(address).status_code == 403
    assert "Vraag experten" in text_of(his.get(panel.dossier.get_absolute_url()))


def test_a_measure_has_its_own_criteria_and_every_expert_the_same(panel: Panel) -> None:
    own = ReviewCriterion.objects.create(measure=panel.cast.call.measure, label="Durf", label_en="Courage")
    assert str(own) == "Durf"
    first = panel.ask()
    assert [str(score) for score in first.scores.all()] == ["Durf: –"]
    ReviewCriterion.objects.create(measure=panel.cast.call.measure, label="Lef", position=2)
    assert panel.ask("tom").scores.count() == 1
