"""Becoming an expert: Nour fills in a profile, An of the editors looks at it, and from then on Nour keeps it."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client

from actors.accounts.panels import panels_for
from actors.desk import Impossible, accept, kind_of, refuse, send_back
from actors.expertise import (
    delete_profile,
    save_profile,
    send_profile,
    start_expertise,
    start_profile,
    stop_profile,
    take_profile,
)
from actors.expertise.profiles import Profile
from actors.models import Act, Availability, Change, DeskItem, Expert, Role, User
from ecru.base.models import OutgoingMail
from tests.actors.expert_cast import (
    APPLY,
    END,
    MINE,
    an,
    browser,
    browser_of,
    complete,
    fields_of,
    full_expert,
    nour,
    save,
    the_item,
)
from tests.actors.markup import read, text_of
from tests.factories import (
    ActorFactory,
    ExpertFactory,
    MembershipFactory,
    MunicipalLinkFactory,
    TopicFactory,
    UserFactory,
)

__all__ = ["an", "browser", "nour"]
pytestmark = pytest.mark.django_db


# --- Applying ---------------------------------------------------------------------------------------------------


def test_a_visitor_reads_what_it_is_and_signs_in_first(visitor: Client) -> None:
    page = read(visitor.get(APPLY))
    assert "Je hebt geen diploma nodig" in page.words
    assert f"/aanmelden/?next={APPLY}" in page.links
    answer = visitor.post(APPLY, {"name": "Nour"})
    assert answer["Location"].startswith("/aanmelden/?next=")
    assert not Expert.objects.exists()
    assert APPLY in read(visitor.get("/")).links


def test_a_draft_is_begun_once_and_nobody_sees_it(browser: Client, nour: User) -> None:
    browser.post(APPLY, {"name": "Nour Van Draad"})
    expert = Expert.objects.get()
    assert (expert.slug, expert.status, expert.user, expert.contact_email) == (
        "nour-van-draad",
        "draft",
        nour,
        nour.email,
    )
    assert Client().get("/experten/nour-van-draad/").status_code == 404
    assert MINE in read(browser.get(APPLY)).links
    assert browser.get(MINE).status_code == 200


def test_a_name_is_asked_and_what_was_wrong_is_said(nour: User) -> None:
    answer = browser_of(nour).post(APPLY, {"name": "  "})
    assert "Vul je naam in" in text_of(answer)
    assert browser_of(nour).get(MINE)["Location"] == APPLY
    assert browser_of(nour).get(END)["Location"] == APPLY


@pytest.mark.parametrize("name", ["Word expert", "Pauze"])
def test_an_address_of_another_page_is_never_given(name: str, nour: User) -> None:
    made = start_profile(user=nour, name=name)
    assert made.slug == f"{name.lower().replace(' ', '-')}-2"
    made.slug = "word-expert"
    with pytest.raises(Exception, match="hoort bij een andere pagina"):
        made.full_clean()


def test_a_draft_is_kept_while_she_types(browser: Client) -> None:
    answer = save(browser, "keep", can_tell="Hoe ik een feest", url="geen adres", availability="1")
    assert "Bewaard om" in text_of(answer)
    draft = Expert.objects.get()
    assert (draft.can_tell, draft.url, draft.availability) == ("Hoe ik een feest", "", Availability.AVAILABLE)
    seen = read(answer).one("input", id="id_seen").attributes["value"]
    assert seen == draft.updated_at.isoformat()
    save(browser, "keep", name="")
    assert Expert.objects.get().person_name == "Nour Van Draad"


def test_what_is_right_in_a_draft_is_kept_beside_what_is_wrong(browser: Client) -> None:
    answer = save(browser, can_tell="x" * 3001, fee_note="Een taart.", url="geen adres")
    assert answer.status_code == 200
    page = read(answer)
    assert "3001 tekens" in page.one("div", role="alert").words
    assert "geen adres" in answer.content.decode()
    assert Expert.objects.get().fee_note == "Een taart."
    again = fields_of(page)
    again["url"], again["can_tell"] = "straat.example/feest", "Kort."
    assert browser.post(MINE, again).status_code == 302
    assert Expert.objects.get().url == "https://straat.example/feest"


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ({"agree_naam": None}, "toestemming om je naam te tonen"),
        ({"can_tell": ""}, "wat mensen je kunnen vragen"),
        ({"topics": None}, "minstens één onderwerp"),
    ],
)
def test_what_the_editors_need_is_asked_first_and_nothing_is_lost(
    browser: Client, missing: dict[str, Any], said: str
) -> None:
    answer = complete(browser, fee_note="Een taart.", **missing)
    assert said in text_of(answer)
    assert "Een taart." in answer.content.decode()
    assert not DeskItem.objects.exists()
    assert Expert.objects.get().fee_note == "Een taart."


def test_sent_the_editors_see_every_field_and_accepting_shows_it(
    browser: Client, an: User, nour: User
) -> None:
    assert complete(browser).status_code == 302
    item = the_item()
    fields = {one.label: one.new for one in kind_of(item).differences(item)}
    assert fields["Wat ze kunnen vertellen"] == "Hoe ik een straatfeest opzette."
    assert fields["Onderwerpen"] == "Buurtwerk"
    assert "naam, wat ik kan vertellen" in fields["Wil tonen"]
    assert Role.EXPERT not in User.objects.get(pk=nour.pk).roles
    accept(item=item, by=an, seen=item.version, answer="Welkom!")
    expert = Expert.objects.get()
    assert expert.is_public
    assert expert.verified_on is not None
    assert Role.EXPERT in User.objects.get(pk=nour.pk).roles
    assert "straatfeest" in text_of(Client().get("/experten/nour-van-draad/"))
    [mail] = OutgoingMail.objects.all()
    assert mail.to == nour.email
    assert MINE in mail.body
    assert Change.objects.about(expert).get().act == Act.ADDED
    assert kind_of(item).address(item) == "/experten/nour-van-draad/"


def test_pressed_twice_it_waits_once(browser: Client) -> None:
    complete(browser)
    complete(browser)
    assert the_item().is_open
    assert "De redactie kijkt je profiel na" in text_of(browser.get(MINE))


def test_what_changes_while_it_waits_is_read_anew(browser: Client, an: User) -> None:
    complete(browser)
    seen = the_item().version
    save(browser, fee_note="Een taart.")
    with pytest.raises(Impossible):
        accept(item=the_item(), by=an, seen=seen)
    accept(item=the_item(), by=an, seen=the_item().version)
    assert Expert.objects.get().is_public


def test_returned_she_sees_the_question_and_sends_it_again(browser: Client, an: User, nour: User) -> None:
    complete(browser)
    send_back(item=the_item(), by=an, seen=the_item().version, answer="In welke straat?")
    assert "In welke straat?" in text_of(browser.get(MINE))
    assert panels_for(nour)[0].lead == "De redactie heeft er een vraag over."
    save(browser, can_tell="In de Wolstraat.")
    assert not the_item().is_open, "saving is not sending"
    complete(browser, can_tell="In de Wolstraat.")
    assert the_item().is_open


def test_refused_it_stays_hers(browser: Client, an: User) -> None:
    complete(browser)
    refuse(item=the_item(), by=an, seen=the_item().version, answer="Dit past hier niet.")
    assert not Expert.objects.get().is_public
    assert "Dit is een klad" in text_of(browser.get(MINE))
    complete(browser)
    assert DeskItem.objects.open().count() == 1


def test_what_cannot_be_accepted_says_why(browser: Client, an: User, nour: User) -> None:
    complete(browser)
    save(browser, agree_naam=None)
    with pytest.raises(Impossible, match="naam niet"):
        accept(item=the_item(), by=an, seen=the_item().version)
    item = the_item()
    Expert.objects.all().delete()
    with pytest.raises(Impossible, match="bestaat niet meer"):
        accept(item=item, by=an, seen=item.version)
    assert kind_of(item).differences(item) == ()
    assert kind_of(item).address(item) == ""
    assert kind_of(item).sender_address(item) == MINE
    refuse(item=item, by=an, seen=item.version, answer="Weg.")


# --- Others -----------------------------------------------------------------------------------------------------


def test_nobody_changes_the_profile_of_somebody_else(nour: User, an: User) -> None:
    expert = full_expert(nour)
    for other in (UserFactory(role=Role.EXPERT), MembershipFactory().user, an):
        for act in (
            lambda by: save_profile(expert=expert, by=by, profile=Profile({"can_tell": "Anders."})),
            lambda by: send_profile(expert=expert, by=by),
            lambda by: stop_profile(expert=expert, by=by),
            lambda by: delete_profile(expert=expert, by=by),
        ):
            with pytest.raises(PermissionDenied):
                act(other)
    with pytest.raises(Impossible, match="staat al op de site"):
        send_profile(expert=expert, by=nour)


def test_an_invited_person_takes_a_profile_once(nour: User) -> None:
    draft = ExpertFactory(person=True, draft=True, consent_on=None, person_name="Nour", slug="nour")
    mine = take_profile(expert=draft, user=nour)
    assert take_profile(expert=draft, user=nour).user == nour
    assert (mine.contact_email, Role.EXPERT in User.objects.get(pk=nour.pk).roles) == (nour.email, True)
    assert browser_of(nour).get(MINE).status_code == 200
    with pytest.raises(Impossible, match="iemand anders"):
        take_profile(expert=draft, user=UserFactory())
    with pytest.raises(Impossible, match="iemand anders"):
        take_profile(expert=ExpertFactory(), user=UserFactory())
    with pytest.raises(Impossible, match="al een expertprofiel"):
        take_profile(expert=ExpertFactory(person=True, draft=True, consent_on=None), user=nour)


def test_an_invited_person_who_is_refused_keeps_no_role(nour: User, an: User) -> None:
    draft = ExpertFactory(person=True, draft=True, consent_on=None, person_name="Nour", slug="nour")
    take_profile(expert=draft, user=nour)
    complete(browser_of(nour))
    refuse(item=the_item(), by=an, seen=the_item().version, answer="Niet nu.")
    assert Role.EXPERT not in User.objects.get(pk=nour.pk).roles


def test_the_start_page_tells_how_it_stands(nour: User, an: User) -> None:
    titles = [made.title for made in panels_for(nour)]
    assert "Mijn expertprofiel" not in titles
    browser = browser_of(nour)
    browser.post(APPLY, {"name": "Nour Van Draad"})

    def lead() -> str:
        return next(made.lead for made in panels_for(nour) if made.title == "Mijn expertprofiel")

    assert lead() == "Niemand ziet het nog."
    complete(browser)
    assert lead() == "De redactie kijkt het na."
    accept(item=the_item(), by=an, seen=the_item().version)
    assert lead() == "Het staat op de site."


# --- For an organisation ----------------------------------------------------------------------------------------


def test_who_acts_for_a_choir_keeps_its_expertise(an: User) -> None:
    noor = MembershipFactory(actor__name="Koor De Draad", actor__slug="koor").user
    browser, path = browser_of(noor), "/mijn/actoren/koor/expertise/"
    assert "Koor De Draad" in text_of(browser.get(APPLY))
    assert "Begin" in text_of(browser.get(path))
    assert browser.post(APPLY, {"actor": "koor"})["Location"] == path
    assert browser.post(path).status_code in {200, 302}, "a second click begins nothing new"
    assert Expert.objects.get().actor.slug == "koor"
    page = read(browser.get(path))
    assert not page.every("div", class_="agree"), "an organisation gives no consent"
    topic = TopicFactory(label="Zingen")
    assert save(browser, "send", path, can_tell="Hoe je samen zingt.", topics=[topic.pk]).status_code == 302
    item = the_item()
    assert {one.label for one in kind_of(item).differences(item)} >= {"Onderwerpen"}
    accept(item=item, by=an, seen=item.version)
    assert kind_of(item).sender_address(item) == f"{path}?van=koor"
    assert "Hoe je samen zingt." in text_of(Client().get("/experten/koor/"))
    save(browser, "save", path, can_tell="Hoe je vierstemmig zingt.")
    assert "vierstemmig" in text_of(Client().get("/experten/koor/"))
    assert browser.post(path, {"do": "stop"}).status_code == 302
    assert Client().get("/experten/koor/").status_code == 404
    assert Change.objects.about(Expert.objects.get()).filter(values__has_key="can_tell").exists()


def test_others_do_not_touch_the_expertise_of_an_actor(an: User) -> None:
    actor = ActorFactory(slug="koor")
    ActorFactory(slug="geheim", draft=True)
    outsider, path = browser_of(MembershipFactory().user), "/mijn/actoren/koor/expertise/"
    for answer in (outsider.get(path), outsider.post(path), outsider.post(APPLY, {"actor": "koor"})):
        assert answer.status_code == 403
    assert outsider.post(APPLY, {"actor": "geheim"}).status_code == 404
    assert outsider.post(APPLY, {"actor": "geh\0eim"}).status_code == 404
    assert outsider.get("/mijn/actoren/geheim/expertise/").status_code == 404
    with pytest.raises(PermissionDenied):
        start_expertise(actor=actor, by=UserFactory())
    expert = ExpertFactory(actor=actor)
    with pytest.raises(PermissionDenied):
        delete_profile(expert=expert, by=an)
    assert browser_of(an).get(path).status_code == 200
    begun = browser_of(an).post("/mijn/actoren/geheim/expertise/")
    assert begun["Location"] == "/mijn/actoren/geheim/expertise/"


def test_a_partner_keeps_the_expertise_of_their_municipality() -> None:
    partner = MunicipalLinkFactory()
    ExpertFactory(actor__municipality=partner.municipality, actor__slug="koor", slug="koor")
    browser = browser_of(partner.user)
    assert save(browser, "save", "/mijn/actoren/koor/expertise/", can_tell="Anders.").status_code == 302
    assert Expert.objects.get().can_tell == "Anders."


@pytest.mark.django_db(transaction=True)
def test_begun_twice_at_the_same_moment_there_is_one_profile() -> None:
    user = UserFactory(name="Nour")

    def begin(_number: int) -> int:
        try:
            return start_profile(user=user, name="Nour").pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(begin, range(4)))) == 1
    assert Expert.objects.count() == 1
