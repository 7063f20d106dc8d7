"""The suite itself: what its other tests rely on."""

import os

import pytest


@pytest.mark.xdist_group("together")
def test_a_group_of_tests_stays_in_one_process(request):
    """xdist hands out tests by a name that ends in their group; a pytest that hides it tears the groups apart."""
    assert request.node.nodeid.endswith("@together") or "PYTEST_XDIST_WORKER" not in os.environ
