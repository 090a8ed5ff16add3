"""Noor names others who worked along; they say yes first, by the link of the mail or on their own page."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from actors import desk
from actors.desk import Impossible
from actors.models import Actor, User
from ecru.base.outbox.kinds import kinds
from projects.models import Consent, MakerRole, Practice, PracticeActor
from projects.sharing import answer_maker, name_maker, unname_maker
from projects.sharing.makers import MOST_MAKERS
from tests.actors.conftest import signed_in
from tests.base.mail_cast import in_both_languages
from tests.factories import ActorFactory, MembershipFactory
from tests.projects.sharing_cast import fresh, home, items, mails, nobody, offered, text

pytestmark = pytest.mark.django_db


def named(practice: Practice, by: User, actor: Actor) -> PracticeActor:
    """Names ``actor`` as one that worked along."""
    return name_maker(practice=practice, by=by, actor=actor, role=MakerRole.PARTNER)


def link() -> str:
    """The link in the newest mail to a co-author."""
    body = mails("co-author")[-1].body
    return next(word for word in body.split() if "/samen/" in word).partition("cultuur.example")[2]


def test_noor_names_the_youth_house_and_tom_says_yes(
    hers: Client, draft: Practice, youth: Actor, noor: User
) -> None:
    typed = {"actor": " jeugdhuis  de kap ", "role": "gastheer", "doe": "noemen"}
    page = hers.post(home(draft, "wie"), typed, follow=True)
    assert "We mailden Jeugdhuis De Kap" in text(page)
    assert "gevraagd, nog geen antwoord" in text(page)
    hers.post(home(draft, "wie"), typed)
    [mail] = mails("co-author")
    assert mail.to == "tom@jeugd.example"
    address, visitor = link(), Client()
    page = visitor.get(address)
    assert "Nieuwkomers kenden niemand" in text(page)
    assert draft.makers.asked().count() == 1
    assert visitor.post(address, {"antwoord": "misschien"}).status_code == 200
    assert visitor.post(address, {"antwoord": "ja"}).status_code == 302
    maker = draft.makers.get(actor=youth)
    assert (maker.consent, maker.answered_by, maker.role) == (Consent.AGREED, None, "gastheer")
    assert "naam staat erbij" in text(visitor.get(address))
    assert visitor.post(address, {"antwoord": "ja"}).status_code == 302
    assert "Er is nu niets veranderd" in text(visitor.post(address, {"antwoord": "nee"}, follow=True))
    [told] = mails("shared-practice")
    assert (told.to, "wil bij" in told.body) == (noor.email, True)


def test_tom_answers_on_his_own_page(draft: Practice, youth: Actor, noor: User, tom: User, an: User) -> None:
    maker = named(draft, noor, youth)
    his, address = signed_in(tom), f"/mijn/praktijken/samen/{maker.pk}/"
    assert address in his.get("/mijn/").content.decode()
    assert signed_in(an).get(address).status_code == 404
    assert his.post(address, {"antwoord": "nee"}).status_code == 302
    maker.refresh_from_db()
    assert (maker.consent, maker.answered_by) == (Consent.DECLINED, tom)
    assert "komt er niet bij" in text(his.get(address))
    assert "niet bij" in mails("shared-practice")[0].body
    assert address not in his.get("/mijn/").content.decode()
    assert his.get(home(draft)).status_code == 404
    named(draft, noor, youth)
    maker.refresh_from_db()
    assert (maker.consent, len(mails("co-author"))) == (Consent.ASKED, 2)


def test_who_agreed_writes_along(draft: Practice, youth: Actor, noor: User, tom: User) -> None:
    maker = named(draft, noor, youth)
    answer_maker(maker=maker, yes=True, by=tom)
    his = signed_in(tom)
    assert his.get(home(draft, "wat")).status_code == 200
    assert his.get(home(draft)).context["may_delete"] is False


def test_a_wrong_or_old_link_leads_nowhere(draft: Practice, youth: Actor, noor: User) -> None:
    maker = named(draft, noor, youth)
    old = link()
    for token in ("x" * 43, "x", "%00"):
        assert Client().get(f"/praktijken/samen/{token}/").status_code == 404
    for by, token in ((None, "x"), (None, ""), (noor, "")):
        with pytest.raises(PermissionDenied):
            answer_maker(maker=maker, yes=True, by=by, token=token)
    unname_maker(practice=draft, by=noor, pk=maker.pk)
    assert Client().get(old).status_code == 404


def test_it_does_not_show_before_everybody_answered(
    draft: Practice, youth: Actor, noor: User, tom: User, an: User
) -> None:
    maker = named(draft, noor, youth)
    assert "Jeugdhuis De Kap" in text(signed_in(noor).get(home(draft)))
    item = offered(draft, noor)
    with pytest.raises(Impossible, match="Jeugdhuis De Kap"):
        desk.accept(item=item, by=an, seen=item.version)
    assert not fresh(draft).is_public
    answer_maker(maker=maker, yes=True, by=tom)
    desk.accept(item=item, by=an, seen=item.version)
    assert fresh(draft).is_public
    assert {mail.to for mail in mails("shared-practice")} == {noor.email, tom.email}
    assert "kap" in fresh(draft).search_topics


def test_who_has_nobody_here_is_for_the_editors(hers: Client, draft: Practice, noor: User, an: User) -> None:
    band = nobody()
    page = hers.post(
        home(draft, "wie"), {"actor": band.name, "role": "partner", "doe": "verder"}, follow=True
    )
    assert "De redactie beslist over de naam" in text(page)
    assert not mails("co-author")
    item = offered(draft, noor)
    assert "Vraag het hun eerst" in text(signed_in(an).get(f"/redactie/{item.pk}/"))
    desk.accept(item=item, by=an, seen=item.version)
    maker = draft.makers.get(actor=band)
    assert (maker.consent, maker.answered_by) == (Consent.AGREED, an)


def test_a_name_is_found_or_chosen_from_those_that_look_like_it(
    hers: Client, draft: Practice, youth: Actor
) -> None:
    page = hers.post(home(draft, "wie"), {"actor": "kap", "role": "partner", "doe": "noemen"})
    assert page.context["form"].alike == [youth]
    assert "Jeugdhuis De Kap" in text(page)
    page = hers.post(home(draft, "wie"), {"actor": "tovenaars", "role": "partner", "doe": "noemen"})
    assert "We kennen deze organisatie niet" in text(page)
    page = hers.post(home(draft, "wie"), {"actor": "", "role": "partner", "pick": "9" * 30})
    assert "actor" in page.context["form"].errors
    page = hers.post(home(draft, "wie"), {"actor": "", "role": "", "doe": "noemen"})
    assert set(page.context["form"].errors) == {"actor", "role"}
    hers.post(home(draft, "wie"), {"actor": "kap", "role": "partner", "pick": youth.pk})
    assert draft.makers.filter(actor=youth).exists()


def test_names_go_but_somebody_keeps_standing_with_it(
    hers: Client, draft: Practice, youth: Actor, noor: User, tom: User
) -> None:
    own = draft.makers.get()
    page = hers.post(home(draft, "wie"), {"weg-maker": own.pk})
    assert "Iemand moet er met zijn naam bij staan" in text(page)
    maker = named(draft, noor, youth)
    answer_maker(maker=maker, yes=True, by=tom)
    page = signed_in(tom).post(home(draft, "wie"), {"weg-maker": own.pk})
    assert "Alleen mensen van de organisatie zelf" in text(page)
    assert hers.post(home(draft, "wie"), {"weg-maker": maker.pk}).status_code == 302
    assert not unname_maker(practice=draft, by=noor, pk=maker.pk)
    assert draft.makers.count() == 1


def test_one_of_her_own_is_named_at_once_and_twelve_are_enough(draft: Practice, noor: User) -> None:
    second = MembershipFactory(user=noor).actor
    noor = User.objects.get(pk=noor.pk)
    assert named(draft, noor, second).is_agreed
    assert not mails("co-author")
    for number in range(MOST_MAKERS - 2):
        named(draft, noor, ActorFactory(name=f"Groep {number}"))
    with pytest.raises(Impossible, match="Er staan al 12"):
        named(draft, noor, ActorFactory())


def test_names_of_what_shows_follow_at_once(shown: Practice, youth: Actor, noor: User, tom: User) -> None:
    maker = named(shown, noor, youth)
    assert "Bekijk de pagina" in text(Client().get(link()))
    answer_maker(maker=maker, yes=True, by=tom)
    assert "kap" in fresh(shown).search_topics
    unname_maker(practice=shown, by=noor, pk=maker.pk)
    assert "kap" not in fresh(shown).search_topics
    own = named(
        shown, User.objects.get(pk=noor.pk), MembershipFactory(user=noor, actor__name="Duo Noord").actor
    )
    assert own.is_agreed
    assert "noord" in fresh(shown).search_topics
    assert str(own).startswith("Zingen met buren")


@pytest.mark.mail("co-author")
@in_both_languages
def test_who_is_named_is_asked_in_their_own_language(
    draft: Practice, youth: Actor, noor: User, tom: User, language: str
) -> None:
    User.objects.filter(pk=tom.pk).update(language=language)
    maker = named(draft, noor, youth)
    mail = mails("co-author")[0]
    told: dict[str, Any] = {
        "nl": ["mag jullie naam erbij staan", "Lees het en antwoord"],
        "en": ["may your name stand there", "Read it and answer"],
    }
    for words in (*told[language], "Zingen met buren", "Jeugdhuis De Kap", "/samen/"):
        assert words in mail.body
    assert mail.stop_url
    still = kinds["co-author"].still
    assert still(mail.key)
    assert not still("practice-maker-x")
    PracticeActor.objects.filter(pk=maker.pk).update(consent=Consent.AGREED, answered_at=timezone.now())
    assert not still(mail.key)


def test_a_colleague_who_left_is_not_told(draft: Practice, youth: Actor, noor: User, tom: User) -> None:
    maker = named(draft, noor, youth)
    User.objects.filter(pk=noor.pk).update(is_active=False)
    answer_maker(maker=maker, yes=True, by=tom)
    assert not mails("shared-practice")
    assert items().count() == 0
