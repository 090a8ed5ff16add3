"""Sending a private file to who may have it. Ask about rights first."""

from django.http import FileResponse, Http404

from .attachments import Attachment


def file_response(attachment: Attachment) -> FileResponse:
    """The file, to keep and never to open inside a page of ours. Raises ``Http404`` when it may not be served (yet)."""
    if not attachment.is_ready:
        raise Http404
    try:
        content = attachment.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(
        content,
        as_attachment=True,
        filename=attachment.name,
        content_type=attachment.file_kind.mime,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
