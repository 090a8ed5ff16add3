"""What the history keeps of support: measures, and their rounds and conditions as parts of them."""

from django.db.models import F, Value
from django.db.models.functions import Coalesce, Concat, NullIf

from actors.history import keep_history

from .models import Call, Criterion, Measure

NAMED = Concat("measure__title", Value(": "), Coalesce(NullIf("name", Value("")), F("rhythm")))

keep_history(Measure, F("title"))
keep_history(Call, NAMED, part_of="measure")
keep_history(Criterion, Concat("measure__title", Value(": "), F("text")), part_of="measure")
