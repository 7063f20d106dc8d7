"""Somebody who may do something somewhere tries for more: foreign words, hostile values, foreign organisations.

`ATTACK=full pytest tests/access/test_attacks.py` tries every value in every parameter of every page by itself; without
it a few of them in all parameters together.
"""

import io
import os
import zipfile
from copy import copy
from html import unescape
from html.parser import HTMLParser

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.http import QueryDict
from django.test import Client
from django.urls import NoReverseMatch, reverse

from membership.base.text import fold
from membership.models import Organisation, RoleCode
from tests.access.matrix import OUTSIDE, PUBLIC, ROUTES
from tests.access.test_matrix import LEFT_BY_LOOKING, address, ask
from tests.access.world import CANARY, World
from tests.conftest import make_tree
from tests.factories import AssignmentFactory, UserFactory

pytestmark = pytest.mark.django_db

FULL = os.environ.get("ATTACK") == "full"
SEEN = [name for name, route in ROUTES.items() if "GET" in route.methods and name != "membership:login"]
WRITTEN = [name for name, route in ROUTES.items() if "POST" in route.methods and route.action != PUBLIC]
FOREIGN = tuple(f"{CANARY} {position}" for position in OUTSIDE)

# What each does to code that trusts it: digits int() does not know, more than a database holds, what PostgreSQL cannot
# store, days before and after all calendars, halves of characters, wildcards, other types, addresses of elsewhere.
SHARP = ("²²²²", "\x00", "9" * 30, "-1", "2²", "01/01/0001", "31/12/9999", "1e999")
MILD = (
    "", " ", "0", "abc", "NaN", "٣٤٥", "%00", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"), "\ufffd",
    "'; DROP TABLE membership_user; --", "%_\\", "..", "__proto__", "{{7*7}}", "<script>alert(1)</script>",
    "//evil.example", "31/02/2026", "1,1", "[]", "a\r\nSet-Cookie: x=1", "á" * 5000, "-sort_key", "pk", "password",
    "organisation__path", "00000000-0000-0000-0000-000000000000",
)  # fmt: skip
NAMES = ("xuat", "trang", "sap-xep", "next", "version")  # asked for in the address whatever the page reads


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        world = World(make_tree())
        world.fill()
        for position in ("sibling", "foreign"):
            place, word = world.place[position], f"{CANARY} {position}"
            for row in Organisation.objects.under(place):
                Organisation.objects.filter(pk=row.pk).update(name=word, folded_name=fold(word))
                row.names.update(name=word, folded_name=fold(word))
        yield world
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def log_in(world):
    def log_in(*roles: str, at: Organisation) -> Client:
        client = Client(raise_request_exception=False)
        client.user = UserFactory()
        for role in roles:
            AssignmentFactory(user=client.user, role=role, organisation=at)
        client.force_login(client.user)
        return client

    return log_in


@pytest.fixture(scope="module")
def mighty(log_in, world) -> Client:
    """Somebody who may do everything everywhere, so that what is typed reaches the innermost code."""
    return log_in(RoleCode.ORGANISATION_STAFF, RoleCode.ADMINISTRATOR, RoleCode.INSPECTOR, at=world.tree.root)


# --- (a) crawl ------------------------------------------------------------------------------------------------------


class _Addresses(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag, attributes):
        self.found += [value for name, value in attributes if name in ("href", "hx-get") and value]


def addresses_of(page: str) -> list[str]:
    parser = _Addresses()
    parser.feed(page)
    return parser.found


def words_of(body: bytes) -> str:
    """All text of an answer; of a workbook that of all its parts."""
    if body[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            body = b"\n".join(book.read(name) for name in book.namelist())
    return unescape(body.decode("utf-8", "replace"))


def leaks(answer) -> list[str]:
    said = words_of(answer.body) + "".join(f"{name}: {value}" for name, value in answer.headers.items())
    return [word for word in FOREIGN if word in said]


@pytest.mark.parametrize(
    ("role", "home"),
    [
        (RoleCode.BRANCH_SECRETARY, "branch"),
        (RoleCode.BASE_STAFF, "commune"),
        (RoleCode.ADMINISTRATOR, "commune"),
        (RoleCode.INSPECTOR, "commune"),
    ],
)
def test_a_crawl_meets_no_foreign_word(world, log_in, role, home):
    client = log_in(role, at=getattr(world.tree, home))
    waiting = ["/", f"/tim-kiem/?q={fold(CANARY)}"]
    for name in SEEN:
        where = address(world, name, "descendant")
        waiting.append(where)
        waiting += [f"{where}?{query}" for query in (
            f"q={fold(CANARY)}", "q=foreign", "xuat=xlsx", "nam=tat-ca", "tinh-trang=tat-ca", "giai-doan=tat-ca",
            f"parent={fold(CANARY)}", f"parent={world.place['foreign'].code}", "parent=1", "ca-da-dong=1",
            *(f"to-chuc={world.place[position].pk}" for position in OUTSIDE),
            *(f"to-chuc={world.place[position].pk}&xuat=xlsx" for position in OUTSIDE),
            *(f"dot={world.kwargs('receipt', position)['pk']}" for position in OUTSIDE),
            "nam=2011", "nam=2011&xuat=xlsx", "ngay=01/01/2012", "all=1", "nam=tat-ca&xuat=xlsx",
        )]  # fmt: skip
    done, wrong = set(), []
    while waiting and len(done) < (5000 if FULL else 110):
        where = waiting.pop(0).split("#")[0]
        if where in done or not where.startswith("/") or where.startswith(("//", "/static/")):
            continue
        done.add(where)
        answer = ask(client, "GET", where)
        if answer.status_code >= 500 or leaks(answer):
            wrong.append(f"{where}: {answer.status_code} {leaks(answer)}")
        if answer.status_code == 200 and "text/html" in answer.headers["Content-Type"]:
            here = where.split("?")[0]
            found = addresses_of(words_of(answer.body))
            waiting += [here + each if each.startswith("?") else each for each in found]
    assert len(done) > 100
    assert not wrong, "\n".join(wrong)


# --- (b) hostile values -----------------------------------------------------------------------------------------------


@pytest.fixture
def names_read(monkeypatch):
    """The names that a page looks up among what was sent."""
    read: set[str] = set()

    def spy(method):
        def lookup(self, name, *args, **kwargs):
            if isinstance(name, str):
                read.add(name)
            return method(self, name, *args, **kwargs)

        return lookup

    for method in ("get", "getlist", "__getitem__", "__contains__"):
        monkeypatch.setattr(QueryDict, method, spy(getattr(QueryDict, method)), raising=False)
    return read


def encoded(values: dict[str, str]) -> str:
    query = QueryDict(mutable=True)
    query.update(values)
    return query.urlencode()


def hostile(names: set[str], page: str):
    """Sharp values one by one, values in all names at once. Unless FULL, each page meets its share of the mild ones."""
    turn = SEEN.index(page) if page in SEEN else 0
    for value in SHARP + MILD if FULL else (*SHARP, MILD[turn % len(MILD)]):
        if FULL:
            yield from ({name: value} for name in sorted(names))
        yield dict.fromkeys(sorted(names), value)
    if not FULL:
        for number, name in enumerate(sorted(names)):
            yield {name: SHARP[number % len(SHARP)]}


@pytest.mark.parametrize("name", [*SEEN, "membership:login"])
def test_no_address_breaks_a_page(world, mighty, names_read, name):
    where, writes, broken = address(world, name, "own"), [], []

    def note(execute, sql, params, many, context):
        word = sql.lstrip().split(" ", 1)[0].upper()
        if word in ("INSERT", "UPDATE", "DELETE") and not any(f'"{table}' in sql for table in LEFT_BY_LOOKING):
            writes.append(sql[:200])
        return execute(sql, params, many, context)

    ask(mighty, "GET", where)
    with connection.execute_wrapper(note):
        for values in hostile(names_read - {"csrfmiddlewaretoken"} | set(NAMES), name):
            answer = ask(mighty, "GET", f"{where}?{encoded(values)}")
            if answer.status_code >= 500:
                broken.append(f"{values!r:.120}: {answer.status_code}")
    assert not broken, "\n".join(broken)
    assert not writes


# --- (c) hostile fields, foreign organisations, foreign fields --------------------------------------------------------


class _Fields(HTMLParser):
    """What a browser would send with the page's own form: its names, and the values it was filled with."""

    def __init__(self):
        super().__init__()
        self.values: dict[str, str] = {}
        self._posted = False
        self._select = ""

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            self._posted = given.get("method") == "post" and "dang-xuat" not in given.get("action", "")
        name = given.get("name")
        if not self._posted or name == "csrfmiddlewaretoken":
            return
        if tag == "select":
            self._select = name
            self.values.setdefault(name, "")
        elif tag == "option" and "selected" in given and self._select:
            self.values[self._select] = given.get("value", "")
        elif tag == "textarea" and name:
            self.values.setdefault(name, "")
        elif tag == "input" and name and (given.get("type") != "radio" or "checked" in given):
            self.values[name] = given.get("value") or ""

    def handle_endtag(self, tag):
        if tag == "form":
            self._posted = False
        elif tag == "select":
            self._select = ""


# What a person would type into a field that is still empty.
TYPED = {
    "on": "01/02/2011", "ngay": "01/02/2011", "full_name": "Trần Thị Mới", "name": "Chi bộ mới", "reason": "ghi nhầm",
    "code": "77777777777777", "username": "nguoi.moi", "role": "base_staff", "document_number": "12-QĐ",
    "decision_number": "13-QĐ", "decision_date": "01/02/2011", "admission_quota": "3", "text": "Kinh cũ",
    "period": "year", "year": "2011", "counting": "decision", "kind": "quotas", "old_password": "x",
    "new_password1": "mot-cau-dai-khong-ai-biet", "new_password2": "mot-cau-dai-khong-ai-biet",
}  # fmt: skip
UNSEEN = {
    "reports:quota.set": {"version": "1", "admission_quota": "3", "training_quota": "", "decision_number": "",
                          "decision_date": "", "note": ""},
    "membership:catalogue.alias": {"code": "1", "text": ""},
}  # fmt: skip
PLACES = ("organisation", "parent", "into")


def filled(world, client, name: str) -> dict[str, str]:
    """The form of a page, filled in rightly; where no page shows it, the fields by name."""
    parser = _Fields()
    if name in UNSEEN:
        parser.values = dict(UNSEEN[name])
    elif "GET" in ROUTES[name].methods:
        parser.feed(words_of(ask(client, "GET", address(world, name, "own")).body))
    else:
        parser.values = {"version": "1"}
    values = {key: value or TYPED.get(key, "") for key, value in parser.values.items()}
    for place in PLACES:
        if place in values:
            values[place] = world.tree.branch.code
    return values


def send(client: Client, where: str, values: dict[str, str], world: World | None = None):
    kept, written = copy(client.cookies), []

    def note(execute, sql, params, many, context):
        if sql.lstrip().split(" ", 1)[0].upper() not in ("SELECT", "SAVEPOINT", "RELEASE"):
            written.append(sql)
        return execute(sql, params, many, context)

    with transaction.atomic(), connection.execute_wrapper(note):
        answer = client.post(where, encoded(values), content_type="application/x-www-form-urlencoded")
        answer.body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        # Where nothing at all was written, nothing foreign was either.
        answer.foreign = foreign_rows(world) if world and written else None
        transaction.set_rollback(True)
    client.cookies = kept
    assert "next=" not in answer.headers.get("Location", ""), "logged out: nothing is being tried"
    return answer


def foreign_rows(world: World) -> list[tuple]:
    """Everything that stands in a foreign subtree, and who may do what there."""
    rows = []
    for model in apps.get_models():
        columns = {field.attname for field in model._meta.concrete_fields}
        if "organisation_path" in columns:
            column = "organisation_path"
        elif model is Organisation:
            column = "path"
        elif "organisation_id" in columns:
            column = "organisation__path"
        else:
            continue
        for position in ("sibling", "foreign"):
            under = {f"{column}__startswith": world.place[position].path}
            rows += model._base_manager.filter(**under).order_by("pk").values_list()
    return rows


@pytest.mark.parametrize("name", WRITTEN)
def test_no_field_breaks_a_form(world, mighty, name):
    where, right = address(world, name, "own"), filled(world, mighty, name)
    broken = []
    for number, field in enumerate(right):
        for value in SHARP + MILD if FULL else (SHARP[number % len(SHARP)], SHARP[(number + 3) % len(SHARP)]):
            answer = send(mighty, where, right | {field: value})
            if answer.status_code >= 500:
                broken.append(f"{field}={value!r:.60}: {answer.status_code}")
    answer = send(mighty, where, right)
    assert answer.status_code < 500
    assert not broken, "\n".join(broken)


@pytest.mark.parametrize("name", WRITTEN)
def test_no_form_takes_a_foreign_organisation(world, log_in, name):
    """A foreign code, name or number, and fields that no form has: the answer knows nothing, the foreign tree stays."""
    client = log_in(RoleCode.ORGANISATION_STAFF, RoleCode.ADMINISTRATOR, at=world.tree.commune)
    where, right, before = address(world, name, "own"), filled(world, client, name), foreign_rows(world)
    assert before
    for position in OUTSIDE if FULL else ("ancestor", "foreign"):
        place = world.place[position]
        more = {
            "organisation": place.code, "parent": place.code, "into": place.code, "organisation_id": place.pk,
            "organisation_path": place.path, "path": place.path, "by": 1, "user": 1, "is_active": "", "batch": 1,
            "is_superuser": "on", "recorded_by": 1, "stage": "official", "created_by": 1, "pk": place.pk,
        }  # fmt: skip
        tries = [right | more, right | {"code": place.code}]
        tries += [right | dict.fromkeys(PLACES, other) for other in (place.pk, place.path, place.name)]
        for values in tries:
            answer = send(client, where, {key: str(value) for key, value in values.items()}, world)
            assert answer.status_code < 500, values
            assert not (set(leaks(answer)) - {word for word in FOREIGN if word in str(values)}), values
            assert answer.foreign is None or answer.foreign == before, values


@pytest.mark.parametrize("name", [name for name, route in ROUTES.items() if route.target])
def test_no_number_in_an_address_breaks_a_page(world, mighty, name):
    """Numbers that no database holds, years that no calendar has, ids of nothing."""
    right, broken = world.kwargs(ROUTES[name].target, "own"), []
    for part, value in right.items():
        nothing = "00000000-0000-0000-0000-000000000000"
        values = (0, 1, 9999, 10000, 10**10, 10**30) if isinstance(value, int) else ("khong-co", "x" * 300, nothing)
        for other in values:
            try:
                where = reverse(name, kwargs=right | {part: other})
            except NoReverseMatch:
                continue
            for method in ROUTES[name].methods:
                answer = ask(mighty, method, where)
                if answer.status_code >= 500:
                    broken.append(f"{method} {where:.80}: {answer.status_code}")
    assert not broken, "\n".join(broken)
