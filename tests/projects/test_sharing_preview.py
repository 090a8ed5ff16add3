"""Before it shows: the page as everyone will see it, for its makers, for who is asked to stand with it, and for the editors."""

from typing import Any

import pytest
from django.test import Client

from actors.models import User
from projects.models import Consent, Practice, PracticeActor
from tests.actors.conftest import signed_in
from tests.actors.markup import text_of
from tests.factories import ThemeFactory, UserFactory
from tests.material_factories import PracticeFileFactory, PracticePictureFactory
from tests.projects.sharing_cast import STORY, fresh, home, offered, write

pytestmark = pytest.mark.django_db


def preview(browser: Client, practice: Practice) -> Any:
    """The preview, for who has ``browser``."""
    return browser.get(home(practice, "voorbeeld"))


def named(practice: Practice, actor: Any, consent: Consent) -> PracticeActor:
    """Somebody who is named with it."""
    return PracticeActor.objects.create(practice=practice, actor=actor, consent=consent)


def test_noor_sees_the_article_of_her_draft(hers: Client, draft: Practice) -> None:
    write(hers, draft, "wat-werkte", results="- Acht komen nog.\n- Wij lachten.")
    page = preview(hers, draft)
    text = text_of(page)
    for words in ("Voorbeeld: zo ziet de pagina eruit", STORY, "Dit werkte", "Wij lachten.", "Bel aan"):
        assert words in text
    html = page.content.decode()
    assert "noindex" in html
    assert "og:title" not in html
    assert "application/ld+json" not in html
    assert home(draft) in html
    assert home(draft, "voorbeeld") in hers.get(home(draft)).content.decode()
    assert fresh(draft).is_public is False


def test_it_shows_changes_that_no_editor_accepted_yet(hers: Client, shown: Practice) -> None:
    theme = ThemeFactory(label="Buren")
    write(hers, shown, "wat", title="Zingen op straat", themes=[theme.pk])
    page = preview(hers, shown)
    text = text_of(page)
    assert "de wijzigingen aanneemt" in text
    assert "Zingen op straat" in text
    assert "Buren" in text
    assert (fresh(shown).title, shown.themes.exists()) == ("Zingen met buren", False)
    assert "Zingen op straat" not in text_of(Client().get(shown.get_absolute_url()))


def test_pictures_and_files_are_there_already(hers: Client, draft: Practice) -> None:
    picture, file = PracticePictureFactory(practice=draft), PracticeFileFactory(practice=draft)
    PracticeFileFactory(practice=draft, label="Nog niet nagekeken", waiting=True)
    html = preview(hers, draft).content.decode()
    assert f"/mijn/praktijken/foto/{picture.pk}/" in html
    assert f"/praktijken/bestanden/{file.pk}/" in html
    assert "Nog niet nagekeken" not in html


def test_who_is_asked_to_stand_with_it_reads_it_first(draft: Practice, youth: Any, tom: User) -> None:
    maker, browser = named(draft, youth, Consent.ASKED), signed_in(tom)
    picture = PracticePictureFactory(practice=draft)
    question = browser.get(f"/mijn/praktijken/samen/{maker.pk}/")
    assert home(draft, "voorbeeld") in question.content.decode()
    page = preview(browser, draft)
    assert page.status_code == 200
    assert "Terug naar je praktijk" not in text_of(page)
    assert b"".join(browser.get(f"/mijn/praktijken/foto/{picture.pk}/").streaming_content)
    maker.consent = Consent.DECLINED
    maker.save()
    assert preview(browser, draft).status_code == 404


def test_a_co_author_goes_back_to_the_form(draft: Practice, youth: Any, tom: User) -> None:
    named(draft, youth, Consent.AGREED)
    assert "Terug naar je praktijk" in text_of(preview(signed_in(tom), draft))


def test_an_editor_comes_from_the_desk_and_goes_back(draft: Practice, noor: User, an: User) -> None:
    item, browser = offered(draft, noor), signed_in(an)
    assert home(draft, "voorbeeld") in browser.get(f"/redactie/{item.pk}/").content.decode()
    page = preview(browser, draft)
    assert f"/redactie/{item.pk}/" in page.content.decode()
    assert "beproefd" not in text_of(page).lower()


def test_for_others_it_does_not_exist(draft: Practice) -> None:
    assert preview(signed_in(UserFactory()), draft).status_code == 404
    assert preview(Client(), draft).status_code == 302
