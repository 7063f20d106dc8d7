"""A calendar file (iCalendar, RFC 5545) of all-day entries, as calendar programs subscribe to it."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from membership.domain.calendar_sources import CalendarEntry

REFRESH = timedelta(hours=6)


def calendar_file(entries: Iterable[CalendarEntry], *, with_names: bool, host: str) -> bytes:
    """UTF-8, folded at 75 bytes. `host`: the address of the house, which paths are put behind.

    The stamp is the beginning of today, so that the file is the same until something in it changes.
    """
    calendar = Calendar()
    name = _("Tạo Nguồn – việc của tôi")
    calendar.add("prodid", "-//Tao Nguon//VI")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", timezone.get_default_timezone_name())
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    stamp = timezone.make_aware(datetime.combine(timezone.localdate(), time())).astimezone(UTC)
    for entry in entries:
        calendar.add_component(_event(entry, with_names=with_names, host=host, stamp=stamp))
    return calendar.to_ical()


def _event(entry: CalendarEntry, *, with_names: bool, host: str, stamp: datetime) -> Event:
    event = Event()
    event.add("uid", f"{entry.uid}@tao-nguon")
    event.add("dtstamp", stamp)
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + timedelta(days=1))
    event.add("summary", f"{entry.title}: {entry.person}" if with_names and entry.person else entry.title)
    if text := "\n".join(filter(None, (entry.detail, host + entry.url if entry.url else ""))):
        event.add("description", text)
    if entry.url:
        event.add("url", host + entry.url)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    return event
