"""Why a grade could not be measured: kept by a code, said in the reader's language."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "bad-address": _(
        "“%(address)s” is not a host name. Give it as www.example.org or www.example.org:8443, without https://."
    ),
    "bad-port": _("“%(port)s” is not a port: it must be a number from 1 to 65535."),
    "no-website": _("The library has no web address for it."),
    "not-public": _("“%(host)s” leads to %(address)s, which is not a public address. It was not connected to."),
    "not-found": _("The name “%(host)s” was not found."),
    "not-answering": _("%(host)s does not answer at port %(port)s."),
    "refused": _("%(host)s refuses connections at port %(port)s."),
    "silent": _("%(host)s takes the connection at port %(port)s, but does not go on from there."),
    "left-out": _("not measured"),  # of a host with very many addresses
    "no-tls": _("%(host)s does not speak TLS at port %(port)s, or breaks off every attempt."),
    "timed-out": _("The measurement took too long and was stopped."),
    "scanner-failed": _("The scanner could not finish. Try again later, or enter a result from Qualys."),
    "no-scanner": _("The scanner sslyze is not installed here. Enter a result from Qualys instead."),
    "no-ca-file": _("There is no readable certificate file “%(path)s”."),
}


class NotMeasured(Exception):  # noqa: N818 (as workflows.errors names its refusals)
    """No grade. `code` and `values` are kept; `words` is the sentence for people."""

    def __init__(self, code: str, **values: str | int):
        super().__init__(code)
        self.code, self.values = code, values

    def __str__(self):
        return self.words

    @property
    def words(self) -> str:
        return words_of(self.kept())

    def kept(self) -> dict:
        """For a JSON column; `words_of(kept)` says it again."""
        return {"code": self.code, "values": self.values}


def words_of(kept: dict) -> str:
    """The sentence of a kept error."""
    sentence = str(WORDS.get(kept["code"], WORDS["scanner-failed"]))
    return sentence % kept["values"] if kept["values"] else sentence
