"""The district's colour and what is made from it, with WCAG 2.1's measure of contrast (1 to 21)."""

from accounts.colour import HEX, READABLE, luminance

DEFAULT_ACCENT = "#1d4f91"
WHITE, BLACK = "#ffffff", "#000000"

Rgb = tuple[int, int, int]


def channels(colour: str) -> Rgb:
    """Red, green and blue of "#rrggbb"."""
    return tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5))


def mix(colour: str, other: str, share: float) -> str:
    """The colour with this share (0 to 1) of another."""
    pairs = zip(channels(colour), channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, 1 to 21; text needs 4.5."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def legible(colour: str) -> str:
    """The colour if it can be read on white, else darkened until it can; the default for what is no colour."""
    if not HEX.fullmatch(str(colour)):
        return DEFAULT_ACCENT
    while contrast(colour, WHITE) < READABLE:
        colour = mix(colour, BLACK, 0.08)
    return colour.lower()


def stylesheet(colour: str) -> str:
    """The custom properties that every page takes its accent from."""
    accent = legible(colour)
    names = {
        "accent": accent,
        "accent-dark": mix(accent, BLACK, 0.25),
        "accent-wash": mix(accent, WHITE, 0.93),
        "accent-ink": WHITE,
    }
    return ":root {\n" + "".join(f"  --{name}: {value};\n" for name, value in names.items()) + "}\n"
