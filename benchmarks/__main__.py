"""`python -m benchmarks`: fill a scratch database, measure, print the table. Exit 1 when a goal is missed."""

import argparse
import importlib
import os
import platform
import signal
import sys
from time import perf_counter

from benchmarks.measure import Measured, table
from benchmarks.scratch import scratch_database

BENCHMARKS = ("sheets", "report", "lists", "deadlines", "import_lists", "move")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"which (default: all): {', '.join(BENCHMARKS)}")
    parser.add_argument("--scale", default="province", choices=("commune", "province", "nation"))
    parser.add_argument("--rows", type=int, default=50_000, help="rows of the lists that are read, written, imported")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    unknown = set(arguments.names) - set(BENCHMARKS)
    if unknown:
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    # Being stopped is no reason to leave the scratch database behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with scratch_database() as kind:
        return run(kind, arguments)


def run(kind: str, arguments) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    print(f"{kind}, scale {arguments.scale}, {platform.python_version()}, {os.cpu_count()} processors", flush=True)
    call_command("migrate", verbosity=0)
    begun = perf_counter()
    call_command("generate_scale", scale=arguments.scale, seed=arguments.seed)
    print(f"generated in {perf_counter() - begun:.0f} s\n", flush=True)
    results: list[Measured] = []
    for name in arguments.names or BENCHMARKS:
        print(f"… {name}", flush=True)
        results.extend(importlib.import_module(f"benchmarks.{name}").run(rows=arguments.rows))
    print("\n" + table(results))
    missed = [each for each in results if each.missed]
    print(
        f"\n{len(results) - len(missed)} good, {len(missed)} missed" + "".join(f"\n  missed: {m.what}" for m in missed)
    )
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
