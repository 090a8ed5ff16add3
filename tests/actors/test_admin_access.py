"""Who may do what in the admin."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.test import Client

from actors.models import Role, User
from tests.actors.admin_cast import chief, editor, outsider, regisseur, signed_in, typed
from tests.factories import ActorFactory, UserFactory

__all__ = ["chief", "editor", "outsider", "regisseur"]

FIELD = ["actor", "municipality", "figure", "actorkind", "discipline", "targetgroup", "theme", "topic", "termgroup", "source"]  # fmt: skip


def test_a_stranger_is_sent_to_sign_in_and_comes_back(client: Client, db: None) -> None:
    answer = client.get("/beheer/actors/actor/")
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith("/aanmelden/?next=/beheer/actors/actor/")


@pytest.mark.parametrize("path", ["/beheer/", "/beheer/actors/actor/", "/beheer/login/"])
def test_a_member_meets_a_clear_answer_and_no_loop(path: str, outsider: User) -> None:
    answer = signed_in(outsider).get(path)
    assert answer.status_code == 403
    assert "regisseur" in answer.text


@pytest.mark.parametrize("model", FIELD)
def test_an_editor_keeps_the_field(model: str, editor: User) -> None:
    browser = signed_in(editor)
    assert browser.get(f"/beheer/actors/{model}/").status_code == 200
    assert browser.get(f"/beheer/actors/{model}/add/").status_code == 200


def test_an_editor_sees_no_people(editor: User, regisseur: User) -> None:
    browser = signed_in(editor)
    assert "/beheer/actors/user/" not in browser.get("/beheer/").text
    assert browser.get("/beheer/actors/user/").status_code == 403
    assert browser.get(f"/beheer/actors/user/{regisseur.pk}/change/").status_code == 403
    assert browser.get(f"/beheer/actors/user/{regisseur.pk}/password/").status_code == 403
    assert browser.get("/beheer/auth/group/").status_code == 404


def test_the_index_is_dutch_and_in_our_order(regisseur: User) -> None:
    text = signed_in(regisseur).get("/beheer/", headers={"Accept-Language": "en"}).text
    assert '<html lang="nl"' in text
    assert text.index("/beheer/actors/actor/") < text.index("/beheer/actors/user/") < text.index("logentry")


def test_the_regisseur_gives_a_role(regisseur: User) -> None:
    ine = UserFactory(name="Ine")
    browser = signed_in(regisseur)
    page = browser.get(f"/beheer/actors/user/{ine.pk}/change/")
    role = Group.objects.get(name=Role.EDITOR)
    answer = browser.post(page.request["PATH_INFO"], typed(page, groups=[role.pk]))
    assert answer.status_code == 302
    assert User.objects.get(pk=ine.pk).roles == {Role.EDITOR}
    assert LogEntry.objects.get(object_id=str(ine.pk)).user == regisseur


def test_the_regisseur_makes_no_superuser(regisseur: User) -> None:
    ine = UserFactory(name="Ine")
    browser = signed_in(regisseur)
    page = browser.get(f"/beheer/actors/user/{ine.pk}/change/")
    browser.post(
        page.request["PATH_INFO"], typed(page, is_superuser="on", user_permissions="1", is_staff="on")
    )
    assert not User.objects.get(pk=ine.pk).is_superuser


def test_the_regisseur_cannot_touch_a_superuser(regisseur: User, chief: User) -> None:
    browser = signed_in(regisseur)
    page = f"/beheer/actors/user/{chief.pk}"
    assert browser.get(f"{page}/change/").status_code == 200
    assert browser.post(f"{page}/change/", {"email": "mine@example.org"}).status_code == 403
    assert browser.get(f"{page}/password/").status_code == 403
    assert browser.post(f"{page}/delete/", {"post": "yes"}).status_code == 403
    answer = browser.post(
        "/beheer/actors/user/", {"action": "delete_selected", "_selected_action": chief.pk, "post": "yes"}
    )
    assert answer.status_code in {200, 302, 403}
    assert User.objects.filter(pk=chief.pk).exists()


def test_nobody_changes_their_own_rights_or_locks_themselves_out(regisseur: User) -> None:
    browser = signed_in(regisseur)
    page = browser.get(f"/beheer/actors/user/{regisseur.pk}/change/")
    answer = browser.post(page.request["PATH_INFO"], typed(page, name="Rik R.", is_superuser="on"))
    assert answer.status_code == 302
    rik = User.objects.get(pk=regisseur.pk)
    assert (rik.name, rik.is_superuser, rik.is_active, rik.roles) == ("Rik R.", False, True, {Role.REGISSEUR})


def test_a_superuser_makes_a_superuser(chief: User) -> None:
    ine = UserFactory(name="Ine")
    browser = signed_in(chief)
    page = browser.get(f"/beheer/actors/user/{ine.pk}/change/")
    browser.post(page.request["PATH_INFO"], typed(page, is_superuser="on"))
    assert User.objects.get(pk=ine.pk).is_superuser


def test_somebody_new_gets_an_account_without_a_password(regisseur: User) -> None:
    role = Group.objects.get(name=Role.EXPERT)
    new = {"email": "Ine@GENK.example", "name": "Ine", "groups": [role.pk], "usable_password": "false"}
    assert signed_in(regisseur).post("/beheer/actors/user/add/", new).status_code == 302
    ine = User.objects.get(name="Ine")
    assert (ine.email, ine.has_usable_password(), ine.roles) == ("Ine@genk.example", False, {Role.EXPERT})


def test_an_address_is_used_once_in_any_case(regisseur: User) -> None:
    UserFactory(name="Ine", email="ine@genk.example")
    new = {"email": "INE@genk.example", "name": "Nog een", "usable_password": "false"}
    page = signed_in(regisseur).post("/beheer/actors/user/add/", new)
    [error] = page.context["adminform"].form.errors["email"]
    assert ">Ine</a>" in error
    assert len(page.context["adminform"].form.errors) == 1


def test_the_regisseur_sets_a_password(regisseur: User) -> None:
    ine = UserFactory(name="Ine")
    new = {"usable_password": "true", "password1": "Zeven-draden-9", "password2": "Zeven-draden-9"}
    answer = signed_in(regisseur).post(f"/beheer/actors/user/{ine.pk}/password/", new)
    assert answer.status_code == 302
    assert User.objects.get(pk=ine.pk).check_password("Zeven-draden-9")


def test_who_changed_something_is_not_deleted(regisseur: User, editor: User) -> None:
    actor = ActorFactory()
    browser = signed_in(editor)
    browser.post("/beheer/actors/actor/", {"action": "archive", "_selected_action": actor.pk})
    answer = signed_in(regisseur).post(
        f"/beheer/actors/user/{editor.pk}/delete/", {"post": "yes"}, follow=True
    )
    assert User.objects.filter(pk=editor.pk).exists()
    assert "An" in str(next(iter(answer.context["messages"])))
    assert LogEntry.objects.filter(user=editor).count() == 1


def test_history_is_read_only_and_hides_people_from_editors(regisseur: User, editor: User) -> None:
    ine, actor = UserFactory(name="Ine"), ActorFactory(name="Koor")
    boss, browser = signed_in(regisseur), signed_in(editor)
    page = boss.get(f"/beheer/actors/user/{ine.pk}/change/")
    boss.post(page.request["PATH_INFO"], typed(page, name="Ine I."))
    boss.post("/beheer/actors/actor/", {"action": "archive", "_selected_action": actor.pk})
    everything, field = boss.get("/beheer/admin/logentry/").text, browser.get("/beheer/admin/logentry/").text
    assert "Ine I." in everything
    assert "Koor" in everything
    assert "Ine I." not in field
    assert "Koor" in field
    entry = LogEntry.objects.first()
    assert entry is not None
    assert boss.get("/beheer/admin/logentry/add/").status_code == 403
    assert boss.post(f"/beheer/admin/logentry/{entry.pk}/delete/", {"post": "yes"}).status_code == 403


HOSTILE: list[Any] = ["", "x" * 10_000, "🎭'\"%_;--", "a\0b", "-1", "9" * 40, "<script>", "NaN"]


@pytest.mark.parametrize("value", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize(
    "model", ["actors/actor", "actors/theme", "actors/user", "admin/logentry", "actors/figure"]
)
def test_lists_take_any_address(model: str, value: str, regisseur: User) -> None:
    browser = signed_in(regisseur)
    for name in ("q", "p", "o", "status__exact", "kind__id__exact", "place", "checked", "missing", "group__id__exact",
                 "action_time__year", "municipality__id__exact", "nonsense", "e", "all"):  # fmt: skip
        answer = browser.get(f"/beheer/{model}/", {name: value}, follow=True)
        assert answer.status_code == 200, (name, answer.status_code)


@pytest.mark.parametrize("value", HOSTILE, ids=range(len(HOSTILE)))
def test_forms_and_pickers_take_any_address(value: str, editor: User) -> None:
    browser = signed_in(editor)
    for name in ("parent", "kind", "disciplines", "name", "latitude", "verified_on"):
        assert browser.get("/beheer/actors/actor/add/", {name: value}).status_code == 200
    for field in ("parent", "themes", "source"):
        what = {"app_label": "actors", "model_name": "actor", "field_name": field, "term": value}
        assert browser.get("/beheer/autocomplete/", what).status_code == 200
        assert browser.get("/beheer/autocomplete/", {**what, "term": "", "page": value}).status_code in {
            200,
            404,
        }
    posted = dict.fromkeys(
        ("name", "slug", "kind", "parent", "themes", "municipality", "latitude", "country"), value
    )
    assert browser.post("/beheer/actors/actor/add/", posted).status_code == 200
