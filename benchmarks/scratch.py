"""A database of our own for one run: created, filled, measured on, dropped."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit


@contextmanager
def scratch_database() -> Iterator[str]:
    """Point Django at an empty database: PostgreSQL beside the one of DATABASE_URL, else SQLite in a temporary folder.

    Call before Django is set up. Yields what kind it is.
    """
    folder = tempfile.mkdtemp(prefix="tao-nguon-bench-")
    os.environ["DATA_DIR"] = folder
    os.environ["SECRET_KEY"] = "only-for-benchmarks"  # noqa: S105  nobody can reach this database
    os.environ["JOBS_EAGER"] = "1"
    os.environ.pop("REDIS_URL", None)
    url = os.environ.get("DATABASE_URL", "")
    try:
        if url.startswith(("postgres://", "postgresql://", "pgsql://")):
            with _own_postgresql(url) as own:
                os.environ["DATABASE_URL"] = own
                yield "PostgreSQL"
        else:
            os.environ.pop("DATABASE_URL", None)
            yield "SQLite"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _own_postgresql(url: str) -> Iterator[str]:
    import psycopg2

    parts = urlsplit(url)
    name = f"tao_nguon_bench_{os.getpid()}"
    server = urlunsplit((*("postgresql", parts.netloc, "/postgres"), parts.query, ""))
    _execute(psycopg2, server, f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'")
    try:
        yield urlunsplit(("postgresql", parts.netloc, f"/{name}", parts.query, ""))
    finally:
        from django.db import connections

        connections.close_all()
        _execute(psycopg2, server, f"DROP DATABASE {name} WITH (FORCE)")


def _execute(driver, server: str, statement: str) -> None:
    connection = driver.connect(server)
    try:
        connection.autocommit = True  # CREATE DATABASE takes no transaction
        with connection.cursor() as cursor:
            cursor.execute(statement)
    finally:
        connection.close()
