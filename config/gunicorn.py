"""How gunicorn serves: `gunicorn --config config/gunicorn.py config.wsgi`."""

import os
from pathlib import Path

VAR_DIR = Path(os.environ.get("VAR_DIR", Path(__file__).resolve().parent.parent / "var"))
(VAR_DIR / "tmp").mkdir(parents=True, exist_ok=True)

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
worker_class = "gthread"
worker_tmp_dir = str(VAR_DIR / "tmp")
control_socket_disable = True
timeout = 60
graceful_timeout = 4
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1")
loglevel = "warning"

WELCOME = """

  Technology Requests is running.

  Open      {url}
  Sign in   with one click on that page, or as any role with its name and the password demo
            (teacher, principal, assistant-superintendent, ict-coordinator, admin, ...)
  Mail      {url}demo/mail/ shows what was sent
  Stop      Ctrl-C

"""


def when_ready(server) -> None:
    """Say where to go, once the address is taken."""
    if os.environ.get("DEMO") == "1":
        print(WELCOME.format(url=f"http://{bind}/"), flush=True)
