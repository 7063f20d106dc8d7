"""Catalogues: closed lists of values as declarations, each with its spellings and its source."""

from membership.catalogues.declarations import Catalogue, Entry, Matcher
from membership.catalogues.education import DEGREES, GENERAL_EDUCATION, POLITICAL_THEORY, UNIVERSITY_OR_HIGHER
from membership.catalogues.ethnic_groups import ETHNIC_GROUPS, MAJORITY, NOT_MINORITY
from membership.catalogues.occupations import ENTERPRISE, OCCUPATIONS
from membership.catalogues.organisation_types import (
    ORGANISATION_KINDS,
    ORGANISATION_TYPES,
    OWNERSHIP,
    OWNERSHIP_NAMES,
)
from membership.catalogues.religions import NONE as NO_RELIGION
from membership.catalogues.religions import RELIGIONS

CATALOGUES: dict[str, Catalogue] = {
    catalogue.code: catalogue
    for catalogue in (
        ETHNIC_GROUPS,
        RELIGIONS,
        GENERAL_EDUCATION,
        DEGREES,
        POLITICAL_THEORY,
        OCCUPATIONS,
        ORGANISATION_TYPES,
    )
}

__all__ = [
    "CATALOGUES",
    "DEGREES",
    "ENTERPRISE",
    "ETHNIC_GROUPS",
    "GENERAL_EDUCATION",
    "MAJORITY",
    "NOT_MINORITY",
    "NO_RELIGION",
    "OCCUPATIONS",
    "ORGANISATION_KINDS",
    "ORGANISATION_TYPES",
    "OWNERSHIP",
    "OWNERSHIP_NAMES",
    "POLITICAL_THEORY",
    "RELIGIONS",
    "UNIVERSITY_OR_HIGHER",
    "Catalogue",
    "Entry",
    "Matcher",
]
