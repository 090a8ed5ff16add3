"""An undefined variable in a template of ours is an error, so that a typing mistake cannot hide as an empty place.

Django asks ``string_if_invalid`` what to show for such a variable. This one raises when the template is ours and
stays the empty string in templates of Django and of others, which count on that. A variable that may be missing says
so in Django's own ways, ``{% if name %}``, ``{% for x in name %}`` and ``{{ name|default:"" }}``; these still work.
"""

import sys
from pathlib import Path
from types import FrameType

from django.template.base import FilterExpression, Node

FORGIVING = {"default", "default_if_none"}


class UndefinedVariable(Exception):  # noqa: N818 - named after what was found
    """A template of ours names a variable that its context does not hold."""


class Undefined(str):
    """The empty string that raises inside templates below ``folder``."""

    __slots__ = ("folder",)
    folder: Path

    def __new__(cls, folder: Path) -> "Undefined":
        """Guards the templates below ``folder``."""
        text = super().__new__(cls, "")
        text.folder = folder
        return text

    def __bool__(self) -> bool:
        """Django's first question about it, from ``FilterExpression.resolve``."""
        self._refuse(sys._getframe(1))
        return False

    def __contains__(self, key: object) -> bool:
        """The first question of ``{% blocktranslate %}``."""
        self._refuse(sys._getframe(1))
        return False

    def _refuse(self, frame: FrameType | None) -> None:
        name = "a variable"
        while frame:
            owner = frame.f_locals.get("self")
            if frame.f_code.co_name == "render_value":  # of {% blocktranslate %}
                name = f"{{{{ {frame.f_locals['key']} }}}}"
            if isinstance(owner, FilterExpression):
                if owner.filters and owner.filters[0][0].__name__ in FORGIVING:
                    return
                name = f"{{{{ {owner.token} }}}}"
            elif isinstance(owner, Node):
                file = getattr(owner.origin, "name", "")
                if Path(file).is_relative_to(self.folder):
                    where = Path(file).relative_to(self.folder)
                    line = getattr(owner.token, "lineno", "?")
                    message = f"templates/{where}, line {line}: {name} is not in the context"
                    raise UndefinedVariable(
                        f"{message}. Pass it, or say that it may be missing with |default."
                    )
                return
            frame = frame.f_back
