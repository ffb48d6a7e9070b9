"""Every pair of colours a reader meets, computed from the stylesheet itself (WCAG 2.1, 1.4.3 and 1.4.11)."""

import re

import pytest
from django.conf import settings

from config.colours import DEFAULT_ACCENT, WHITE, contrast, legible, stylesheet

TONES = ["waiting", "needs-you", "good", "refused", "quiet"]


@pytest.fixture(scope="module")
def colours():
    """Custom properties of the stylesheet by name."""
    sheet = (settings.BASE_DIR / "static/css/site.css").read_text()
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", sheet))


@pytest.mark.parametrize("tone", TONES)
def test_a_tone_is_legible_on_its_own_wash_on_white_and_on_the_panel(colours, tone):
    for ground in (colours[f"{tone}-wash"], WHITE, colours["wash"]):
        assert contrast(colours[tone], ground) >= 4.5


@pytest.mark.parametrize("ground", ["wash", *(f"{tone}-wash" for tone in TONES)])
def test_words_are_legible_on_every_wash(colours, ground):
    assert contrast(colours["ink"], colours[ground]) >= 7
    assert contrast(colours["ink-soft"], colours[ground]) >= 4.5


def test_edges_of_controls_stand_out_from_white(colours):
    assert contrast(colours["line-strong"], WHITE) >= 3


def test_white_words_are_legible_on_every_filled_ground(colours):
    for ground in ("accent", "accent-dark", "good", "refused", "ink"):
        assert contrast(WHITE, colours[ground]) >= 4.5


def test_the_stylesheet_and_the_view_agree_on_the_default_accent(colours):
    served = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", stylesheet(DEFAULT_ACCENT)))
    assert served["accent"] == colours["accent"] == DEFAULT_ACCENT


@pytest.mark.parametrize("chosen", ["#ffd400", "#7fc8ff", "#ffffff", "#00a651"])
def test_a_colour_too_light_for_words_is_darkened_until_it_can_be_read(chosen):
    assert contrast(legible(chosen), WHITE) >= 4.5


@pytest.mark.parametrize("chosen", ["red", "", "#12345", "#1d4f91;} body{display:none"])
def test_what_is_no_colour_never_reaches_the_stylesheet(chosen):
    assert f"--accent: {DEFAULT_ACCENT};" in stylesheet(chosen)
    assert "display" not in stylesheet(chosen)
