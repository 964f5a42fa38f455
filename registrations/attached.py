"""What upper apps keep about participants: told with their own data, gone when a registration is erased.

Apps declare it in `<app>/attached.py`, which is found by itself:

    @told("questions")
    def questions_of(registration): ...     # JSON-ready values

    @goes_along
    def forget(event, registrations, now): ...      # ids, just before the rows are deleted, in the same transaction
"""

TOLD = {}
GO_ALONG = []


def told(name):
    """Declare a part of `registrations.own_data`."""

    def register(function):
        TOLD[name] = function
        return function

    return register


def goes_along(function):
    """Declare what else is erased with registrations."""
    GO_ALONG.append(function)
    return function
