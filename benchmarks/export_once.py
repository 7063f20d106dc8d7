"""One export in a process of its own, to see what memory it takes: prints the extra bytes at its peak."""

import os
import sys
from pathlib import Path


def main(count: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    export_members(50)
    before = resident("VmRSS")
    export_members(count)
    print(resident("VmHWM") - before)


def export_members(count: int, target=None) -> int:
    """The export of a list page, as the benchmark's own account sees it; how many bytes it has."""
    from django.test import RequestFactory

    from membership.exchange.export import export_list
    from membership.models import PartyMember, User

    request = RequestFactory().get("/")
    request.user = User.objects.get(username="bench-export")
    people = PartyMember.objects.filter(pk__in=PartyMember.objects.order_by("pk")[:count].values("pk"))
    response = export_list(request, "members", people)
    try:
        size = 0
        for part in response.streaming_content:
            size += target.write(part) if target else len(part)
        return size
    finally:
        response.close()


def resident(field: str) -> int:
    """Bytes of this process as Linux counts them (0 elsewhere)."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0
    line = next(line for line in status.read_text(encoding="ascii").splitlines() if line.startswith(field))
    return int(line.split()[1]) * 1024


if __name__ == "__main__":
    main(int(sys.argv[1]))
