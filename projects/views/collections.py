"""Collections: practices and projects that belong together."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from ecru.base.access import public
from ecru.base.kept import same_for_everyone

from ..models import Collection
from ..practices.page import practice_crumbs


@public
@require_safe
@same_for_everyone()
def collection_list(request: HttpRequest) -> HttpResponse:
    """Every collection."""
    collections = Collection.objects.visible_to(request.user).published().in_order()
    context = {"collections": collections, "crumbs": practice_crumbs(), "section": "practices"}
    return render(request, "projects/collection_list.html", context)


@public
@require_safe
@same_for_everyone()
def collection_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One collection: its introduction, and what is in it, in the order of the editors."""
    collection = get_object_or_404(Collection.objects.visible_to(request.user).for_page(), slug=slug)
    context = {
        "collection": collection,
        "crumbs": practice_crumbs(),
        "section": "practices",
    }
    return render(request, "projects/collection_detail.html", context)
