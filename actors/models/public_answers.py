"""Questions and answers that both sides made public."""

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from ecru.base.models import Publication, Publishable, PublishableQuerySet
from ecru.base.searchable import Searchable

from .actor import Actor
from .conversations import Conversation
from .experts import Expert
from .municipality import Municipality
from .vocabulary import Topic


class PublicAnswerQuerySet(PublishableQuerySet["PublicAnswer"]):
    """Questions about public answers."""

    def agreed(self) -> Self:
        """Where both sides agree."""
        return self.filter(asker_agreed_on__isnull=False, answerer_agreed_on__isnull=False)

    def publish(self) -> int:
        """Publishes what both sides agree with; the rest stays as it is. Returns how many."""
        return super(PublicAnswerQuerySet, self.agreed()).publish()

    def to_edit(self) -> Self:
        """Drafts that both sides agree with: the team makes them ready."""
        return self.agreed().filter(status=Publication.DRAFT)

    def about_topic(self, topic: Topic) -> Self:
        """About one topic."""
        return self.filter(topic=topic)

    def for_reindex(self) -> Self:
        """With all that search looks in."""
        return self.for_cards()

    def for_cards(self) -> Self:
        """With all that a list shows, in one query."""
        return self.select_related("topic", "municipality", "actor", "expert__actor")


class PublicAnswer(Publishable, Searchable):
    """A question and its answer, edited by the team, without who asked. It shows only while both sides agree."""

    SPEAKS_OF = ("topic", "municipality", "actor", "expert__actor")

    conversation = models.OneToOneField(
        Conversation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="public_answer",
        verbose_name=_("conversation"),
    )
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=160)
    question = models.TextField(_("question"))
    answer = models.TextField(_("answer"))
    topic = models.ForeignKey(
        Topic, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("topic")
    )
    municipality = models.ForeignKey(
        Municipality, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("municipality")
    )
    actor = models.ForeignKey(
        Actor,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="public_answers",
        verbose_name=_("answered by (actor)"),
    )
    expert = models.ForeignKey(
        Expert,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="public_answers",
        verbose_name=_("answered by (expert)"),
    )
    asker_agreed_on = models.DateTimeField(_("who asked agreed on"), null=True, blank=True)
    answerer_agreed_on = models.DateTimeField(_("who answered agreed on"), null=True, blank=True)

    objects = PublicAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("public question and answer")
        verbose_name_plural = _("public questions and answers")
        ordering = ["-published_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status=Publication.PUBLISHED)
                | Q(asker_agreed_on__isnull=False, answerer_agreed_on__isnull=False),
                name="public_answer_with_both_consents",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Refuses to show what not both sides agree with."""
        if self.is_public and not self.both_agree:
            told = _("Not both sides agree that this is public. Keep it as a draft.")
            raise ValidationError({"status": told})

    def get_absolute_url(self) -> str:
        return reverse("public-answer", args=[self.slug])

    @property
    def summary(self) -> str:
        """The first words of the answer."""
        return Truncator(self.answer).words(24, truncate=" …")

    @property
    def by(self) -> Actor | Expert | None:
        """Who answered; None for the team, and for a person who is off the site: nothing names them any more."""
        if self.expert is not None and (self.expert.is_public or not self.expert.person_name):
            return self.expert
        return self.actor

    @property
    def woven(self) -> list[str]:
        """The place to dye on its page."""
        return [self.municipality.slug] if self.municipality and self.municipality.member else []

    @property
    def both_agree(self) -> bool:
        """Whether it may be published."""
        return self.asker_agreed_on is not None and self.answerer_agreed_on is not None

    def search_words(self) -> tuple[list[str], list[str], list[str], list[str]]:
        """The title, nothing else it is called, topic, place and which organisation answered, and both texts.

        A person who answered is found at their own page, as long as they agree to show their name.
        """
        about = [self.topic.label, self.topic.label_en] if self.topic else []
        organisation = self.expert.actor if self.expert else self.actor
        about += [str(part) for part in (self.municipality, organisation) if part]
        alike = [self.topic.alt_labels] if self.topic else []
        return [self.title], [], about, [self.question, self.answer, *alike]
