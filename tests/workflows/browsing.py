"""Reading pages and sending forms as a browser would."""

import html
import re

KEPT = ("once", "case_version", "reviews", "step_version")


def text(response) -> str:
    """What a page says, without its tags and without what only screen readers are told."""
    page = re.sub(r'<span class="visually-hidden">.*?</span>', "", response.content.decode(), flags=re.S)
    words = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())
    return re.sub(r" ([,.;:?])", r"\1", words)


def main(response) -> str:
    """The page's own part, as markup."""
    return re.search(r"<main.*</main>", response.content.decode(), re.S).group(0)


def hidden(response) -> dict[str, str]:
    """What the page's form carries unseen."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', main(response))
    return {name: value for name, value in found if name in KEPT}


def send(client, address: str, **typed):
    """Open a page, fill in its form and send it."""
    return client.post(address, hidden(client.get(address)) | typed)


def sentence(response) -> str:
    """Where it stands, in one sentence."""
    found = re.search(r'class="stands-sentence">(.*?)</p>', response.content.decode(), re.S).group(1)
    return " ".join(html.unescape(found).split())


def part(response, heading: str) -> str:
    """What stands under a second-level heading."""
    page = response.content.decode()
    found = re.search(rf'<h2 id="{heading}">(.*?)(<h2|</main>)', page, re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", found.group(1))).split()) if found else ""
