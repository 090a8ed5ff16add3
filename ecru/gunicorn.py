"""How gunicorn serves the portal, on a laptop (`make run`) and in production.

The address comes from PORT; behind a proxy on another machine use GUNICORN_CMD_ARGS="--bind 0.0.0.0:8000".
"""

import ctypes
import gc
import logging
import os
from contextlib import suppress
from pathlib import Path

from django.db import connections
from gunicorn.arbiter import Arbiter
from gunicorn.http import message
from gunicorn.workers.base import Worker

port = int(os.environ.get("PORT", "8000"))
bind = f"127.0.0.1:{port}"

worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
timeout = 30
graceful_timeout = 20
keepalive = 5
# A worker is replaced now and then, so that a slow leak never becomes an outage; the jitter keeps one awake.
max_requests = 2000
max_requests_jitter = 400

# One process loads the portal and checks the settings, once; workers are its forks. See `when_ready`.
preload_app = True

# gunicorn takes an address of 8 190 bytes at most, or one without any end. A pasted text of ten thousand letters, each
# of them percent-encoded, deserves the page that says what to do, so the bound lies above it.
limit_request_line = message.MAX_REQUEST_LINE = 128 * 1024

# The heartbeat file must never wait for a disk.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() and os.access("/dev/shm", os.W_OK) else None  # noqa: S108
control_socket_disable = True

# Nothing that is read at the start is garbage, and looking for it takes a quarter of the start. See `post_fork`.
gc.disable()

# glibc gives every thread heaps of its own, which stay as large as the largest page each of them ever made.
M_ARENA_MAX = -8
with suppress(OSError, AttributeError):  # not every system has glibc, and those others have no such heaps
    ctypes.CDLL(None).mallopt(M_ARENA_MAX, 1)

accesslog = None  # the portal logs every request itself
errorlog = "-"
loglevel = "warning"


def when_ready(_server: Arbiter) -> None:
    """Before the first fork: what all workers keep in memory is read once, no connection to the database is shared, and one log for all."""
    from ecru.portal.warming import warm  # noqa: PLC0415 - gunicorn reads this file before the portal is loaded

    warm()
    for connection in connections.all(initialized_only=True):
        connection.close()
        if hasattr(connection, "close_pool"):
            connection.close_pool()
    gc.freeze()  # what is loaded by now stays: looking through it for garbage would only copy it into every worker
    log = logging.getLogger("gunicorn.error")
    log.handlers.clear()
    log.propagate = True
    print(f"The portal is at http://localhost:{port}  (stop with Ctrl-C)", flush=True)  # noqa: T201


def post_fork(_server: Arbiter, _worker: Worker) -> None:
    """A worker clears up after its visitors."""
    gc.enable()
