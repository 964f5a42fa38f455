import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _no_limits_left_over():
    """Limits on sign-in live in the cache; one test's attempts are not the next one's."""
    cache.clear()
