"""Before something important changes, people prove once more who they are."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache

from .factors import proved_lately

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def proven_lately(view: View[P]) -> View[P]:
    """Opens ``view`` only for who proved who they are in the last ten minutes; others do so first, and come back."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        return view(request, *args, **kwargs) if proved_lately(request) else to_proof(request)

    return never_cache(guarded)


def to_proof(request: HttpRequest) -> HttpResponse:
    """Asks for a proof; afterwards this page opens (a form is sent once more, by hand)."""
    wanted: Any = request.get_full_path()
    return HttpResponseRedirect(f"{reverse('prove')}?{urlencode({'next': wanted})}")
