"""The step between the first proof and being signed in."""

from typing import Any

from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest

from .factors import STRONG_ELSEWHERE, proofs_of


class SecondStep(AuthenticateStage):
    """Asks a second proof of who has a second factor, unless the first one counted as both."""

    key = AuthenticateStage.key
    urlname = "second-step"

    def _should_handle(self, request: HttpRequest) -> bool:
        user: Any = self.login.user
        strong = any(proof["method"] == STRONG_ELSEWHERE for proof in proofs_of(request, user))
        return not strong and super()._should_handle(request)
