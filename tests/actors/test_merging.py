"""Two records of one organisation become one: an editor chooses, field by field."""

from typing import Any

import pytest
from django.test import Client

from actors.merging import A, B, Gone, Merger, Refused, choices_for, fuller
from actors.models import Act, Actor, Change, SlugRedirect, User
from tests.actors.admin_cast import editor, outsider, signed_in
from tests.actors.markup import text_of
from tests.actors.merging_cast import asked, browser, choir, double, merge, page_of
from tests.factories import ActorFactory, ThemeFactory

__all__ = ["browser", "choir", "double", "editor", "outsider"]


def test_two_become_one(browser: Client, choir: Actor, double: Actor, editor: User) -> None:
    page = browser.get(page_of(choir, double))
    said = text_of(page)
    assert "Twee websites" in said
    assert "Er is geen knop die een samenvoeging terugdraait" in said
    told = merge(browser, choir, double, stays="a", **{"pick-name": "a", "pick-website": "a"})
    assert told == ["Samengevoegd. Het oude adres leidt naar hier."]
    one = Actor.objects.get()
    assert (one.pk, one.slug, one.name, one.website) == (
        choir.pk,
        "koor-de-draad",
        "Koor De Draad",
        "https://draad.example",
    )
    assert one.description == double.description
    assert one.partner_since == "2015"
    assert [(name.kind, name.name) for name in one.names.all()] == [("ook", "De Draad, koor van Genk")]
    assert list(Actor.objects.search("draad genk")) == [one]
    merged = Change.objects.filter(key=choir.pk).latest("pk")
    assert (merged.act, merged.by, merged.values["partner_since"]) == (Act.MERGED, editor, ["", "2015"])
    assert "Niet overgenomen, en in de geschiedenis bewaard: Naam, Website" in merged.reason
    lost = Change.objects.get(key=double.pk, act=Act.MERGED)
    assert (lost.into, lost.values["website"]) == (choir.pk, ["https://dedraad.example", None])
    history = text_of(browser.get(f"/beheer/actors/actor/{choir.pk}/history/"))
    assert "https://dedraad.example" in history
    assert "De Draad, koor van Genk" in history
    assert "opgegaan" in text_of(browser.get("/beheer/actors/change/?q=opgegaan"))


def test_the_other_side_can_stay_and_take_the_name(browser: Client, choir: Actor, double: Actor) -> None:
    merge(browser, choir, double, stays="b", alias="vroeger", **{"pick-name": "a", "pick-website": "x"})
    one = Actor.objects.get()
    assert (one.pk, one.slug, one.name) == (double.pk, "de-draad", "Koor De Draad")
    assert [(name.kind, name.name) for name in one.names.all()] == [("vroeger", "De Draad, koor van Genk")]
    assert SlugRedirect.objects.get().slug == "koor-de-draad"


@pytest.mark.parametrize("who", ["itself", "parent", "grandparent"])
def test_relatives_and_itself_are_refused(browser: Client, choir: Actor, double: Actor, who: str) -> None:
    between = ActorFactory(parent=double)
    choir.parent = {"itself": None, "parent": double, "grandparent": between}[who]
    choir.save()
    other = choir if who == "itself" else double
    wanted = "twee keer dezelfde" if who == "itself" else "maakt deel uit van ‘De Draad"
    for path in (page_of(choir, other), page_of(other, choir)):
        for answer in (browser.get(path, follow=True), browser.post(path, {}, follow=True)):
            assert wanted in text_of(answer)
    assert Actor.objects.filter(pk__in=[choir.pk, double.pk]).count() == 2


def test_a_circle_is_refused_and_nothing_changes(browser: Client, choir: Actor, double: Actor) -> None:
    below = ActorFactory(parent=choir)
    double.parent = below
    double.save()
    told = merge_refused(browser, choir, double)
    assert "maakt deel uit van" in told
    assert Actor.objects.count() == 3


def merge_refused(browser: Client, a: Actor, b: Actor) -> str:
    """What an editor is told who asks for what cannot be."""
    return text_of(browser.post(page_of(a, b), {"stays": "a"}, follow=True))


def test_a_second_click_says_that_it_is_done(browser: Client, choir: Actor, double: Actor) -> None:
    path = page_of(choir, double)
    sent = asked(browser.get(path), stays="a")
    browser.post(path, {**sent, "pick-name": "a"})
    for answer in (browser.post(path, sent, follow=True), browser.get(path, follow=True)):
        assert "is al opgegaan in ‘Koor De Draad’; An heeft ze samengevoegd" in text_of(answer)
        assert answer.redirect_chain[-1][0] == f"/beheer/actors/actor/{choir.pk}/change/"
    assert SlugRedirect.objects.count() == 1
    for page in ("change", "history", "samenvoegen"):
        answer = browser.get(f"/beheer/actors/actor/{double.pk}/{page}/", follow=True)
        assert "is in deze fiche opgegaan" in text_of(answer)


def test_one_that_was_deleted_is_told_calmly(browser: Client, choir: Actor, double: Actor) -> None:
    key = double.pk
    double.delete()
    answer = browser.get(page_of(choir, key), follow=True)
    assert "bestaat niet meer" in text_of(answer)
    with pytest.raises(Gone):
        Merger(choir.pk, key, None).read()
    assert browser.get(f"/beheer/actors/actor/{key}/samenvoegen/").status_code == 404
    assert browser.get(page_of(choir, "9" * 30)).status_code == 404


def test_what_somebody_saved_meanwhile_is_shown_first(browser: Client, choir: Actor, double: Actor) -> None:
    path = page_of(choir, double)
    sent = asked(browser.get(path), stays="b", alias="vroeger", **{"pick-name": "b"})
    Actor.objects.filter(pk=choir.pk).update(note="Net erbij gezet")
    answer = browser.post(path, sent)
    said = text_of(answer)
    assert "Iemand heeft intussen een van beide bewaard" in said
    assert "Net erbij gezet" in said
    assert (answer.context["stays"], answer.context["alias"]) == ("b", "vroeger")
    assert Actor.objects.count() == 2


def test_a_value_that_breaks_a_rule_is_refused(choir: Actor, double: Actor) -> None:
    Actor.objects.filter(pk=double.pk).update(country="")
    with pytest.raises(Refused, match="Land"):
        Merger(choir.pk, double.pk, None).merge(A, {"country": B}, "ook")
    assert Actor.objects.count() == 2


def test_company_numbers_move_without_a_clash(browser: Client, choir: Actor, double: Actor) -> None:
    Actor.objects.filter(pk=choir.pk).update(kbo_number="0440966354")
    Actor.objects.filter(pk=double.pk).update(kbo_number="0403019261", v_code="V0012345")
    said = text_of(browser.get(page_of(choir, double)))
    assert "Twee ondernemingsnummers" in said
    merge(browser, choir, double, stays="a", **{"pick-kbo_number": "b"})
    choir.refresh_from_db()
    assert (choir.kbo_number, choir.v_code) == ("0403019261", "V0012345")


def test_the_better_guess_is_ticked(choir: Actor, double: Actor) -> None:
    music = ThemeFactory(label="Stad")
    choir.themes.add(music)
    Actor.objects.filter(pk=choir.pk).update(status="draft", verified_on="2026-01-01", named_only=True)
    Actor.objects.filter(pk=double.pk).update(verified_on="2020-01-01", note="kort", place="Brussel")
    choir.refresh_from_db()
    double.refresh_from_db()
    picked = {choice.key: choice.picked for choice in choices_for(choir, double)}
    assert [
        picked[key] for key in ("status", "named_only", "verified_on", "note", "place", "description")
    ] == list("bbabbb")
    turned = {choice.key: choice.picked for choice in choices_for(double, choir)}
    assert (turned["status"], turned["verified_on"], turned["name"]) == ("a", "b", "a")
    assert fuller(choir, double) == B
    Actor.objects.filter(pk=choir.pk).update(facts={"name": "x"})
    choir.refresh_from_db()
    assert fuller(choir, double) == A


def test_every_field_of_an_actor_is_chosen_or_kept(choir: Actor, double: Actor) -> None:
    chosen = {name for choice in choices_for(choir, double) for name in choice.names}
    machines = {"id", "slug", "facts", "created_at", "updated_at", "published_at"}
    own = {column.name for column in Actor._meta.concrete_fields}
    assert own - chosen - machines == {"search_name", "search_alias", "search_topics", "search_text"}


def test_the_list_starts_a_merge(browser: Client, choir: Actor, double: Actor) -> None:
    def start(*keys: int) -> Any:
        return browser.post(
            "/beheer/actors/actor/", {"action": "merge_two", "_selected_action": keys}, follow=True
        )

    assert "Voeg deze twee samen" in text_of(start(choir.pk, double.pk))
    assert "Kies precies twee" in text_of(start(choir.pk))
    assert "Kies precies twee" in text_of(start(choir.pk, double.pk, ActorFactory().pk))


def test_the_other_one_is_found_by_name(browser: Client, choir: Actor, double: Actor) -> None:
    choir.reindex()
    double.reindex()
    assert "Voeg samen met" in text_of(browser.get(f"/beheer/actors/actor/{choir.pk}/change/"))
    path = f"/beheer/actors/actor/{double.pk}/samenvoegen/"
    assert page_of(double, choir) in browser.get(f"{path}?zoek=draad").content.decode()
    assert "Geen andere fiche" in text_of(browser.get(f"{path}?zoek=zzzz%00"))
    assert browser.get(f"{path}?zoek=").status_code == 200


def test_outsiders_merge_nothing(outsider: User, choir: Actor, double: Actor) -> None:
    member = signed_in(outsider)
    for path in (page_of(choir, double), f"/beheer/actors/actor/{choir.pk}/samenvoegen/"):
        assert member.get(path).status_code == 403
        assert Client().get(path).status_code == 302
    assert member.post(page_of(choir, double), {"stays": "a"}).status_code == 403
    assert Actor.objects.count() == 2
