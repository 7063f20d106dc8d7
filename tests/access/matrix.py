"""The access matrix as data: for every route which action it needs, which methods it answers and about what it is.

What each role may do comes from the role table, where an object lies from the position; from both follows the expected
answer (`expected`). A route that is missing here fails tests/access/test_matrix.py.
"""

from membership.models import ROLES, Action
from tests.access import (
    routes_classes,
    routes_learning,
    routes_mass,
    routes_movements,
    routes_positions,
    routes_radar,
    routes_referrals,
    routes_units,
)
from tests.access.route import BOTH, EVERYBODY, POST, PUBLIC, Route

# Positions of an object, seen from the organisation for which the role was given.
INSIDE = ("own", "descendant")
OUTSIDE = ("sibling", "ancestor", "foreign")
POSITIONS = INSIDE + OUTSIDE

LET_IN = frozenset({200, 302, 400, 409, 422})  # a POST without its fields is answered, not refused
REFUSED, HIDDEN, NO_SUCH_METHOD = frozenset({403}), frozenset({404}), frozenset({405})
# A page that only shows may answer a POST by showing itself; a route that changes something never answers a GET.
SHOWS_ITSELF = NO_SUCH_METHOD | {200, 302}


def expected(route: Route, role: str, position: str | None, method: str) -> frozenset[int]:
    """The answer for a person with that role; `position` None where the route is about no one thing."""
    may = route.action in (PUBLIC, EVERYBODY) or route.action in ROLES[role].may
    unknown = NO_SUCH_METHOD if method not in route.methods else frozenset()  # says nothing about the object
    if position == "ancestor" and route.from_above and may and "GET" in route.methods and not unknown:
        return route.shows if method == "GET" else LET_IN | REFUSED | HIDDEN
    if position in OUTSIDE:
        return HIDDEN | unknown
    if route.owner_only:
        return REFUSED | HIDDEN | unknown
    if not may:
        return (HIDDEN if route.private else REFUSED) | unknown
    if unknown:
        return NO_SUCH_METHOD if method == "GET" else SHOWS_ITSELF
    return route.shows if method == "GET" else LET_IN


ROUTES: dict[str, Route] = {
    "healthz": Route(PUBLIC),
    "readyz": Route(PUBLIC),
    # --- membership: one's own desk -----------------------------------------------------------------
    "membership:login": Route(PUBLIC, methods=BOTH, shows=frozenset({200, 302})),
    "membership:logout": Route(EVERYBODY, methods=POST),
    "membership:password": Route(EVERYBODY, methods=BOTH),
    "membership:account": Route(EVERYBODY, methods=BOTH),
    "membership:feed.make": Route(EVERYBODY, methods=POST),
    "membership:feed.names": Route(EVERYBODY, methods=POST),
    "membership:feed.revoke": Route(EVERYBODY, methods=POST),
    "membership:feed": Route(PUBLIC, "feed"),  # whoever holds the secret address
    "membership:notice.list": Route(EVERYBODY),
    "membership:notice.read": Route(EVERYBODY, "notice", methods=POST, owner_only=True),
    "membership:notice.read_all": Route(EVERYBODY, methods=POST),
    "membership:home": Route(EVERYBODY),
    "membership:search": Route(EVERYBODY),
    "membership:job.list": Route(EVERYBODY),
    "membership:job.seen": Route(EVERYBODY, methods=POST),
    "membership:job.detail": Route(Action.VIEW_JOBS, "job", private=True),
    "membership:job.progress": Route(Action.VIEW_JOBS, "job", private=True),
    "membership:job.cancel": Route(Action.VIEW_JOBS, "job", methods=POST, private=True),
    # --- membership: the tree -----------------------------------------------------------------------
    "membership:organisation.list": Route(Action.VIEW_ORGANISATION),
    "membership:organisation.search": Route(Action.VIEW_ORGANISATION),
    "membership:organisation.suggest": Route(Action.VIEW_ORGANISATION),
    "membership:organisation.detail": Route(Action.VIEW_ORGANISATION, "organisation"),
    "membership:organisation.children": Route(Action.VIEW_ORGANISATION, "organisation"),
    "membership:organisation.on_day": Route(Action.VIEW_ORGANISATION, "organisation"),
    "membership:organisation.establish": Route(Action.MANAGE_ORGANISATION, "organisation", methods=BOTH),
    "membership:organisation.move": Route(Action.MANAGE_ORGANISATION, "organisation", methods=BOTH),
    "membership:organisation.rename": Route(Action.MANAGE_ORGANISATION, "organisation", methods=BOTH),
    "membership:organisation.describe": Route(Action.MANAGE_ORGANISATION, "organisation", methods=BOTH),
    "membership:organisation.dissolve": Route(Action.MANAGE_ORGANISATION, "organisation", methods=BOTH),
    # --- membership: accounts -----------------------------------------------------------------------
    "membership:user.list": Route(Action.MANAGE_USERS),
    "membership:user.create": Route(Action.MANAGE_USERS, methods=BOTH),
    "membership:user.detail": Route(Action.MANAGE_USERS, "account"),
    "membership:user.edit": Route(Action.MANAGE_USERS, "account", methods=BOTH),
    "membership:user.grant": Route(Action.MANAGE_USERS, "account", methods=BOTH),
    "membership:user.reset_password": Route(Action.MANAGE_USERS, "account", methods=POST),
    "membership:user.close": Route(Action.MANAGE_USERS, "account", methods=POST),
    "membership:user.reopen": Route(Action.MANAGE_USERS, "account", methods=POST),
    "membership:assignment.end": Route(Action.MANAGE_USERS, "assignment", methods=BOTH),
    # --- membership: administration -----------------------------------------------------------------
    "membership:activity.list": Route(Action.VIEW_LOG),
    "membership:catalogue.list": Route(Action.VIEW_ORGANISATION),
    "membership:catalogue.detail": Route(Action.VIEW_ORGANISATION, "catalogue"),
    "membership:catalogue.alias": Route(Action.MANAGE_CATALOGUES, "catalogue", methods=BOTH, shows=frozenset({302})),
    "membership:holiday.list": Route(Action.VIEW_ORGANISATION),
    "membership:holiday.new": Route(Action.MANAGE_CATALOGUES, methods=BOTH),
    "membership:holiday.edit": Route(Action.MANAGE_CATALOGUES, "holiday", methods=BOTH),
    "membership:holiday.withdraw": Route(Action.MANAGE_CATALOGUES, "holiday", methods=BOTH),
    "membership:holiday.year": Route(Action.MANAGE_CATALOGUES, "holiday_year", methods=BOTH),
    # --- membership: lists from files ---------------------------------------------------------------
    "membership:import.list": Route(Action.IMPORT),
    "membership:import.upload": Route(Action.IMPORT, methods=BOTH),
    "membership:import.template": Route(Action.IMPORT, "list_kind"),
    "membership:import.detail": Route(Action.IMPORT, "receipt"),
    "membership:import.columns": Route(Action.IMPORT, "draft", methods=BOTH, owner_only=True),
    "membership:import.undo": Route(Action.IMPORT, "receipt", methods=BOTH),
    "membership:import.mend": Route(Action.IMPORT, "draft", methods=POST, owner_only=True),
    "membership:import.marked": Route(Action.IMPORT, "draft", owner_only=True),
    "membership:import.forget": Route(Action.IMPORT, "column_memory", methods=POST),
    "membership:import.try": Route(Action.IMPORT, "draft", methods=POST, owner_only=True),
    "membership:import.apply": Route(Action.IMPORT, "draft", methods=POST, owner_only=True),
    "membership:import.discard": Route(Action.IMPORT, "draft", methods=POST, owner_only=True),
    # --- people -------------------------------------------------------------------------------------
    "membership:member.list": Route(Action.VIEW_PERSON),
    "membership:member.new": Route(Action.EDIT_PERSON, methods=BOTH),
    "membership:member.detail": Route(Action.VIEW_PERSON, "member"),
    "membership:member.edit": Route(Action.EDIT_PERSON, "member", methods=BOTH),
    "membership:member.transfer": Route(Action.EDIT_PERSON, "member", methods=BOTH),
    "membership:member.leave": Route(Action.EDIT_PERSON, "member", methods=BOTH),
    "candidates:candidate.list": Route(Action.VIEW_PERSON),
    "candidates:candidate.new": Route(Action.EDIT_PERSON, methods=BOTH),
    "candidates:candidate.detail": Route(Action.VIEW_PERSON, "candidate"),
    "candidates:candidate.edit": Route(Action.EDIT_PERSON, "candidate", methods=BOTH),
    "candidates:bulk": Route(Action.EDIT_PERSON),
    "candidates:bulk.step": Route(Action.EDIT_PERSON, "any_step", methods=BOTH),
    "candidates:candidate.step": Route(Action.EDIT_PERSON, "candidate_step", methods=BOTH),
    "candidates:candidate.reverse": Route(Action.EDIT_PERSON, "admitted_candidate", methods=BOTH),
    "candidates:candidate.move": Route(Action.EDIT_PERSON, "candidate", methods=BOTH),
    "candidates:transfer.new": Route(Action.EDIT_PERSON, "candidate", methods=BOTH),
    "candidates:transfer.list": Route(Action.VIEW_PERSON),
    "candidates:transfer.detail": Route(Action.VIEW_PERSON, "transfer"),
    "candidates:transfer.act": Route(Action.EDIT_PERSON, "transfer_act", methods=BOTH),
    "candidates:dossier.detail": Route(Action.VIEW_PERSON_DETAILS, "candidate"),
    "candidates:dossier.record": Route(Action.EDIT_PERSON, "candidate", methods=POST),
    "candidates:dossier.withdraw": Route(Action.EDIT_PERSON, "dossier_paper", methods=BOTH),
    "candidates:introduction.new": Route(Action.EDIT_PERSON, "candidate", methods=BOTH),
    "candidates:introduction.withdraw": Route(Action.EDIT_PERSON, "introduction", methods=BOTH),
    "candidates:circumstances.edit": Route(Action.EDIT_PERSON, "candidate", methods=BOTH),
    "candidates:nomination.new": Route(Action.EDIT_PERSON, "candidate", methods=BOTH),
    "candidates:nomination.list": Route(Action.VIEW_PERSON),
    "candidates:nomination.records": Route(Action.VIEW_PERSON),
    "candidates:nomination.withdraw": Route(Action.EDIT_PERSON, "nomination", methods=BOTH),
    "candidates:review.new": Route(Action.EDIT_PERSON, methods=BOTH),
    "candidates:review.list": Route(Action.VIEW_PERSON),
    "candidates:review.detail": Route(Action.VIEW_PERSON, "review"),
    "candidates:review.withdraw": Route(Action.EDIT_PERSON, "review", methods=BOTH),
    "candidates:mentor.assign": Route(Action.EDIT_PERSON, "helped_candidate", methods=BOTH),
    "candidates:mentor.change": Route(Action.EDIT_PERSON, "mentorship", methods=BOTH),
    "candidates:mentor.end": Route(Action.EDIT_PERSON, "mentorship", methods=BOTH),
    "candidates:mentor.note": Route(Action.EDIT_PERSON, "mentorship", methods=BOTH),
    "candidates:mentor.list": Route(Action.VIEW_PERSON),
    "candidates:mentor.month": Route(Action.EDIT_PERSON, methods=BOTH),
    "candidates:admission.list": Route(Action.VIEW_PERSON),
    "candidates:admission.detail": Route(Action.VIEW_PERSON, "admission"),
    "candidates:admission.correct": Route(Action.EDIT_PERSON, "admission", methods=BOTH),
    "candidates:paper.list": Route(Action.VIEW_PERSON_DETAILS, "candidate"),
    "candidates:paper.all": Route(Action.VIEW_PERSON_DETAILS, "candidate"),
    "candidates:paper.print": Route(Action.VIEW_PERSON_DETAILS, "printed_paper"),
    "candidates:paper.bundle": Route(Action.VIEW_PERSON_DETAILS, methods=BOTH),
    "candidates:paper.download": Route(Action.VIEW_PERSON_DETAILS, "job", private=True, owner_only=True),
    "candidates:template.list": Route(Action.MANAGE_CATALOGUES),
    "candidates:template.detail": Route(Action.MANAGE_CATALOGUES, "paper_template", methods=BOTH),
    "candidates:template.download": Route(Action.MANAGE_CATALOGUES, "paper_template"),
    "candidates:template.withdraw": Route(Action.MANAGE_CATALOGUES, "paper_template", methods=POST),
    "candidates:deadline.list": Route(Action.VIEW_PERSON_DETAILS),
    "candidates:deadline.organisations": Route(Action.VIEW_PERSON_DETAILS),
    "candidates:quick": Route(Action.EDIT_PERSON, methods=BOTH),
    "candidates:verification.list": Route(Action.VIEW_PERSON_DETAILS),
    "candidates:verification.person": Route(Action.VIEW_PERSON_DETAILS, "candidate"),
    "candidates:verification.add": Route(Action.EDIT_PERSON, "candidate", methods=BOTH),
    "candidates:verification.send": Route(Action.EDIT_PERSON, methods=BOTH),
    "candidates:verification.remind": Route(Action.EDIT_PERSON, methods=BOTH),
    "candidates:verification.undo": Route(Action.EDIT_PERSON, methods=POST),
    "candidates:verification.answer": Route(Action.EDIT_PERSON, "verification", methods=BOTH),
    "candidates:verification.place": Route(Action.EDIT_PERSON, "verification", methods=POST),
    "candidates:verification.withdraw": Route(Action.EDIT_PERSON, "verification", methods=BOTH),
    "candidates:commune.list": Route(Action.VIEW_ORGANISATION),
    "candidates:commune.upload": Route(Action.MANAGE_CATALOGUES, methods=BOTH),
    "candidates:commune.suggest": Route(Action.EDIT_PERSON),
    "candidates:rules": Route(Action.VIEW_ORGANISATION),
    "candidates:rule.list": Route(Action.VIEW_ORGANISATION),
    "candidates:rule.new": Route(Action.MANAGE_RULES, "setting", methods=BOTH),
    "candidates:rule.withdraw": Route(Action.MANAGE_RULES, "local_rule", methods=BOTH),
    # --- reports ------------------------------------------------------------------------------------
    "reports:report.list": Route(Action.VIEW_FIGURES),
    "reports:report.new": Route(Action.RUN_REPORT, methods=BOTH),
    "reports:report.detail": Route(Action.VIEW_FIGURES, "run"),
    "reports:report.children": Route(Action.VIEW_FIGURES, "run"),
    "reports:report.structure": Route(Action.VIEW_FIGURES, "run"),
    "reports:report.charts": Route(Action.VIEW_FIGURES, "run"),
    "reports:report.people": Route(Action.VIEW_FIGURES, "run"),
    "reports:report.let_pass": Route(Action.VIEW_FIGURES, "run"),
    "reports:report.export": Route(Action.EXPORT, "run"),
    "reports:quota.list": Route(Action.VIEW_FIGURES),
    "reports:quota.children": Route(Action.VIEW_FIGURES),
    "reports:quota.detail": Route(Action.VIEW_FIGURES, "quota"),
    "reports:quota.set": Route(Action.SET_QUOTA, "quota", methods=POST),
}

# What has no place in the tree: it is the same for everybody who may open it.
PLACELESS = {
    "any_step", "catalogue", "list_kind", "feed", "holiday", "holiday_year", "setting", "paper_template", "title",
}  # fmt: skip
for part in (
    routes_classes,
    routes_learning,
    routes_units,
    routes_positions,
    routes_mass,
    routes_movements,
    routes_referrals,
    routes_radar,
):
    ROUTES |= part.ROUTES
