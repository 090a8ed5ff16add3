"""Addresses of actors that were merged: each page of the old one leads to the same page of the one that stayed."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from .models import Actor

NOT_FOUND = 404
ABOUT_ACTORS = "actor-"  # how the routes of an actor's own pages begin


class MovedAddresses:
    """Answers 301 instead of 404 at an address that moved; a form sent there comes along (308).

    It knows no page by name: every route about an actor (``actor-…`` with a ``slug``) moves, also those to come. Who
    may not see the one that stayed does not learn of it. Nothing is asked of the database for a page that exists.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        match = request.resolver_match
        if response.status_code != NOT_FOUND or match is None or "slug" not in match.kwargs:
            return response
        if not (match.url_name or "").startswith(ABOUT_ACTORS):
            return response
        actor = Actor.objects.visible_to(request.user).moved_from(match.kwargs["slug"])
        if actor is None:
            return response
        address = reverse(match.view_name, args=match.args, kwargs={**match.kwargs, "slug": actor.slug})
        query = request.META.get("QUERY_STRING", "")
        is_form = request.method not in {"GET", "HEAD"}
        return redirect(f"{address}?{query}" if query else address, permanent=True, preserve_request=is_form)
