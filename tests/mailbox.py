"""A real SMTP server on this machine, and what has come to it."""

import threading
import time
from collections import Counter
from contextlib import contextmanager
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller

from tests.config.processes import free_port


class Mailbox:
    """Keeps every mail; refuses those for the addresses in `refused` with a 550.

    `slowly` is how many seconds each mail takes. Mails are counted by Message-ID and recipient.
    """

    def __init__(self, *, slowly: float = 0):
        self.mails, self.refused, self.slowly = [], set(), slowly
        self.port = 0
        self._lock = threading.Lock()

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):  # noqa: N802 (aiosmtpd's name)
        if address in self.refused:
            return "550 nobody of this name"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.slowly:
            time.sleep(self.slowly)
        mail = message_from_bytes(envelope.content, policy=policy.default)
        with self._lock:
            self.mails.append((envelope.rcpt_tos[0], mail))
        return "250 OK"

    @property
    def count(self) -> int:
        return len(self.mails)

    def to(self, address: str) -> list:
        return [mail for recipient, mail in self.mails if recipient == address]

    @property
    def times(self) -> Counter:
        """How often each mail arrived, by recipient and Message-ID."""
        return Counter((recipient, mail["Message-ID"]) for recipient, mail in self.mails)

    @property
    def url(self) -> str:
        """What EMAIL_URL says of it."""
        return f"smtp://127.0.0.1:{self.port}"


@contextmanager
def receiving(*, slowly: float = 0, port: int | None = None):
    """A mailbox that receives on a free port (or the one named) while the block runs."""
    mailbox = Mailbox(slowly=slowly)
    mailbox.port = port or free_port()
    controller = Controller(mailbox, hostname="127.0.0.1", port=mailbox.port)
    controller.start()
    try:
        yield mailbox
    finally:
        controller.stop()
