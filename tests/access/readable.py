"""What makes a page readable to everybody, asked of its markup; each question returns what is at fault."""

from tests.access.markup import HEADINGS, Element

CONTROLS = ("input", "select", "textarea")
UNSEEN = ("hidden", "submit", "button", "image", "reset")


def faults(root: Element) -> list[str]:
    """Everything at fault on a page."""
    found = []
    for ask in (frame, headings, names, references, labels, groups, order, tables):
        found += [f"{ask.__name__}: {fault}" for fault in ask(root)]
    return found


def frame(root: Element):
    """Language, title, one main part, its own skip link first."""
    html = root.all("html")[0]
    if len(html.get("lang")) < 2:
        yield "the page does not say its language"
    if not root.all("title") or not root.all("title")[0].text.split("·")[0].strip():
        yield "the page has no title of its own"
    if len(root.all("main")) != 1:
        yield "not exactly one main part"
    for tag in ("header", "footer"):
        if not [each for each in root.all(tag) if not each.above("main")]:
            yield f"no {tag}"
    parts = root.all("nav")
    if len(parts) > 1 and not all(each.get("aria-label") or each.get("aria-labelledby") for each in parts):
        yield "navigations without names"


def headings(root: Element):
    """One first heading; no level is skipped."""
    found = [each for each in root.all(*HEADINGS) if each.is_shown]
    if [each.tag for each in found].count("h1") != 1:
        yield "not exactly one first heading"
    level = 0
    for each in found:
        now = int(each.tag[1])
        if now > level + 1:
            yield f"{each.tag} “{each.text}” after h{level}"
        if not each.text:
            yield f"an empty {each.tag}"
        level = now


def names(root: Element):
    """Links, buttons and pictures have words."""
    for each in root.all("a", "button", "summary"):
        if not each.text:
            yield f"a {each.tag} without words: {each.attrs}"
    for each in root.all("img"):
        if not each.has("alt"):
            yield f"a picture without words: {each.get('src')}"
    for each in root.all("svg"):
        if not (each.get("aria-hidden") == "true" or each.get("aria-label") or each.get("aria-labelledby")):
            yield "a drawing that is neither named nor hidden"


def references(root: Element):
    """Names of elements are given once; what points to one finds it."""
    ids = [each.get("id") for each in root.walk() if each.get("id")]
    for twice in {id for id in ids if ids.count(id) > 1}:
        yield f"the id {twice} stands {ids.count(twice)} times"
    for each in root.walk():
        for name in ("for", "aria-describedby", "aria-labelledby", "aria-controls", "list"):
            for id in each.get(name).split():
                if id not in ids:
                    yield f"{each.tag} {name}={id} points nowhere"
        href = each.get("href")
        if each.tag == "a" and href.startswith("#") and len(href) > 1 and href[1:] not in ids:
            yield f"the link {href} leads nowhere"


def labels(root: Element):
    """Every control has a label."""
    labelled = {each.get("for") for each in root.all("label") if each.text}
    for each in controls(root):
        named = each.get("aria-label") or each.get("aria-labelledby") or each.get("id") in labelled
        if not named and not (each.above("label") and each.above("label").text):
            yield f"{each.tag} {each.get('name')} has no label"


def groups(root: Element):
    """Choices stand in a group that says what is asked."""
    for each in controls(root):
        if each.get("type") == "radio":
            group = each.above("fieldset")
            if group is None or not any(part.text for part in group.all("legend")):
                yield f"the choices {each.get('name')} stand in no named group"


def order(root: Element):
    """The first thing reached is the skip link; nothing jumps the queue."""
    reached = [each for each in root.walk() if is_reached(each)]
    if not reached or reached[0].get("href") != "#main":
        yield "the skip link is not the first thing reached"
    for each in root.walk():
        if each.get("tabindex") not in ("", "0", "-1"):
            yield f"{each.tag} has tabindex {each.get('tabindex')}"


def tables(root: Element):
    """Tables name their columns."""
    for each in root.all("table"):
        if not each.all("th"):
            yield "a table without headings"


def controls(root: Element) -> list[Element]:
    return [each for each in root.all(*CONTROLS) if each.get("type") not in UNSEEN]


def is_reached(each: Element) -> bool:
    """Does the Tab key stop here?"""
    if not each.is_shown or each.get("tabindex") == "-1" or each.has("disabled"):
        return False
    link = each.tag == "a" and each.has("href")
    control = each.tag in (*CONTROLS, "button", "summary") and each.get("type") != "hidden"
    return link or control or each.get("tabindex") == "0"


def summary_faults(root: Element) -> list[str]:
    """What is at fault with how a page tells of wrong answers: a summary first, linked to each field, and beside it."""
    found = root.all("div", role="alert", class_="error-summary")
    if len(found) != 1:
        return ["not exactly one summary of what is wrong"]
    links = found[0].all("a")
    ids = {each.get("id"): each for each in root.walk() if each.get("id")}
    wrong = [] if found[0].get("tabindex") == "-1" else ["the summary can't take the focus"]
    if not links and not found[0].all("li"):
        wrong.append("the summary says nothing")
    for link in links:
        control = ids.get(link.get("href")[1:])
        wrong += [f"{link.get('href')} {words}" for words in _told_beside(control, link.text, ids)]
    return wrong


def _told_beside(control: Element | None, words: str, ids: dict[str, Element]) -> list[str]:
    if control is None:
        return ["leads nowhere"]
    if control.tag not in (*CONTROLS, "fieldset", "div"):
        return [f"leads to a {control.tag}"]
    if control.tag in CONTROLS and control.get("aria-invalid") != "true":
        return ["leads to a field not marked as wrong"]
    group = control.above("fieldset")
    told = f"{control.get('aria-describedby')} {group.get('aria-describedby') if group else ''}".split()
    beside = [ids[id].text.removeprefix("Error:").strip() for id in told if id in ids]
    return [] if any(text and words.endswith(text) for text in beside) else [f"is not told beside it: {words}"]
