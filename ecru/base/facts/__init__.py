"""Facts files: JSON that the portal starts with, checked record by record and merged with what editors wrote."""

from .files import FactFile, Fault, Refused, read_json
from .merge import Merge, Tally
from .schema import Record, Slug, Slugs, SourcedRecord, SourceRef, Text, described, once

__all__ = [
    "FactFile",
    "Fault",
    "Merge",
    "Record",
    "Refused",
    "Slug",
    "Slugs",
    "SourceRef",
    "SourcedRecord",
    "Tally",
    "Text",
    "described",
    "once",
    "read_json",
]
