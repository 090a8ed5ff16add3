"""Signing in through another organisation (OpenID Connect)."""

import logging

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from actors.accounts.landing import wanted_in
from actors.accounts.limits import is_allowed, too_often
from actors.accounts.linking import let_in_from_outside, waiting
from actors.accounts.openid import Cancelled, Refused, come_back, leave_for_provider
from ecru.base.access import public

from .sign_in import by_code, start_again

log = logging.getLogger(__name__)


def callback_address() -> str:
    """Where the provider sends people back to; one address, in every language, because the provider has to know it."""
    with override(settings.LANGUAGE_CODE):
        return settings.BASE_URL + reverse("openid-back")


@public
@require_POST
@never_cache
def openid_start(request: HttpRequest) -> HttpResponse:
    """Off to the provider."""
    if not settings.OIDC:
        raise Http404
    if not is_allowed(request, "openid"):
        return too_often(request)
    wanted = wanted_in(request)
    try:
        return HttpResponseRedirect(leave_for_provider(request, callback_address(), wanted))
    except Refused as error:
        return refused(request, error, wanted)


@public
@require_safe
@never_cache
def openid_back(request: HttpRequest) -> HttpResponse:
    """Back from the provider: in, or first a code by mail to prove the address."""
    if not settings.OIDC:
        raise Http404
    try:
        identity, wanted = come_back(request, callback_address())
    except Refused as error:
        return refused(request, error)
    response = let_in_from_outside(request, identity, wanted)
    if response is not None:
        return response
    if waiting(request) is not None:
        return by_code(request, identity.email, wanted)
    log.warning("openid connect: no address that can be used")
    said = _("%(name)s did not tell us an address that we can use. Sign in with a code by mail.")
    return start_again(request, said % {"name": settings.OIDC["name"]}, wanted)


def refused(request: HttpRequest, error: Refused, wanted: str = "") -> HttpResponse:
    """Calm words for people; the reason is in the log."""
    log.warning("openid connect: %s", error)
    if isinstance(error, Cancelled):
        said = _("You stopped at %(name)s. You can also sign in with a code by mail.")
    else:
        said = _("Signing in through %(name)s did not work. Try again, or sign in with a code by mail.")
    return start_again(request, said % {"name": settings.OIDC["name"]}, wanted)
