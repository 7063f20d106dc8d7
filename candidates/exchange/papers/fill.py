"""From the dossiers of people to the values of their papers, in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from candidates.domain.dossier import Dossier
from candidates.exchange.papers.context import Act, PaperContext, Row
from candidates.exchange.papers.fill_acts import above, act, decider, proposal
from candidates.exchange.papers.fill_dossier import (
    awareness_classes,
    branches_of_members,
    filed,
    helper,
    introduced,
    mentors,
    moving,
    verified,
)
from candidates.exchange.papers.names import branch_name, committee, organisation, place_of
from candidates.exchange.papers.words import day_in_words, number_in_words
from candidates.models import EventKind, MentorPurpose, Stage
from membership.base.dates import add_months, format_date
from membership.catalogues import DEGREES, ETHNIC_GROUPS, GENERAL_EDUCATION, OCCUPATIONS, POLITICAL_THEORY, RELIGIONS
from membership.domain.charter import PROBATION_MONTHS
from membership.models import Sex


def contexts_of(dossiers: Iterable[Dossier], on: date) -> dict[int, PaperContext]:
    """Candidate id -> the values of that person's papers as printed on a day."""
    dossiers = list(dossiers)
    branches, classes = branches_of_members(dossiers), awareness_classes(dossiers)
    return {
        each.candidate.pk: replace(_context(each, on, branches), **classes.get(each.candidate.pk, {}))
        for each in dossiers
    }


def list_context(dossiers: Iterable[Dossier], contexts: dict[int, PaperContext], on: date) -> PaperContext:
    """The values of a paper about many people: what they share, and a row for each."""
    people = [(each, contexts[each.candidate.pk]) for each in dossiers]
    rows = tuple(_row(number, *pair) for number, pair in enumerate(people, start=1))
    values = [context for _dossier, context in people]

    def shared(name: str):
        found = {getattr(context, name) for context in values}
        return found.pop() if len(found) == 1 else None

    resolution = shared("branch_resolution") or _shared_act([context.branch_resolution for context in values])
    return PaperContext(
        branch=shared("branch") or shared("base_committee") or "",
        base_committee=shared("base_committee") or "",
        base_organisation=shared("base_organisation") or shared("above_base") or "",
        place=shared("place") or "",
        today=day_in_words(on),
        branch_resolution=resolution,
        people=rows,
        people_count=str(len(rows)),
        people_count_in_words=number_in_words(len(rows)),
    )


def _shared_act(acts: list[Act]) -> Act:
    """The number and day of one resolution that put several people forward, each with a vote of their own."""
    found = {(act.number, act.day, act.day_in_words) for act in acts}
    if len(found) != 1:
        return Act()
    number, day, words = found.pop()
    return Act(number=number, day=day, day_in_words=words)


# --- one person ----------------------------------------------------------------------------------------------------
def _context(dossier: Dossier, on: date, branches: dict[int, str]) -> PaperContext:
    candidate, chain = dossier.candidate, dossier.chain
    base, section = chain.base(on), chain.section(on)
    acts = {event.kind: event for event in dossier.of_this_round()}
    recognised = next((event for event in reversed(dossier.of_this_way()) if event.kind == EventKind.RECOGNISED), None)
    held = dossier.day_in_round(EventKind.CEREMONY_HELD)
    ends = add_months(held, PROBATION_MONTHS) if held else None
    decides = decider(dossier, acts.get(EventKind.MADE_OFFICIAL), on) or base
    admits = decider(dossier, acts.get(EventKind.ADMISSION_DECIDED), on) or base
    papers = {paper.form: paper.signed_on for paper in dossier.papers}
    since = [each.valid_from for each in dossier.mentorships if each.purpose == MentorPurpose.CANDIDATE]
    rests_on, proposer = proposal(acts, EventKind.BRANCH_PROPOSED, EventKind.BASE_PROPOSED, chain, base, admits)
    again, who_again = proposal(
        acts, EventKind.OFFICIAL_PROPOSED, EventKind.OFFICIAL_BASE_PROPOSED, chain, base, decides
    )
    return PaperContext(
        **_person(candidate),
        stage=str(Stage(candidate.stage).label),
        branch=branch_name(chain.branch),
        sectional_committee=committee(section) if section else "",
        base_committee=committee(base),
        base_organisation=organisation(base),
        above_base=above(chain, base),
        authority=committee(decides),
        authority_parent=above(chain, decides),
        admitting=committee(admits),
        admitting_parent=above(chain, admits),
        place=place_of(chain, base),
        today=day_in_words(on),
        certificate_number=candidate.certificate_number,
        certificate_day=format_date(candidate.certificate_date),
        application_day=format_date(papers.get("1-KNĐ")),
        history_day=format_date(papers.get("2-KNĐ")),
        helped_since=format_date(min(since, default=None)),
        mentors=tuple(helper(each, branches) for each in mentors(dossier, MentorPurpose.CANDIDATE)),
        probation_mentors=tuple(helper(each, branches) for each in mentors(dossier, MentorPurpose.PROBATIONER)),
        recognition=act(recognised),
        branch_resolution=act(acts.get(EventKind.BRANCH_PROPOSED)),
        sectional_report=act(acts.get(EventKind.APPRAISED)),
        base_resolution=act(acts.get(EventKind.BASE_PROPOSED)),
        proposal=rests_on,
        proposed_by=proposer,
        admission=act(acts.get(EventKind.ADMISSION_DECIDED)),
        ceremony_day=format_date(held),
        ceremony_in_words=day_in_words(held),
        probation_ends=format_date(ends),
        probation_ends_in_words=day_in_words(ends),
        branch_official=act(acts.get(EventKind.OFFICIAL_PROPOSED)),
        sectional_official=act(acts.get(EventKind.OFFICIAL_APPRAISED)),
        base_official=act(acts.get(EventKind.OFFICIAL_BASE_PROPOSED)),
        proposal_official=again,
        official_proposed_by=who_again,
        official=act(acts.get(EventKind.MADE_OFFICIAL)),
        strike_off=act(acts.get(EventKind.STRUCK_OFF)),
        **introduced(dossier, branches),
        **verified(dossier),
        **moving(dossier),
        dossier=filed(dossier, on),
    )


def _person(person) -> dict[str, str]:
    def named(catalogue, name: str) -> str:
        return catalogue.name_of(getattr(person, name)) or getattr(person, f"{name}_text", "")

    return {
        "full_name": person.full_name,
        "sex": str(Sex(person.sex).label) if person.sex else "",
        "born_on": format_date(person.born_on, person.born_precision),
        "born_in_words": day_in_words(person.born_on) if person.born_precision == "day" else "",
        "ethnic_group": named(ETHNIC_GROUPS, "ethnic_group"),
        "religion": named(RELIGIONS, "religion"),
        "hometown": person.hometown,
        "residence": person.residence,
        "general_education": named(GENERAL_EDUCATION, "general_education"),
        "degree": named(DEGREES, "degree"),
        "political_theory": named(POLITICAL_THEORY, "political_theory"),
        "occupation": person.occupation_text or OCCUPATIONS.name_of(person.occupation) or "",
        "position": person.position,
        "youth_union": {True: "có", False: "không"}.get(person.youth_union, ""),
    }


def _row(number: int, dossier: Dossier, context: PaperContext) -> Row:
    vote = context.branch_resolution
    return Row(
        position=str(number),
        name=context.full_name,
        sex=context.sex,
        born_on=context.born_on,
        ethnic_group=context.ethnic_group,
        religion=context.religion,
        hometown=context.hometown,
        residence=context.residence,
        general_education=context.general_education,
        degree=context.degree,
        political_theory=context.political_theory,
        occupation=context.occupation,
        position_held=context.position,
        branch=context.branch,
        resolution=vote.number,
        resolution_day=vote.day,
        vote=f"{vote.in_favour}/{vote.counted}" if vote.in_favour else "",
        certificate=context.certificate_number,
    )
