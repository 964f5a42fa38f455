"""What upper apps keep about participants: told with their own data, gone when a registration is erased.

Apps declare it in `<app>/attached.py`, which is found by itself:

    @told("questions")
    def questions_of(registration): ...     # JSON-ready values

    @goes_along
    def forget(event, registrations, now): ...      # ids, just before the rows are deleted, in the same transaction

    @goes_again
    def replay(fingerprints, now): ...      # what the journal of erasures knows, after a restore; how many
"""

TOLD = {}
GO_ALONG = []
GO_AGAIN = []


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


def goes_again(function):
    """Declare what is erased again when a backup has been restored."""
    GO_AGAIN.append(function)
    return function
