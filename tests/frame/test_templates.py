"""What the content security policy would refuse is in no template, and each page keeps to the frame."""

import re

import pytest
from django.conf import settings
from django.template import engines

ROOT = settings.BASE_DIR / "templates"
PAGES = sorted(path for path in ROOT.rglob("*.html") if "emails" not in path.parts)
STYLE = re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE)
SCRIPT = re.compile(r"<script\b(?![^>]*\bsrc=)", re.IGNORECASE)
HANDLER = re.compile(r"<[^>{}]*\son[a-z]+\s*=|javascript:|\shx-on|\sdata-hx-on|[\"']js:", re.IGNORECASE)
ELSEWHERE = re.compile(r"<(?:script|link|img|iframe|source)\b[^>]*(?:src|href)=[\"'](?:https?:)?//", re.IGNORECASE)


def name(path):
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_no_template_carries_inline_style_script_or_handler(path):
    text = path.read_text()
    found = [found.group() for rule in (STYLE, SCRIPT, HANDLER, ELSEWHERE) for found in rule.finditer(text)]
    assert found == []


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_every_template_compiles(path):
    engines["django"].get_template(name(path))


def test_the_rules_find_what_they_look_for():
    assert STYLE.search('<p style="color: red">')
    assert SCRIPT.search("<script>alert(1)</script>")
    assert not SCRIPT.search('<script src="/static/js/site.js" defer></script>')
    assert HANDLER.search('<a href="#" onclick="go()">')
    assert ELSEWHERE.search('<link rel="stylesheet" href="https://elsewhere.example/a.css">')
