"""A file that outgrows about 300 lines wants splitting by verb; declarations (lists of names) may be long."""

from tests.architecture.sources import APPS, name_of, python_files

LIMIT = 340
# Why a file may be longer all the same.
LONG = {
    "membership/base/sheets/child.py": "runs alone in a limited process and must import nothing of ours",
}


def test_files_stay_small():
    lengths = {
        name_of(path): sum(1 for _ in path.open(encoding="utf-8"))
        for path in python_files(*APPS, "config", "benchmarks")
        if "/migrations/" not in name_of(path) and "/catalogues/" not in name_of(path)
    }
    too_long = {name: length for name, length in lengths.items() if length > LIMIT and name not in LONG}
    assert not too_long
    assert not [name for name in LONG if lengths.get(name, 0) <= LIMIT], "no longer long"


def test_nothing_is_called_utils():
    assert not [name_of(path) for path in python_files(*APPS, "config") if path.stem in ("utils", "helpers", "misc")]
