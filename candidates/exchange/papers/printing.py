"""Printing: which papers of whom, what is missing, the files. One file, an archive, or a job for many."""

import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.domain.dossier import load_dossier, load_dossiers
from candidates.domain.paper_templates import active_contents
from candidates.domain.printed import note_printed
from candidates.exchange.papers.built_in import built_in
from candidates.exchange.papers.bundle import Printed, write_bundle
from candidates.exchange.papers.context import PaperContext
from candidates.exchange.papers.declarations import BY_CODE, PAPERS, Missing, Paper, missing
from candidates.exchange.papers.fill import contexts_of, list_context
from candidates.exchange.papers.package import TemplateProblem
from candidates.exchange.papers.render import render
from candidates.models import Candidate
from membership.domain.jobs import JobHandle, JobRefused, runner
from membership.domain.lookup import link
from membership.domain.nightly import nightly
from membership.models import Action, Job

KIND = "papers.printed"
MOST_AT_ONCE = 400  # papers in one request: about two seconds
MOST_PEOPLE = 2_000
KEPT = timedelta(days=1)
_STEP = 100


@dataclass(frozen=True)
class Lacking:
    """A paper of a person that cannot be printed yet."""

    candidate: Candidate
    paper: Paper
    missing: list[Missing]


@dataclass(frozen=True)
class Standing:
    """Where one paper of a person stands: `missing` empty means it can be printed."""

    paper: Paper
    missing: list[Missing]


class Printer:
    """Knows the templates in use; loaded once for any number of papers."""

    def __init__(self, papers: list[Paper]):
        self.own = active_contents([paper.code for paper in papers])

    def content(self, paper: Paper, context: PaperContext) -> bytes:
        return render(self.own.get(paper.code) or built_in(paper), context)


def standings(candidate: Candidate, on: date) -> list[Standing]:
    """Every paper that there is for one person, in the order of the dossier."""
    dossier = load_dossier(candidate)
    context = contexts_of([dossier], on)[candidate.pk]
    return [Standing(paper, missing(paper, context)) for paper in PAPERS if not paper.many and paper.applies(context)]


def print_one(candidate: Candidate, paper: Paper, *, by, on: date) -> tuple[bytes, list[Missing]]:
    """The paper, or what it lacks."""
    context = contexts_of([load_dossier(candidate)], on)[candidate.pk]
    if lacking := missing(paper, context):
        return b"", lacking
    content = Printer([paper]).content(paper, context)
    note_printed(by=by, papers=[(candidate, [paper.code])])
    return content, []


def lacking_of(candidates: list[Candidate], papers: list[Paper], on: date) -> list[Lacking]:
    """What keeps papers of these people from being printed; a paper that is not for somebody lacks nothing."""
    found = []
    single = [paper for paper in papers if not paper.many]
    contexts = contexts_of(load_dossiers(candidates).values(), on) if single else {}
    for candidate in candidates if single else []:
        context = contexts[candidate.pk]
        for paper in single:
            if paper.applies(context) and (rows := missing(paper, context)):
                found.append(Lacking(candidate, paper, rows))
    return found


def print_many(
    candidates: list[Candidate],
    papers: list[Paper],
    stream: IO[bytes],
    *,
    on: date,
    told: Callable[[int, int], None] = lambda done, total: None,
) -> tuple[int, list[tuple[Candidate, list[str]]]]:
    """What can be printed of these people, as an archive in `stream`: how many papers, and which of whom.

    `told(done, total)` is called as people are done. The caller records what was printed (note_printed).
    """
    noted: list[tuple[Candidate, list[str]]] = []
    count = write_bundle(_printed(candidates, papers, Printer(papers), on, noted, told), stream)
    return count, noted


def _printed(candidates, papers, printer: Printer, on: date, noted, told) -> Iterator[Printed]:
    lists = [paper for paper in papers if paper.many]
    dossiers, contexts = {}, {}
    for at in range(0, len(candidates), _STEP):
        chunk = candidates[at : at + _STEP]
        loaded = load_dossiers(chunk)
        filled = contexts_of(loaded.values(), on)
        for candidate in chunk:
            codes = [paper.code for paper in lists]
            context = filled[candidate.pk]
            for paper in papers:
                if paper.many or not paper.applies(context) or missing(paper, context):
                    continue
                codes.append(paper.code)
                yield Printed(paper, printer.content(paper, context), candidate.full_name, candidate.pk)
            noted.append((candidate, codes))
        if lists:
            dossiers |= loaded
            contexts |= filled
        told(min(at + _STEP, len(candidates)), len(candidates))
    if lists and candidates:
        shared = list_context([dossiers[candidate.pk] for candidate in candidates], contexts, on)
        for paper in lists:
            yield Printed(paper, printer.content(paper, shared))


def print_list(candidates: list[Candidate], paper: Paper, *, by, on: date) -> bytes:
    """One paper about all these people."""
    dossiers = load_dossiers(candidates)
    shared = list_context([dossiers[each.pk] for each in candidates], contexts_of(dossiers.values(), on), on)
    content = Printer([paper]).content(paper, shared)
    note_printed(by=by, papers=[(each, [paper.code]) for each in candidates], many=True)
    return content


def archive_of(candidates: list[Candidate], papers: list[Paper], *, by, on: date) -> tuple[IO[bytes], int]:
    """The archive of what can be printed, in a temporary file, and how many papers it holds. It is recorded."""
    stream = tempfile.TemporaryFile(prefix="tao-nguon-")  # noqa: SIM115  (whoever answers with it closes it)
    try:
        count, noted = print_many(candidates, papers, stream, on=on)
        note_printed(by=by, papers=noted, many=len(candidates) > 1)
    except BaseException:
        stream.close()
        raise
    stream.seek(0)
    return stream, count


# --- many, in the background -----------------------------------------------------------------------------------------
def file_of(job: Job) -> Path:
    return settings.UPLOAD_DIR / f"giay-to-{job.pk}.zip"


def people_of(job: Job, user) -> list[Candidate] | None:
    """The people a job was asked for, in the order of lists; None if the asker may no longer see all of them."""
    wanted = job.params["people"]
    found = list(
        Candidate.objects.visible_to(user, Action.VIEW_PERSON_DETAILS)
        .filter(pk__in=wanted)
        .select_related("organisation")
        .order_by("sort_key", "pk")
    )
    return found if len(found) == len(set(wanted)) else None


@runner(KIND)
def run(handle: JobHandle) -> None:
    job = handle.job
    candidates = people_of(job, job.requested_by)
    if candidates is None:
        raise JobRefused(_("Đồng chí không còn quyền xem một số người trong danh sách; hãy chọn lại."))
    papers = [BY_CODE[code] for code in job.params["papers"]]
    target = file_of(job)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = target.with_suffix(f".{job.attempts}")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            count, noted = print_many(candidates, papers, stream, on=timezone.localdate(), told=handle.progress)
        draft.replace(target)
        with transaction.atomic():
            note_printed(by=job.requested_by, papers=noted, many=True)
            handle.finish(result={"papers": count}, result_url=link("candidates:paper.download", job.pk))
    except TemplateProblem as problem:
        raise JobRefused(str(problem)) from None
    finally:
        draft.unlink(missing_ok=True)


@nightly("papers.prune", "Xóa tệp giấy tờ đã in từ hôm trước")
def prune_files() -> str:
    """The archives of jobs hold personal facts: gone after a day, whoever still wants them prints again."""
    before, gone = (timezone.now() - KEPT).timestamp(), 0
    for path in settings.UPLOAD_DIR.glob("giay-to-*"):
        if path.stat().st_mtime < before:
            path.unlink(missing_ok=True)
            gone += 1
    return f"{gone}"
