"""Pages on which somebody stops with a profile, or deletes it: first told what happens, then done with a button."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect


@dataclass(frozen=True)
class Ending:
    """One button: what it does, what the next page says, and which page that is (the name of its route)."""

    carry_out: Callable[[], Any]
    told: Any
    following: str


def ended(request: HttpRequest, ways: Mapping[str, Ending]) -> HttpResponse | None:
    """Does what the pressed button says; None when none of ``ways`` was pressed."""
    way = ways.get(request.POST.get("do", ""))
    if way is None:
        return None
    way.carry_out()
    messages.success(request, str(way.told))
    return redirect(way.following)
