"""Fields to pick related records in, which take anything that an address or a form sends."""

from typing import Any

from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.db import models

from ecru.base.keys import is_key


class Picker(AutocompleteSelect):
    """Picks one record by typing a part of its name."""

    def optgroups(self, name: str, value: Any, attrs: Any = None) -> Any:
        """The chosen record; what cannot be a key shows as nothing."""
        return super().optgroups(name, [key for key in value if not key or is_key(key)], attrs)


class PickerMultiple(AutocompleteSelectMultiple):
    """Picks several records by typing a part of their names."""

    def build_attrs(self, base_attrs: Any, extra_attrs: Any = None) -> dict[str, Any]:
        """Without the cross that takes all away at once: it stands among the items of a list, where only items belong."""
        return super().build_attrs(base_attrs, extra_attrs) | {"data-allow-clear": "false"}

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The chosen keys; what cannot be one counts as nothing."""
        return [key for key in super().value_from_datadict(data, files, name) if is_key(key)]

    def optgroups(self, name: str, value: Any, attrs: Any = None) -> Any:
        """The chosen records; what cannot be a key shows as nothing."""
        return super().optgroups(name, [key for key in value if not key or is_key(key)], attrs)


class Pickers:
    """Gives an admin or an inline these pickers for its ``autocomplete_fields``."""

    admin_site: Any
    get_autocomplete_fields: Any

    def formfield_for_dbfield(self, db_field: models.Field, request: Any, **kwargs: Any) -> Any:
        """The field; related records are deleted on their own page, where their use is told."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        if hasattr(getattr(field, "widget", None), "can_delete_related"):
            field.widget.can_delete_related = False
        return field

    def formfield_for_foreignkey(self, db_field: models.ForeignKey, request: Any, **kwargs: Any) -> Any:
        """The field for a relation to one record."""
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", Picker(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]

    def formfield_for_manytomany(self, db_field: models.ManyToManyField, request: Any, **kwargs: Any) -> Any:
        """The field for a relation to several records."""
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", PickerMultiple(db_field, self.admin_site))
        return super().formfield_for_manytomany(db_field, request, **kwargs)  # type: ignore[misc]
