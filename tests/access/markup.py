"""A page as a tree, read with the standard library, and its forms as a browser would send them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass
class Element:
    """One element; `parts` are its elements and texts in order."""

    tag: str
    attrs: dict[str, str]
    parent: "Element | None" = None
    parts: list = field(default_factory=list)

    def get(self, name: str, default: str = "") -> str:
        value = self.attrs.get(name, default)
        return "" if value is None else value

    def has(self, name: str) -> bool:
        return name in self.attrs

    def walk(self):
        """All elements within, in the order of the page."""
        for part in self.parts:
            if isinstance(part, Element):
                yield part
                yield from part.walk()

    def all(self, *tags: str, **attrs: str) -> list["Element"]:
        """Elements with one of these tags (none: any) and these attributes."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attrs.items()}
        return [
            each
            for each in self.walk()
            if (not tags or each.tag in tags) and all(each.get(name) == value for name, value in wanted.items())
        ]

    def above(self, *tags: str) -> "Element | None":
        """The nearest element with one of these tags around it."""
        outer = self.parent
        while outer is not None and outer.tag not in tags:
            outer = outer.parent
        return outer

    @property
    def text(self) -> str:
        """What is read: its words, and the words for its pictures."""
        return " ".join(" ".join(self._words()).split())

    def _words(self):
        if self.get("aria-label"):
            yield self.get("aria-label")
            return
        if self.tag == "img":
            yield self.get("alt")
        if self.tag in ("script", "style", "template"):
            return
        for part in self.parts:
            if isinstance(part, Element):
                yield from part._words()
            else:
                yield part

    @property
    def is_shown(self) -> bool:
        """False inside anything hidden."""
        return not self.has("hidden") and (self.parent is None or self.parent.is_shown)


class _Tree(HTMLParser):
    def __init__(self):
        super().__init__()
        self.root = self.at = Element("", {})

    def handle_starttag(self, tag, attrs):
        element = Element(tag, dict(attrs), self.at)
        self.at.parts.append(element)
        if tag not in VOID:
            self.at = element

    def handle_startendtag(self, tag, attrs):
        self.at.parts.append(Element(tag, dict(attrs), self.at))

    def handle_endtag(self, tag):
        outer = self.at
        while outer.parent is not None and outer.tag != tag:
            outer = outer.parent
        if outer.parent is not None:
            self.at = outer.parent

    def handle_data(self, data):
        self.at.parts.append(data)


def page(response) -> Element:
    """The page of an answer."""
    tree = _Tree()
    tree.feed(response.content.decode() if hasattr(response, "content") else response)
    return tree.root


def sent_by(form: Element) -> dict[str, list[str]]:
    """What a browser sends when the form is sent as it stands (without its buttons)."""
    body: dict[str, list[str]] = {}
    for each in form.all("input", "select", "textarea"):
        name, kind = each.get("name"), each.get("type", "text")
        if not name or each.has("disabled") or kind in ("submit", "button", "image", "reset", "file"):
            continue
        if each.tag == "input" and kind in ("radio", "checkbox") and not each.has("checked"):
            continue
        if each.tag == "select":
            options = each.all("option")
            chosen = [o for o in options if o.has("selected")] or ([] if each.has("multiple") else options[:1])
            body.setdefault(name, []).extend(o.get("value", o.text) for o in chosen)
        else:
            value = each.text if each.tag == "textarea" else each.get("value", "on" if kind == "checkbox" else "")
            body.setdefault(name, []).append(value)
    return body
