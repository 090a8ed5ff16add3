"""Files and pictures of practices, and the answer of who is named with one."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from actors.desk import Impossible
from actors.permissions import may_keep_field
from ecru.base.access import public
from ecru.base.files import file_response

from ..models import Practice, PracticeActor, PracticeFile, PracticePicture
from ..permissions import may_answer_for, may_edit_practice, may_preview_practice, may_take_file
from ..practices.page import practice_preview
from ..sharing import answer_maker
from ..sharing.reading import differences, stored
from ..sharing.standing import waiting_item

GET_AND_POST = ["GET", "HEAD", "POST"]
ANSWERS = {"ja": True, "nee": False}


@public
@require_safe
def practice_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A file, to keep. Before the practice shows only its makers and the editors get it; for others it does not exist."""
    file = get_object_or_404(PracticeFile.objects.select_related("practice"), pk=pk)
    if not may_take_file(request.user, file):
        raise Http404
    return file_response(file)


@never_cache
@require_safe
def my_practice_picture(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A picture that does not show yet, for who may see the preview."""
    picture = get_object_or_404(PracticePicture.objects.select_related("practice"), pk=pk)
    if not may_preview_practice(request.user, picture.practice):
        raise Http404
    try:
        content = picture.original.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    return FileResponse(content, content_type="image/webp")


@never_cache
@require_safe
def my_practice_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The page as everyone will see it, for its makers, who was asked to stand with it, and the editors. Nothing changes."""
    practice = get_object_or_404(Practice.objects.for_page(), pk=pk)
    if not may_preview_practice(request.user, practice):
        raise Http404
    context = {
        **practice_preview(practice, request.user),
        "makes": may_edit_practice(request.user, practice),
        "item": waiting_item(practice) if may_keep_field(request.user) else None,
    }
    return render(request, "projects/share/preview.html", context)


@public
@never_cache
@require_http_methods(GET_AND_POST)
def practice_consent(request: HttpRequest, token: str) -> HttpResponse:
    """The link in the mail to who is named: GET shows what was written, POST says yes or no."""
    found = PracticeActor.objects.by_token(token)
    if found is None:
        raise Http404
    return consent_page(request, found, token)


@never_cache
@require_http_methods(GET_AND_POST)
def my_practice_consent(request: HttpRequest, pk: int) -> HttpResponse:
    """The same for who is signed in and acts for the named actor. For anybody else it does not exist."""
    found = get_object_or_404(PracticeActor.objects.select_related("practice", "actor"), pk=pk)
    if not may_answer_for(request.user, found):
        raise Http404
    return consent_page(request, found, "")


def consent_page(request: HttpRequest, maker: PracticeActor, token: str) -> HttpResponse:
    """What was written, and the answer."""
    person: Any = request.user
    yes = ANSWERS.get(request.POST.get("antwoord", ""))
    if yes is not None:
        try:
            answer_maker(maker=maker, yes=yes, by=person, token=token)
            messages.success(request, _("Thank you. We tell who asked."))
        except Impossible as reason:
            messages.warning(request, str(reason))
        return redirect(request.path)
    practice = maker.practice
    told = [] if practice.is_public else differences({}, stored(practice))
    previews = not practice.is_public and may_preview_practice(request.user, practice)
    context = {"maker": maker, "practice": practice, "told": told, "previews": previews}
    return render(request, "projects/share/consent.html", context)
