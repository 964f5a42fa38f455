"""The way an action says no."""


class Refused(Exception):
    """The action would be wrong; the message says why and what to do, in words fit for the person who asked."""
