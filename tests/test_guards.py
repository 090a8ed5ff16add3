"""The guards of the tests themselves hold: undefined variables and the network."""

import socket
from pathlib import Path

import pytest
from django.template import Context, Engine
from django.template.base import Origin, Template

from tests.conftest import OutsideWorld
from tests.undefined import Undefined, UndefinedVariable


def render(folder: Path, source: str, **context: object) -> str:
    """Renders ``source`` as a template of ours, in a checkout where ours stand in ``folder``."""
    engine = Engine(string_if_invalid=Undefined(folder), libraries={"i18n": "django.templatetags.i18n"})
    ours = Template(source, origin=Origin(str(folder / "page.html")), engine=engine)
    return ours.render(Context(context))


@pytest.mark.parametrize(
    "source",
    [
        "{{ nmae }}",
        "{{ person.nmae }}",
        "{{ nmae|upper }}",
        "{% with a=nmae %}{{ a }}{% endwith %}",
        "{% load i18n %}{% blocktranslate %}Hello {{ nmae }}{% endblocktranslate %}",
        "{% if person %}{{ nmae|title }}{% endif %}",
    ],
)
def test_a_mistyped_variable_raises(tmp_path: Path, source: str) -> None:
    with pytest.raises(UndefinedVariable, match="nmae"):
        render(tmp_path, source, person={"name": "An"})


@pytest.mark.parametrize(
    "source", ["{{ name|default:'' }}", "{% if name %}x{% endif %}", "{% for letter in name %}x{% endfor %}"]
)
def test_a_variable_that_may_be_missing_says_so(tmp_path: Path, source: str) -> None:
    assert not render(tmp_path, source)


def test_templates_of_others_keep_djangos_way(tmp_path: Path) -> None:
    engine = Engine(string_if_invalid=Undefined(tmp_path))
    theirs = Template(
        "[{{ name }}{{ name|default:'none' }}]", origin=Origin("/elsewhere/page.html"), engine=engine
    )
    assert theirs.render(Context()) == "[none]"


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("2001:db8::1", 80, 0, 0)])
def test_no_test_reaches_another_machine(address: tuple[object, ...]) -> None:
    family = socket.AF_INET6 if ":" in str(address[0]) else socket.AF_INET
    with socket.socket(family) as probe:
        probe.settimeout(0.1)
        with pytest.raises(OutsideWorld):
            probe.connect(address)


def test_no_test_looks_up_another_machine() -> None:
    with pytest.raises(OutsideWorld):
        socket.create_connection(("ecru.example", 443), timeout=0.1)
