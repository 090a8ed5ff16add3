"""The conventions of templates."""

import ast
import re
from pathlib import Path

import pytest
from django.template.utils import get_app_template_dirs

from tests import source
from tests.test_conventions import told

ERROR_PAGES = {"400.html", "403.html", "404.html", "500.html"}
DATA_BLOCK = r"""type=["']application/(ld\+)?json["']"""  # data for machines, which nothing executes
FORBIDDEN = {
    "a <style> element": re.compile(r"<style\b", re.IGNORECASE),
    "a style attribute": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "an inline script": re.compile(rf"<script\b(?![^>]*\bsrc=)(?![^>]*{DATA_BLOCK})", re.IGNORECASE),
    "an event attribute": re.compile(r"\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "a javascript: address": re.compile(r"javascript:", re.IGNORECASE),
    "hx-on, which runs inline script": re.compile(r"\shx-on", re.IGNORECASE),
    "js: values, which run inline script": re.compile(r"hx-(vals|headers)=[\"']js:", re.IGNORECASE),
}


def names() -> set[str]:
    """Every template of ours, as Django calls it."""
    return {name.removeprefix("templates/") for name in source.templates()}


def test_every_template_is_used() -> None:
    used = set(ERROR_PAGES)
    for name in source.modules(*source.APPS):
        nodes = ast.walk(source.tree(name))
        used |= {
            node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
    for name in source.templates():
        used |= set(re.findall(r"""["']([\w./-]+\.(?:html|txt|xml))["']""", source.text(name)))
        used |= {f"print/{part}" for part in re.findall(r'#import "([\w-]+\.typ)"', source.text(name))}
        used |= {f"components/{tag}.html" for tag in re.findall(r"{% (\w+)", source.text(name))}
    others = [Path(folder) for folder in get_app_template_dirs("templates")]
    unused = {name for name in names() - used if not any((folder / name).exists() for folder in others)}
    told(unused, "No code and no template names these; use them or remove them:")


@pytest.mark.parametrize("what", FORBIDDEN)
def test_templates_hold_no_inline_style_or_script(what: str) -> None:
    found = [
        f"{name}:{number}"
        for name in source.templates()
        for number, line in enumerate(_flat(source.text(name)).splitlines(), 1)
        if FORBIDDEN[what].search(line)
    ]
    told(
        found, f"The content security policy stops {what}; use a class in static/css or a file in static/js:"
    )


def _flat(text: str) -> str:
    """``text`` without comments, and with tags that run over lines told on one line."""
    text = re.sub(
        r"{% comment.*?endcomment %}|{#.*?#}",
        lambda match: "\n" * match[0].count("\n"),
        text,
        flags=re.DOTALL,
    )
    return re.sub(
        r"<[a-z][^>]*>", lambda match: match[0].replace("\n", " ") + "\n" * match[0].count("\n"), text
    )


def test_components_say_what_they_take() -> None:
    silent = [
        name
        for name in source.templates()
        if name.startswith("templates/components/")
        and not source.text(name).lstrip().startswith(("{#", "{% comment"))
    ]
    told(silent, "Start these components with a comment that says what they take and show:")
