"""Advice of experts: the own ones, one of them, the link in the mail, and what others advised."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from actors.editing import Typed
from ecru.base.access import GET_AND_POST, public
from ecru.base.tokens import hashed

from ..advising import Answer, answer, give, react, save
from ..dossiers import Refused
from ..forms.advice import AnswerForm, ReactionForm, ReviewForm
from ..models import Review
from ..permissions import ADVISING, is_asked
from .dossiers import posted
from .saving import autosaved, is_autosave, saved

GIVE = "geven"


def own_review(request: HttpRequest, pk: int) -> Review:
    """The advice that was asked of this person. Raises ``Http404`` for everybody else."""
    return get_object_or_404(Review.objects.asked_of(request.user).for_cards(), pk=pk)


def review_crumbs(*more: dict[str, str]) -> list[dict[str, str]]:
    """The way to own advice."""
    return [
        {"name": _("Start"), "url": reverse("home")},
        {"name": _("Your advice"), "url": reverse("my-reviews")},
        *more,
    ]


@never_cache
@require_safe
def my_reviews(request: HttpRequest) -> HttpResponse:
    """What was asked of this person: what waits first, then what was given or handed back."""
    asked = list(Review.objects.asked_of(request.user).for_cards().soonest())
    context = {
        "waiting": [review for review in asked if review.is_waiting],
        "done": [review for review in asked if not review.is_waiting],
        "crumbs": review_crumbs()[:1],
    }
    return render(request, "subsidies/advice/my_reviews.html", context)


@never_cache
@require_http_methods(GET_AND_POST)
def my_review(request: HttpRequest, pk: int) -> HttpResponse:
    """Declaring first; then the scores, saved as one goes; once given, what others advised."""
    user: Any = request.user
    review = own_review(request, pk)
    if not review.is_declared or request.method != "POST":
        return review_page(request, review)
    form = ReviewForm(request.POST, review=review)

    def keep(typed: Typed) -> None:
        save(review=review, by=user, typed=typed)

    if is_autosave(request):
        return autosaved(form, keep)
    gives = request.POST.get("do") == GIVE
    if gives and review.given_at:
        return given(request, review)  # a second click does nothing twice
    if saved(form, keep):
        if not gives:
            messages.success(request, _("Saved."))
            return redirect(review)
        try:
            return given(request, give(review=review, by=user))
        except Refused as refusal:
            for said in refusal.sentences:
                form.add_error(None, said)
    return review_page(request, review, form=form)


def given(request: HttpRequest, review: Review) -> HttpResponse:
    """Thanks, and the page with what others advised."""
    messages.success(request, _("Given. Thank you."))
    return redirect(review)


def review_page(request: HttpRequest, review: Review, **more: Any) -> HttpResponse:
    """The page in the state where the advice is, with whatever came back."""
    context: dict[str, Any] = {
        "review": review,
        "dossier": review.dossier,
        "crumbs": review_crumbs(),
        "is_open": review.dossier.phase in ADVISING,
    }
    if not review.is_declared:
        context["answer_form"] = more.pop("answer_form", None) or AnswerForm()
        return render(request, "subsidies/advice/question.html", context | more)
    context["answer_form"] = AnswerForm(declared=True)
    form = more.pop("form", None)
    if not review.given_at or form is not None:
        context["form"] = form or ReviewForm(review=review)
    else:
        context["others"] = others_of(review, more.pop("tried", None))
    return render(request, "subsidies/advice/my_review.html", context | more)


def others_of(review: Review, tried: ReactionForm | None = None) -> list[dict[str, Any]]:
    """What others advised, each with what this expert thinks of it."""
    given = Review.objects.beside(review).select_related("expert__actor")
    own = {reaction.about_id: reaction for reaction in review.reactions.all()}
    found = []
    for other in given.prefetch_related("scores"):
        mine = own.get(other.pk)
        form = ReactionForm(about=other)
        if tried is not None and tried.prefix == form.prefix:
            form = tried
        found.append({"review": other, "reaction": mine, "form": form})
    return found


@never_cache
@require_POST
def my_review_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Declares to have no interest, or hands it back."""
    user: Any = request.user
    review = own_review(request, pk)
    form = AnswerForm(request.POST)
    if form.is_valid():
        try:
            said = Answer(form.cleaned_data["said"])
            done = answer(review=review, said=said, by=user, why=form.cleaned_data["why"])
            messages.success(request, said_in_words(done))
            return redirect(review)
        except Refused as refusal:
            form.add_error(None, refusal.sentences[0])
    if review.is_declared:
        for said_wrong in form.errors.values():
            messages.warning(request, str(said_wrong[0]))
        return redirect(review)
    return review_page(request, review, answer_form=form)


def said_in_words(review: Review) -> str:
    """What happens now."""
    if review.handed_back:
        return _("Handed back. ECRU asks somebody else. Thank you for saying so.")
    return _("Noted. The file is open for you now.")


@never_cache
@require_POST
def my_review_react(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """Says whether one agrees with the advice of another, once one's own was given."""
    user: Any = request.user
    review = own_review(request, pk)
    if not review.counts:
        raise Http404
    about = get_object_or_404(Review.objects.beside(review), pk=other)
    form = ReactionForm(request.POST, about=about)
    if form.is_valid():
        try:
            agrees = form.cleaned_data["agrees"] == "ja"
            react(review=review, about=about, by=user, agrees=agrees, words=form.cleaned_data["words"])
            messages.success(request, _("Saved."))
            return redirect(review)
        except Refused as refusal:
            form.add_error(None, refusal.sentences[0])
    return review_page(request, review, tried=form)


@public
@never_cache
@require_http_methods(GET_AND_POST)
def review_link(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the mail. The expert goes on to their page; who only has the link can hand it back."""
    review = get_object_or_404(Review.objects.by_token(hashed(token)).for_cards())
    if is_asked(request.user, review):
        return redirect(review)
    form = AnswerForm(posted(request), only_back=True)
    if form.is_bound and form.is_valid():
        try:
            said = Answer(form.cleaned_data["said"])
            messages.success(
                request,
                said_in_words(answer(review=review, said=said, by=None, why=form.cleaned_data["why"])),
            )
            return redirect("review-link", token=token)
        except Refused as refusal:
            form.add_error(None, refusal.sentences[0])
    context = {"review": review, "dossier": review.dossier, "answer_form": form, "by_link": True}
    context["crumbs"] = review_crumbs()[:1]
    return render(request, "subsidies/advice/question.html", context)
