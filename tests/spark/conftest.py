"""One cluster and one session for all tests on Spark; without Spark there are none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from spark.cluster import Cluster, cluster, session, there

collect_ignore_glob = [] if there() else ["test_*.py"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let Spark warn: it does so about the versions of pandas, and leaves sockets to the collector."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.filterwarnings("ignore::FutureWarning"))
            item.add_marker(pytest.mark.filterwarnings("ignore::ResourceWarning"))


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Give a cluster of two workers."""
    with cluster(tmp_path_factory.mktemp("spark")) as found:
        yield found


@pytest.fixture(scope="session")
def spark(running: Cluster) -> Iterator[Any]:
    """Give a session on the cluster."""
    with session(running.master) as found:
        yield found
