"""Settings of the tests: production, but for what would make tests slow, reach outside or depend on the machine.

The environment of the shell does not count here; only TEST_DATABASE_URL does.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from tests.environment import production
from tests.share import Share
from tests.undefined import Undefined

_folder = Path(tempfile.mkdtemp(prefix="ecru-tests-"))
atexit.register(shutil.rmtree, _folder, ignore_errors=True)

os.environ.update(production(_folder))
if server := os.environ.get("TEST_DATABASE_URL"):
    os.environ["DATABASE_URL"] = server

from ecru.settings import *  # noqa: E402, F403
from ecru.settings import BASE_DIR, DATABASES, MIDDLEWARE, STORAGES, TEMPLATES  # noqa: E402

if "sqlite3" in DATABASES["default"]["ENGINE"]:
    # A file, so that the tests meet the locks of the real thing; in memory there are none.
    DATABASES["default"]["TEST"] = {"NAME": str(_folder / "test.sqlite3")}
elif Share.asked().of > 1:
    # Shares run side by side on one server.
    DATABASES["default"]["TEST"] = {"NAME": f"test_{DATABASES['default']['NAME']}_{Share.asked().number}"}

# Hundreds of tests sign staff in without a form. What the second step asks is tested with it on, in tests/actors/accounts.
SECOND_FACTOR = False
SECURE_SSL_REDIRECT = False  # the test client speaks plain HTTP; one test of its own covers the redirect
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
# The tests ask for pages, not for collected files.
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("whitenoise.")]
TEMPLATES[0]["OPTIONS"].update({"debug": True, "string_if_invalid": Undefined(BASE_DIR / "templates")})
