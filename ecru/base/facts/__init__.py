"""Facts files: JSON that the portal starts with, checked record by record and merged with what editors wrote."""

from .files import Fault, FactFile, Refused, read_json
from .merge import Merge, Tally
from .schema import Record, Slug, SourceRef, SourcedRecord, Text, described

__all__ = [
    "FactFile",
    "Fault",
    "Merge",
    "Record",
    "Refused",
    "Slug",
    "SourceRef",
    "SourcedRecord",
    "Tally",
    "Text",
    "described",
    "read_json",
]
