"""What a PDF carries besides pages. Run apart with limits of time and memory, for a file made to exhaust its reader:

python -I accounts/pdf_inside.py < file.pdf

prints one word: pages (nothing else), script, launch, attachment, action, password or damaged. Names written in other
ways, and objects packed into streams, are read as a viewer reads them.
"""

import io
import re
import resource
import sys
import warnings

import pikepdf

MEGABYTE = 1024 * 1024
MEMORY, SECONDS = 512 * MEGABYTE, 10
MOST_OBJECTS = 500_000
# Keys and kinds of action (ISO 32000-2, 12.6.4) that do something, by what is said of them.
KEYS = {"/JS": "script", "/EF": "attachment", "/EmbeddedFiles": "attachment", "/XFA": "script", "/AA": "action"}
ACTIONS = {
    "/JavaScript": "script",
    "/Rendition": "script",
    "/Launch": "launch",
    "/ImportData": "action",
    "/SubmitForm": "action",
    "/GoToE": "attachment",
}
KINDS = {"/EmbeddedFile": "attachment", "/RichMedia": "attachment", "/FileAttachment": "attachment"}
# What a document may do when it is opened: show a certain page.
SHOWS_PAGE = {"/GoTo"}
# In a file nobody can read as a PDF: names that would act if some viewer could, or that hide others.
TELLING = {*KEYS, *ACTIONS, *KINDS, "/OpenAction", "/ObjStm", "/Encrypt"}
NAME = re.compile(rb"/[^\x00\t\n\f\r ()<>\[\]{}/%]{1,127}")
# The reader's remark when a stream of packed objects could not be unpacked: what it holds is not known.
UNREAD = ("error decoding stream", "unfilterable stream")


def inside(content: bytes) -> str:
    """The first thing found in a PDF that is more than pages; "pages" when there is none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with pikepdf.open(io.BytesIO(content), suppress_warnings=True) as document:
                return _of_document(document)
    except pikepdf.PasswordError:
        return "password"
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError):
        return _of_ruin(content)
    except (RecursionError, MemoryError):
        return "damaged"


def _of_ruin(content: bytes) -> str:
    """A broken file is harmless when nothing is packed in it and no name in it acts."""
    return "damaged" if any(_plain(name) in TELLING for name in NAME.findall(content)) else "pages"


def _plain(name: bytes) -> str:
    """A name as it reads: #4a is J."""
    return re.sub(rb"#([0-9a-fA-F]{2})", lambda found: bytes.fromhex(found[1].decode()), name).decode("latin-1")


def _of_document(document: pikepdf.Pdf) -> str:
    if len(document.objects) > MOST_OBJECTS:
        return "damaged"
    for each in document.objects:
        if found := _of_object(each):
            return found
    if any(words in warning for warning in document.get_warnings() for words in UNREAD):
        return "damaged"
    return "action" if _opens_with_more(document.Root.get("/OpenAction")) else "pages"


def _opens_with_more(action) -> bool:
    """An array is a place in the document, a dictionary an action."""
    return isinstance(action, pikepdf.Dictionary) and str(action.get("/S")) not in SHOWS_PAGE


def _of_object(top) -> str:
    """Direct objects hang together as a tree; what they refer to comes in its own turn."""
    waiting = [top]
    while waiting:
        each = waiting.pop()
        if isinstance(each, (pikepdf.Dictionary, pikepdf.Stream)):
            if found := _of_dictionary(each):
                return found
            waiting += [value for _key, value in each.items() if _is_direct(value)]
        elif isinstance(each, pikepdf.Array):
            waiting += [value for value in each if _is_direct(value)]
    return ""


def _is_direct(value) -> bool:
    return isinstance(value, (pikepdf.Dictionary, pikepdf.Array, pikepdf.Stream)) and not value.is_indirect


def _of_dictionary(each) -> str:
    for key in each.keys():  # noqa: SIM118 (pikepdf's dictionaries are not iterated as Python's are)
        if key in KEYS:
            return KEYS[key]
    found = ACTIONS.get(_name(each.get("/S")), "")
    return found or KINDS.get(_name(each.get("/Type")), "") or KINDS.get(_name(each.get("/Subtype")), "")


def _name(value) -> str:
    return str(value) if isinstance(value, pikepdf.Name) else ""


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.stdout.write(inside(sys.stdin.buffer.read()))
