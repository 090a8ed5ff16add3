"""Which documents a round asks along with a dossier."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from actors.models import User
from subsidies.models import Call, CallDocument
from subsidies.permissions import runs_dossiers


@transaction.atomic
def ask_documents(*, call: Call, by: User, names: list[str]) -> None:
    """Lets ``call`` ask exactly the documents ``names``, in that order; none asks nothing. Raises ``PermissionDenied``.

    What is asked no more stays for the files that were sent under its name, and goes when there are none.
    """
    if not runs_dossiers(by):
        raise PermissionDenied
    mine = Call.objects.select_for_update(of=("self",)).get(pk=call.pk)
    known = {document.name: document for document in mine.documents.all()}
    for position, name in enumerate(names):
        document = known.pop(name, None) or CallDocument(call=mine, name=name)
        document.is_asked, document.position = True, position
        document.save()
    for document in known.values():
        if document.files.exists():
            document.is_asked = False
            document.save()
        else:
            document.delete()
