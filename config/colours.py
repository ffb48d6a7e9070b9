"""The district's colour and what is made from it, with WCAG 2.1's measure of contrast (1 to 21)."""

import re

HEX = re.compile(r"#[0-9a-fA-F]{6}")
DEFAULT_ACCENT = "#1d4f91"
WHITE, INK = "#ffffff", "#16191d"
LEGIBLE = 4.5

Rgb = tuple[int, int, int]


def channels(colour: str) -> Rgb:
    """Red, green and blue of "#rrggbb"."""
    return tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5))


def mix(colour: str, other: str, share: float) -> str:
    """The colour with this share (0 to 1) of another."""
    pairs = zip(channels(colour), channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def luminance(colour: str) -> float:
    """Relative luminance, 0 (black) to 1 (white)."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in channels(colour))]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, 1 to 21; text needs 4.5."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def legible(colour: str) -> str:
    """The colour if it can be read on white, else darkened until it can; the default for what is no colour."""
    if not HEX.fullmatch(str(colour)):
        return DEFAULT_ACCENT
    while contrast(colour, WHITE) < LEGIBLE:
        colour = mix(colour, "#000000", 0.08)
    return colour.lower()


def stylesheet(colour: str) -> str:
    """The custom properties that every page takes its accent from."""
    accent = legible(colour)
    names = {
        "accent": accent,
        "accent-dark": mix(accent, "#000000", 0.25),
        "accent-wash": mix(accent, WHITE, 0.93),
        "accent-ink": WHITE,
    }
    return ":root {\n" + "".join(f"  --{name}: {value};\n" for name, value in names.items()) + "}\n"
