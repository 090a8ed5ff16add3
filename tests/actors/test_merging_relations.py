"""Everything that points at an actor follows when it is merged; nothing is lost, and nothing is there twice."""

from typing import Any

from django.db import models
from django.db.models import ForeignKey
from django.test import Client
from django.utils import timezone

from actors.merging import A, Merger
from actors.merging.following import LEFT_BEHIND, Pointer, pointers
from actors.models import Act, Actor, ActorName, Change, Conversation, Expert, Membership, User
from ecru.base.edition import ChangeNote
from projects.models import PartnerCall, Reuse
from subsidies.models import Dossier
from tests.actors.admin_cast import editor
from tests.actors.markup import text_of
from tests.actors.merging_cast import browser, choir, double, merge, page_of
from tests.factories import (
    ActorFactory,
    DisciplineFactory,
    ExpertFactory,
    MembershipFactory,
    MunicipalityFactory,
    PartnerCallFactory,
    ReuseFactory,
)
from tests.subsidies.dossier_factories import DossierFactory

__all__ = ["browser", "choir", "double", "editor"]

FACTORIES: dict[Any, Any] = {
    PartnerCall: PartnerCallFactory,
    Reuse: ReuseFactory,
    Dossier: DossierFactory,
}  # they have rules of their own


def test_nothing_that_points_at_the_lost_one_is_lost(choir: Actor, double: Actor, editor: User) -> None:
    made: list[tuple[Pointer, Any]] = [
        (pointer, row_for(pointer, double, number)) for number, pointer in enumerate(pointers())
    ]
    assert {Expert, ActorName, Actor} <= {pointer.model for pointer, _row in made}
    Merger(choir.pk, double.pk, editor).merge(A, {}, "ook")
    assert not Actor.objects.filter(pk=double.pk).exists()
    for pointer, row in made:
        again = pointer.model._base_manager.get(pk=row.pk)
        now = getattr(again, pointer.column.attname)
        wanted = None if (pointer.model, pointer.column.name) in LEFT_BEHIND else choir.pk
        assert now == wanted, f"{pointer.model._meta.label}.{pointer.column.name}"


def row_for(pointer: Pointer, actor: Actor, number: int) -> Any:
    """A row that points at ``actor``, made from what its model asks."""
    if pointer.model is Actor:
        return ActorFactory(**{pointer.column.name: actor})
    if pointer.model is Expert:
        return ExpertFactory(actor=actor)
    if pointer.model is Membership:
        return MembershipFactory(actor=actor)
    return make(pointer.model, number, **{pointer.column.name: actor})


def make(model: Any, number: int, **given: Any) -> Any:
    """A record of ``model`` with a value in every field that asks for one."""
    if model is Actor and not given:
        return ActorFactory()
    if model in FACTORIES:
        return FACTORIES[model](**given)
    if model is Conversation and not given:
        given["kind"] = Conversation.Kind.TEAM  # the one that is about nobody
    for column in model._meta.concrete_fields:
        if (
            column.name not in given
            and not column.null
            and not column.has_default()
            and not column.primary_key
        ):
            choices = [] if column.blank else [key for key, _label in column.choices or []]
            given[column.name] = choices[0] if choices else value_for(column, number)
    return model._base_manager.create(**given)


def value_for(column: Any, number: int) -> Any:
    """Something that ``column`` takes."""
    if isinstance(column, ForeignKey):
        return make(column.related_model, number)
    if isinstance(column, models.DateTimeField):
        return timezone.now()
    if isinstance(column, models.DateField):
        return timezone.localdate()
    if isinstance(column, models.DecimalField):
        return "51.00000"
    if isinstance(column, models.UUIDField):
        return f"00000000-0000-4000-8000-{number:012}"
    text = f"rij-{number}"[-(column.max_length or 20) :]
    return number if isinstance(column, models.IntegerField) else "" if column.blank else text


def test_what_both_have_is_there_once(browser: Client, choir: Actor, double: Actor) -> None:
    music, genk, group = DisciplineFactory(label="Muziek"), MunicipalityFactory(name="Genk"), ActorFactory()
    dance = DisciplineFactory(label="Dans")
    for actor in (choir, double):
        actor.disciplines.add(music)
        actor.umbrellas.add(group)
        actor.active_in.add(genk)
        ActorName.objects.create(actor=actor, name="Draadkoor")
    double.disciplines.add(dance)
    double.umbrellas.add(choir)
    choir.umbrellas.add(double)
    friend = ActorFactory()
    friend.umbrellas.add(choir, double)
    said = text_of(browser.get(page_of(choir, double)))
    assert "Horen erbij" in said
    merge(browser, choir, double, stays="a")
    assert set(choir.disciplines.all()) == {music, dance}
    assert list(choir.umbrellas.all()) == [group]
    assert list(friend.umbrellas.all()) == [choir]
    assert sorted(choir.names.values_list("name", flat=True)) == ["De Draad, koor van Genk", "Draadkoor"]
    merged = Change.objects.filter(key=choir.pk, act=Act.MERGED).get()
    assert merged.values["disciplines"][1] == [[music.pk, "Muziek"], [dance.pk, "Dans"]]


def test_who_points_at_it_has_it_in_the_history(browser: Client, choir: Actor, double: Actor) -> None:
    part, expert, friend = ActorFactory(parent=double), ExpertFactory(actor=double), ActorFactory()
    friend.umbrellas.add(double)
    ChangeNote.objects.all().delete()
    merge(browser, choir, double, stays="a")
    for record, name in ((part, "parent"), (expert, "actor"), (friend, "umbrellas")):
        [line] = Change.objects.about(record)
        assert "Koor De Draad" in str(line.values[name][1])
        label = record._meta.label_lower
        assert ChangeNote.objects.filter(model=label, key=record.pk).exists()
    assert list(Expert.objects.search("draad")) == [expert]


def test_what_cannot_be_there_twice_is_told(
    choir: Actor, double: Actor, editor: User, monkeypatch: Any
) -> None:
    ActorName.objects.create(actor=choir, name="Draadkoor", kind="ook")
    lost = ActorName.objects.create(actor=double, name="Draadkoor", kind="ook")
    monkeypatch.setattr("actors.merging.following.Follower.is_known", lambda *_args: False)
    double_key = double.pk
    one, left = Merger(choir.pk, double_key, editor).merge(A, {}, "ook")
    assert left == [f"Andere naam: Draadkoor (actor: {double_key}; naam: Draadkoor; hoe: ook)"]
    assert left[0] in Change.objects.filter(act=Act.MERGED, key=one.pk).get().reason
    assert not ActorName.objects.filter(pk=lost.pk).exists()
