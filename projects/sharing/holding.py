"""What the portal holds of somebody who shares practices, for who asks to see or take it."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from actors.models import User
from ecru.base.personal import Export, Row
from projects.models import Practice, PracticeActor, PracticeFile, PracticePicture


def sharing_rows(user: User) -> list[Row]:
    """What they shared, in short; nothing for who never did."""
    counts = (
        (_("Practices that you began"), Practice.objects.shared_by_person(user).count()),
        (_("Files that you sent with a practice"), PracticeFile.objects.of_person(user).count()),
        (_("Pictures that you sent with a practice"), PracticePicture.objects.of_person(user).count()),
        (_("Questions whether an organisation may be named"), PracticeActor.objects.settled_by(user).count()),
    )
    return [(label, count) for label, count in counts if count]


def sharing_export(user: User) -> Export:
    """All of it: the words they wrote, and what they asked or answered for an organisation."""
    told: Export = [
        {
            "practice": practice.title,
            "status": practice.status,
            "began": practice.created_at.isoformat(),
            "description": practice.description,
            "approach": practice.approach,
            "steps": practice.steps,
            "results": practice.results,
            "did_not_work": practice.did_not_work,
            "watch_out": practice.watch_out,
        }
        for practice in Practice.objects.shared_by_person(user)
    ]
    named: Export = [
        {
            "practice": maker.practice.title,
            "organisation": maker.actor.name,
            "answer": maker.consent,
            "asked_by_you": maker.asked_by_id == user.pk,
            "answered_by_you": maker.answered_by_id == user.pk,
        }
        for maker in PracticeActor.objects.settled_by(user)
    ]
    sent: Export = [
        {"file": file.name, "label": file.label, "sent": file.uploaded_at.isoformat()}
        for file in PracticeFile.objects.of_person(user)
    ]
    seen: Export = [
        {"picture": picture.alt, "credit": picture.credit, "sent": picture.uploaded_at.isoformat()}
        for picture in PracticePicture.objects.of_person(user)
    ]
    return [*told, *named, *sent, *seen]


def sharing_files(user: User) -> Iterator[Any]:
    """The files and pictures that they sent."""
    for file in PracticeFile.objects.of_person(user):
        if file.file:
            yield file.file
    for picture in PracticePicture.objects.of_person(user):
        yield picture.original
