"""What a figure says against the one before, the start and the aim (MACRO-10)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_app.trends import figure_words, is_reached, trend_of

FIGURES = st.decimals(-1000, 1000, places=2)


@pytest.mark.parametrize(
    ("figure", "unit", "words"),
    [
        (None, "percent", ""),
        (Decimal("82.00"), "percent", "82 percent"),
        (Decimal("82.50"), "", "82.5"),
        (Decimal("-0.25"), "points", "-0.25 points"),
        (Decimal("12000.00"), "minutes", "12,000 minutes"),
        (Decimal("0.00"), "percent", "0 percent"),
    ],
)
def test_figures_have_no_noughts_that_say_nothing(figure, unit, words):
    assert figure_words(figure, unit) == words


@pytest.mark.parametrize(
    ("last", "before", "baseline", "target", "words", "sentence"),
    [
        (None, None, 60, 80, "No figure yet", ""),
        (62, None, None, None, "Nothing aimed at", "The first figure."),
        (62, 60, None, None, "Nothing aimed at", "Up from 60 points."),
        (62, None, None, 80, "Just begun", "The first figure. 18 points from the aim of 80 points."),
        (62, None, 60, 80, "On the way", "Up from 60 points at the start. 18 points from the aim of 80 points."),
        (60, None, 60, 80, "Not nearer", "As at the start. 20 points from the aim of 80 points."),
        (58, None, 60, 80, "Not nearer", "Down from 60 points at the start. 22 points from the aim of 80 points."),
        (71, 62, 60, 80, "On the way", "Up from 62 points. 9 points from the aim of 80 points."),
        (62, 71, 60, 80, "Not nearer", "Down from 71 points. 18 points from the aim of 80 points."),
        (71, 71, 60, 80, "Not nearer", "Unchanged. 9 points from the aim of 80 points."),
        (80, 71, 60, 80, "Aim reached", "Up from 71 points. The aim was 80 points."),
        (75, 86, 60, 80, "Not nearer", "Down from 86 points. 5 points from the aim of 80 points."),
        (9, 12, 15, 10, "Aim reached", "Down from 12 points. The aim was 10 points."),
        (12, 14, 15, 10, "On the way", "Down from 14 points. 2 points from the aim of 10 points."),
        (14, 12, 15, 10, "Not nearer", "Up from 12 points. 4 points from the aim of 10 points."),
    ],
)
def test_the_trend_in_words(last, before, baseline, target, words, sentence):
    exact = [None if each is None else Decimal(each) for each in (last, before, baseline, target)]
    found = trend_of(exact[0], exact[1], baseline=exact[2], target=exact[3], unit="points")
    assert (found.words, found.sentence) == (words, sentence)


@given(figure=FIGURES, baseline=st.none() | FIGURES, target=FIGURES)
def test_an_aim_that_is_reached_stays_reached_further_on(figure, baseline, target):
    down = baseline is not None and baseline > target
    if is_reached(figure, baseline=baseline, target=target):
        further = figure - 1 if down else figure + 1
        assert is_reached(further, baseline=baseline, target=target)
    assert is_reached(target, baseline=baseline, target=target)
    if baseline is not None and baseline != target:
        assert not is_reached(baseline, baseline=baseline, target=target)
