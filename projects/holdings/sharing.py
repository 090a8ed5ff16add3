"""What we hold of somebody who shares practices."""

from django.utils.translation import gettext_lazy

from ecru.base.personal import Holding, register

from ..sharing.holding import sharing_export, sharing_files, sharing_rows

register(
    Holding(
        "practices",
        label=gettext_lazy("What you shared"),
        leaving=gettext_lazy(
            "What you wrote for an organisation stays with it, without your name. So do its files and pictures."
        ),
        rows=sharing_rows,
        export=sharing_export,
        files=sharing_files,
        covers=(
            "projects.practice.shared_by",
            "projects.practiceactor.asked_by",
            "projects.practiceactor.answered_by",
            "projects.practicefile.uploaded_by",
            "projects.practicepicture.uploaded_by",
        ),
        order=32,
    )
)
