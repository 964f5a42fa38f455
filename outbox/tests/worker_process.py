"""`manage.py work` as a process of its own on the tests' database: `python -m outbox.tests.worker_process SETTINGS`.

SETTINGS is JSON: the database, and settings that differ.
"""

import json
import sys

import django
from django.conf import settings
from django.core.management import call_command

if __name__ == "__main__":
    different = json.loads(sys.argv[1])
    settings.DATABASES["default"] |= different.pop("database")
    for name, value in different.items():
        setattr(settings, name, value)
    django.setup()
    from outbox.tests import cast  # noqa: F401  # declares the kinds, which needs the apps

    call_command("work", *sys.argv[2:])
