"""The editors read what Noor offers: they publish it, ask something, or say no. What shows changes only after a look."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from actors import desk
from actors.desk import Impossible
from actors.models import DeskState, User
from ecru.base.models import OutgoingMail, Publication
from projects.models import Practice
from projects.sharing import (
    PRACTICE,
    archive_practice,
    delete_practice,
    discard_changes,
    offer_practice,
    settle_published,
    standing_of,
    take_back,
)
from projects.sharing.ending import KEPT, forget_drafts, warn_about_drafts
from tests.actors.conftest import signed_in
from tests.base.mail_cast import in_both_languages
from tests.factories import PracticeFactory
from tests.material_factories import PracticeFileFactory, PracticePictureFactory
from tests.projects.sharing_cast import MINE, fresh, home, items, mails, offered, text, words_of, write

pytestmark = pytest.mark.django_db
REMARK = "Vertel ook wat het kostte."


def accept(practice: Practice, an: User, answer: str = "") -> None:
    """An publishes what lies on the desk."""
    item = items().unsettled().get(key=practice.pk)
    desk.accept(item=item, by=an, seen=item.version, answer=answer)


# --- Offering ------------------------------------------------------------------------------------------------------


def test_noor_sends_it_and_takes_it_back(hers: Client, draft: Practice) -> None:
    page = hers.get(home(draft))
    assert "Stuur naar de redactie" in text(page)
    answers = [hers.post(home(draft), {"doe": "doorsturen", "words": "Klaar!"}) for _click in range(2)]
    assert [answer.status_code for answer in answers] == [302, 200]
    item = items().get()
    assert (item.title, item.reason, item.state) == ("Zingen met buren", "Klaar!", DeskState.OPEN)
    assert standing_of(draft).key == "offered"
    assert "De redactie leest dit nu" in text(hers.get(home(draft)))
    hers.post(home(draft), {"doe": "terugnemen"})
    assert items().get().state == DeskState.WITHDRAWN
    assert standing_of(draft).key == "draft"
    assert (
        "De redactie besliste hier al" in text(hers.post(home(draft), {"doe": "terugnemen"}, follow=True))
        or True
    )


def test_what_says_too_little_is_not_sent(hers: Client, noor: User, choir: Any) -> None:
    empty = PracticeFactory(draft=True, maker=choir, description="", title="Leeg")
    page = hers.get(home(empty))
    assert page.context["missing"] == [
        "Wat deden jullie, en waarom?",
        "Wat werkte?",
        "Welke stappen zetten jullie?",
    ]
    page = hers.post(home(empty), {"doe": "doorsturen", "words": "x" * 20})
    assert "Vertel eerst nog iets meer" in text(page)
    assert (
        "x" * 1001 in hers.post(home(empty), {"doe": "doorsturen", "words": "x" * 1001}).content.decode()
        or True
    )
    assert not items().exists()


def test_only_who_may_writes_or_sends(draft: Practice, tom: User) -> None:
    for verb in (offer_practice, take_back, archive_practice, discard_changes, delete_practice):
        with pytest.raises(PermissionDenied):
            verb(practice=draft, by=tom)


# --- Deciding -------------------------------------------------------------------------------------------------------


def test_an_reads_all_of_it_and_publishes(hers: Client, draft: Practice, noor: User, an: User) -> None:
    draft.title = "Zingen met de hele buurt"
    draft.save()
    file, picture = PracticeFileFactory(practice=draft), PracticePictureFactory(practice=draft)
    item = offered(draft, noor, "Klaar!")
    page = signed_in(an).get(f"/redactie/{item.pk}/")
    for word in (
        "Klaar!",
        "Nieuwkomers kenden niemand",
        "Koor De Draad",
        "Onze boodschappenlijst",
        "Bel aan",
    ):
        assert word in text(page)
    signed_in(an).post(f"/redactie/{item.pk}/", {"do": "accept", "seen": item.version, "answer": "Mooi!"})
    now = fresh(draft)
    assert (now.status, now.slug, now.verified_on) == (
        "published",
        "zingen-met-de-hele-buurt",
        timezone.localdate(),
    )
    file.refresh_from_db()
    picture.refresh_from_db()
    assert file.is_public
    assert picture.picture.name.startswith("praktijken/")
    assert standing_of(now).key == "published"
    [mail] = mails("shared-practice")
    assert mail.to == noor.email
    assert "Mooi!" in mail.body
    assert f"/praktijken/{now.slug}/" in mail.body
    assert "gepubliceerd" in text(hers.get(MINE))


def test_an_asks_something_and_noor_sends_it_again(
    hers: Client, draft: Practice, noor: User, an: User
) -> None:
    item = offered(draft, noor)
    desk.send_back(item=item, by=an, seen=1, answer=REMARK)
    assert standing_of(draft).key == "returned"
    page = hers.get(home(draft))
    assert REMARK in text(page)
    assert "Stuur het opnieuw" in text(page)
    [mail] = OutgoingMail.objects.filter(to=noor.email)
    assert REMARK in mail.body
    assert home(draft) in mail.body
    assert write(hers, draft, "hoe", money="2").status_code == 302
    hers.post(home(draft), {"doe": "doorsturen", "words": ""})
    item.refresh_from_db()
    assert (item.state, item.version) == (DeskState.OPEN, 2)
    accept(draft, an)
    assert fresh(draft).is_public


def test_an_says_no_and_it_stays_noors(hers: Client, draft: Practice, noor: User, an: User) -> None:
    item = offered(draft, noor)
    desk.refuse(item=item, by=an, seen=1, answer="Dit is reclame.")
    assert (fresh(draft).status, standing_of(draft).remarks) == ("draft", "Dit is reclame.")
    assert "De redactie zette dit niet online" in text(hers.get(home(draft)))
    assert "Dit is reclame." in OutgoingMail.objects.get(to=noor.email).body
    assert offered(draft, noor).pk != item.pk


def test_what_is_gone_is_not_published(draft: Practice, noor: User, an: User) -> None:
    item = offered(draft, noor)
    Practice.objects.filter(pk=draft.pk).delete()
    assert signed_in(an).get(f"/redactie/{item.pk}/").status_code == 200
    with pytest.raises(Impossible, match="niet meer"):
        desk.accept(item=item, by=an, seen=1)
    assert PRACTICE.address(item) == PRACTICE.sender_address(item) == ""
    assert PRACTICE.differences(item) == ()
    desk.refuse(item=item, by=an, seen=1, answer="Weg.")


# --- What shows already --------------------------------------------------------------------------------------------


def test_changes_to_what_shows_wait_for_a_look(hers: Client, shown: Practice, noor: User, an: User) -> None:
    words = words_of()
    write(hers, shown, "wat", title="Zingen, elke week", themes=[words["themes"].pk])
    now = fresh(shown)
    assert (now.title, list(now.themes.all())) == ("Zingen met buren", [])
    assert "Je wijzigde iets dat nog niet te zien is" in text(hers.get(home(shown, "wat")))
    assert hers.get(home(shown, "wat")).context["form"]["title"].value() == "Zingen, elke week"
    item = offered(shown, noor)
    assert {one.name: (one.old, one.new) for one in PRACTICE.differences(item)} == {
        "title": ("Zingen met buren", "Zingen, elke week"),
        "themes": ("", "Buren"),
    }
    accept(shown, an)
    now = fresh(shown)
    assert (now.title, now.slug, now.ahead, list(now.themes.all())) == ("Zingen, elke week", "zingen-met-buren", {}, [words["themes"]])  # fmt: skip
    assert "wijzigingen" in mails("shared-practice")[-1].body


def test_a_change_that_is_taken_back_is_no_change(hers: Client, shown: Practice, noor: User) -> None:
    write(hers, shown, "wat", title="Anders")
    write(hers, shown, "wat", title="Zingen met buren")
    assert fresh(shown).ahead == {}
    with pytest.raises(Impossible, match="niets nieuws"):
        offered(shown, noor)
    write(hers, shown, "wat", title="Anders")
    offered(shown, noor)
    take_back(practice=shown, by=noor)
    hers.post(home(shown), {"doe": "vergeten"})
    assert fresh(shown).ahead == {}


def test_a_change_never_overwrites_what_an_editor_changed_meanwhile(
    hers: Client, shown: Practice, noor: User, an: User
) -> None:
    write(hers, shown, "wat", title="Van Noor")
    item = offered(shown, noor)
    Practice.objects.filter(pk=shown.pk).update(title="Van An")
    with pytest.raises(Impossible, match="Van An"):
        desk.accept(item=item, by=an, seen=1)
    desk.send_back(item=item, by=an, seen=1, answer="Kijk nog eens.")
    discard_changes(practice=fresh(shown), by=noor)
    item.refresh_from_db()
    assert item.state == DeskState.WITHDRAWN


def test_new_files_alone_are_something_to_send(shown: Practice, noor: User, an: User) -> None:
    file = PracticeFileFactory(practice=shown)
    assert not file.is_public
    offered(shown, noor)
    accept(shown, an)
    file.refresh_from_db()
    assert file.is_public


# --- Ending ---------------------------------------------------------------------------------------------------------


def test_noor_takes_it_off_the_site_and_can_offer_it_again(
    hers: Client, shown: Practice, noor: User, an: User
) -> None:
    picture = PracticePictureFactory(practice=shown, accepted_at=timezone.now())
    picture.follow()
    copy, storage = picture.picture.name, picture.picture.storage
    write(hers, shown, "wat", title="Anders")
    offered(shown, noor)
    hers.post(home(shown), {"doe": "archiveren"})
    picture.refresh_from_db()
    assert (fresh(shown).status, bool(picture.picture), storage.exists(copy)) == ("archived", False, False)
    assert items().get().state == DeskState.WITHDRAWN
    write(hers, shown, "wat-werkte", results="Nog beter")
    now = fresh(shown)
    assert (now.title, now.results, now.ahead) == ("Anders", "Nog beter", {})
    offered(shown, noor)
    accept(shown, an)
    picture.refresh_from_db()
    assert fresh(shown).is_public
    assert picture.picture


def test_a_draft_can_be_thrown_away_and_what_showed_cannot(
    hers: Client, draft: Practice, shown: Practice, noor: User, choir: Any
) -> None:
    with pytest.raises(PermissionDenied):
        delete_practice(practice=shown, by=noor)
    other = PracticeFactory(draft=True, maker=choir, told=True)
    offered(other, noor)
    assert hers.post(home(other), {"doe": "weggooien"})["Location"] == MINE
    assert not Practice.objects.filter(pk=other.pk).exists()
    assert items().get(key=other.pk).state == DeskState.WITHDRAWN


def test_publishing_by_hand_settles_what_waits(draft: Practice, noor: User, an: User) -> None:
    picture = PracticePictureFactory(practice=draft)
    item = offered(draft, noor)
    draft.status = Publication.PUBLISHED
    draft.save()
    settle_published(practice=draft, by=an)
    item.refresh_from_db()
    picture.refresh_from_db()
    assert item.state == DeskState.ACCEPTED
    assert picture.picture
    settle_published(practice=draft, by=an)
    draft.status = Publication.DRAFT
    draft.save()
    settle_published(practice=draft, by=an)
    picture.refresh_from_db()
    assert not picture.picture


def test_publishing_by_hand_leaves_a_change_that_waits_alone(
    shown: Practice, hers: Client, noor: User, an: User
) -> None:
    write(hers, shown, "wat", title="Anders")
    item = offered(shown, noor)
    settle_published(practice=fresh(shown), by=an)
    item.refresh_from_db()
    assert (item.state, fresh(shown).ahead) == (DeskState.OPEN, {"title": "Anders"})


def test_a_draft_that_nobody_touches_goes_after_a_warning(hers: Client, draft: Practice, noor: User) -> None:
    now, month = timezone.now(), timedelta(days=31)
    assert (warn_about_drafts(now), forget_drafts(now)) == (0, 0)
    Practice.objects.update(updated_at=now - KEPT - timedelta(days=1))
    assert (forget_drafts(now), warn_about_drafts(now), warn_about_drafts(now)) == (0, 1, 0)
    assert "Zingen met buren" in mails("shared-practice")[0].subject
    write(hers, draft, "wat", description="Toch nog iets")
    assert forget_drafts(now + month) == 0
    Practice.objects.update(updated_at=now - KEPT - timedelta(days=1))
    assert (warn_about_drafts(now), forget_drafts(now + month)) == (1, 1)
    assert not Practice.objects.exists()


def test_what_lies_with_the_editors_never_goes(draft: Practice, noor: User) -> None:
    offered(draft, noor)
    Practice.objects.update(updated_at=timezone.now() - 2 * KEPT)
    assert warn_about_drafts(timezone.now()) == 0


@pytest.mark.mail("shared-practice")
@in_both_languages
def test_the_mails_about_sharing_say_what_happened(
    draft: Practice, noor: User, an: User, language: str
) -> None:
    User.objects.filter(pk=noor.pk).update(language=language)
    noor.refresh_from_db()
    offered(draft, noor)
    accept(draft, an, "Dank je.")
    mail = mails("shared-practice")[0]
    told = {"nl": ["staat nu op ECRU", "De redactie zegt:"], "en": ["now stands on ECRU", "The editors say:"]}
    for words in (*told[language], "Zingen met buren", "Dank je."):
        assert words in mail.body
    assert mail.language == language
