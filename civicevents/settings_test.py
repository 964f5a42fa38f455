"""Settings of the tests: nothing from the environment but where data may lie and which browser to use.

TEST_DATABASE_URL names another server than the embedded one; the role in it must be allowed to make databases.
"""

import os
import tempfile
from pathlib import Path

KEPT = {"DATA_DIR", "TEST_DATABASE_URL", "CHROMIUM"}
_example = Path(__file__).resolve().parent.parent / ".env.example"
for _line in _example.read_text().splitlines():
    _name = _line.lstrip("# ").partition("=")[0]
    if "=" in _line and _name not in KEPT:
        os.environ.pop(_name, None)
os.environ["ENV_FILE"] = os.devnull
os.environ["SECRET_KEY"] = "a secret of tests that nobody needs to keep, sixty characters"
os.environ["CAPABILITY_KEY"] = "another one of tests, for the links that are capabilities"

from civicevents.settings import *  # noqa: E402, F403
from civicevents.settings import DATA_DIR, DATABASES, STORAGES, environment  # noqa: E402

if environment.text("TEST_DATABASE_URL"):
    DATABASES["default"] = environment.database(environment.text("TEST_DATABASE_URL"))
else:
    DATABASES["default"]["EMBEDDED"] = {"place": DATA_DIR / "test-postgres", "throwaway": True}
BASE_URL = "http://testserver"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
MEDIA_ROOT = Path(tempfile.gettempdir()) / f"civicevents-test-media-{os.getpid()}"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LANGUAGE_CODE = "de"
