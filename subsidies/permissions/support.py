"""Who may do what with support."""

from typing import Any

from actors.models import Municipality
from actors.permissions import may_keep_field

from ..models import Level, Measure


def may_check_coverage(user: Any, place: Municipality) -> bool:
    """Who keeps the field, and the partner of ``place``, say that they looked there for support."""
    if may_keep_field(user):
        return True
    return bool(user.is_authenticated and user.is_active and place.pk in user.own_municipalities)


def may_keep_support(user: Any) -> bool:
    """Partners of a municipality keep the support of their own one; who keeps the field keeps all of it."""
    return may_keep_field(user) or bool(getattr(user, "own_municipalities", ()))


def may_edit_measure(user: Any, measure: Measure) -> bool:
    """A partner changes what their own municipality gives (level "gemeente"); who keeps the field changes every measure."""
    if may_keep_field(user):
        return True
    if not user.is_authenticated or not user.is_active or measure.level != Level.MUNICIPALITY:
        return False
    return gives_it(user, measure)


def gives_it(user: Any, measure: Measure) -> bool:
    """Whether ``user`` works for a municipality where ``measure`` holds. Prefetch ``municipalities`` for many measures."""
    own = user.own_municipalities
    return bool(own) and any(place.pk in own for place in measure.municipalities.all())


def may_change_giver_at_once(user: Any) -> bool:
    """For who keeps the field nothing waits; for others an editor looks at new measures, at the giver and at the level."""
    return may_keep_field(user)


def may_add_measure(user: Any, municipality: Municipality) -> bool:
    """A partner adds what their own municipality gives; who keeps the field adds for all of them."""
    return may_keep_field(user) or municipality.pk in getattr(user, "own_municipalities", ())


def may_exchange_measures(user: Any) -> bool:
    """Tables of measures come in and go out in the hands of who keeps the field."""
    return may_keep_field(user)
