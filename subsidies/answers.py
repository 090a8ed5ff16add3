"""The closed lists of answers about support, kept in memory until a word of them changes."""

from actors.answers import words

from .models import LegalForm, SupportForm

FORMS, LEGAL_FORMS = words(SupportForm), words(LegalForm)
