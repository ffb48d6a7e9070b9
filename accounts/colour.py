"""Whether white words can be read on a colour (WCAG 2.1, 1.4.3)."""

import re

READABLE = 4.5  # to one, for text of ordinary size
HEX = re.compile(r"#[0-9a-fA-F]{6}")


def luminance(colour: str) -> float:
    """Relative luminance of "#rrggbb", 0 (black) to 1 (white)."""
    parts = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast_with_white(colour: str) -> float:
    """The contrast ratio of "#rrggbb" and white, 1 to 21."""
    return 1.05 / (luminance(colour) + 0.05)
