"""The WSGI application as the web server loads it, once, before it forks (civicevents/warming.py)."""

import gc

from civicevents.warming import warm_up
from civicevents.wsgi import application

warm_up()
# What is there by now is shared as long as nobody touches it, so the garbage collector leaves it alone.
gc.collect()
gc.freeze()

__all__ = ["application"]
