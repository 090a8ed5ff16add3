"""Files that people send: checked by their content, kept where no web server looks, scanned, and served with a check of rights."""

from .reading import ACCEPT, MAX_BYTES, Checked, check_file
from .scanning import Verdict, scan, scanner_is_set
from .serving import file_response

__all__ = [
    "ACCEPT",
    "MAX_BYTES",
    "Checked",
    "Verdict",
    "check_file",
    "file_response",
    "scan",
    "scanner_is_set",
]
