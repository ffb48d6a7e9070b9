from tests.races.conftest import installation, mailbox

__all__ = ["installation", "mailbox"]
