"""Catalogue look-ups with the office's own spellings added."""

from collections import defaultdict

from membership.base.text import fold, normalise
from membership.catalogues import CATALOGUES, Matcher
from membership.domain.activity import record
from membership.domain.errors import Refused
from membership.models import CatalogueAlias


def matchers(*codes: str) -> dict[str, Matcher]:
    """Matcher per catalogue (all of them when none is named), in one query."""
    wanted = codes or tuple(CATALOGUES)
    extra = defaultdict(list)
    for catalogue, text, code in CatalogueAlias.objects.filter(catalogue__in=wanted).values_list(
        "catalogue", "text", "code"
    ):
        extra[catalogue].append((text, code))
    return {code: CATALOGUES[code].matcher(extra[code]) for code in wanted}


def office_spellings(catalogue: str | None = None) -> dict[tuple[str, str], list[str]]:
    """(catalogue, entry) -> the spellings this office added, in one query."""
    rows = CatalogueAlias.objects.filter(catalogue=catalogue) if catalogue else CatalogueAlias.objects.all()
    found = defaultdict(list)
    for alias in rows:
        found[alias.catalogue, alias.code].append(alias.text)
    return found


def add_alias(*, by, catalogue: str, code: str, text: str) -> CatalogueAlias:
    """Teach a catalogue one more spelling. Refused when it already stands for another entry."""
    text = normalise(text)
    folded = fold(text)
    if not folded:
        raise Refused("Cần ghi cách viết.", field="text")
    declared = CATALOGUES[catalogue]
    if code not in declared.by_code:
        raise Refused("Mục này không có trong danh mục.", field="code")
    known = matchers(catalogue)[catalogue].find(text)
    if known is not None:
        raise Refused(f"“{text}” đã là cách viết của mục “{declared.name_of(known)}”.", field="text")
    alias = CatalogueAlias.objects.create(catalogue=catalogue, code=code, text=text, folded_text=folded, recorded_by=by)
    record("catalogue.alias_added", by=by, subject=alias, catalogue=catalogue, code=code)
    return alias
