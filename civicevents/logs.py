"""The log tells nobody's secrets."""

import logging
import re

# A path segment that is a capability (accounts/capabilities.py), in an address or in a traceback.
KEY_IN_A_PATH = re.compile(r"(?<=/)[\w-]{32,}(?=[/.?\s\"'>)]|$)", re.ASCII)


class Discreet(logging.Formatter):
    """Leaves out the keys that private links consist of, wherever in a line or a traceback they are."""

    def format(self, record):
        return KEY_IN_A_PATH.sub("…", super().format(record))
