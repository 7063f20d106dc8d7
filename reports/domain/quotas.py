"""Give and adjust quotas: by hand, one at a time, or a whole list at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from membership.base import paths
from membership.base.bulk import insert, upsert
from membership.base.dates import format_date
from membership.base.text import normalise
from membership.domain.activity import record
from membership.domain.effects import Effect, OrganisationRef, Progress, RowError, no_progress
from membership.domain.errors import Refused, Stale
from membership.models import Action, Organisation, within
from reports.models import Quota

FIRST_YEAR, LAST_YEAR = 1930, 2200
LARGEST = 1_000_000
VALUES = ("admission_quota", "training_quota", "decision_number", "decision_date")


@dataclass
class QuotaRow:
    """One line of a list of quotas. None: the list does not say, so what is on record stays."""

    row: int
    organisation: OrganisationRef
    year: int
    admission_quota: int | None = None
    training_quota: int | None = None
    decision_number: str | None = None
    decision_date: date | None = None


def set_quota(
    *,
    by,
    organisation: Organisation,
    year: int,
    admission_quota: int | None,
    training_quota: int | None,
    decision_number: str = "",
    decision_date: date | None = None,
    version: int = 0,
    note: str = "",
) -> Quota:
    """Give the quotas of a year, or adjust them. `version` 0: there is none yet. An empty number takes a quota back."""
    values = {
        "admission_quota": admission_quota,
        "training_quota": training_quota,
        "decision_number": normalise(decision_number or ""),
        "decision_date": decision_date,
    }
    if by is not None and not by.may(Action.SET_QUOTA, organisation.path):
        raise Refused(_("Đồng chí không có quyền giao chỉ tiêu cho tổ chức này."))
    problems = _problems(year, organisation.valid_from, organisation.valid_to, values)
    if version == 0 and admission_quota is None and training_quota is None:
        problems.append(("admission_quota", _("Cần ghi ít nhất một chỉ tiêu.")))
    if problems:
        messages: dict[str, list[str]] = {}
        for name, message in problems:
            messages.setdefault(name, []).append(message)
        raise Refused(messages=messages)
    with transaction.atomic():
        quota = Quota.objects.select_for_update().filter(organisation=organisation, year=year).first()
        if (quota.version if quota else 0) != version:
            raise Stale(_("Chỉ tiêu này vừa được người khác ghi. Hãy xem lại con số mới rồi sửa tiếp."))
        before = {name: getattr(quota, name) for name in VALUES} if quota else {}
        if before == values and quota.note == note:
            return quota
        if quota is None:
            quota = Quota(organisation=organisation, organisation_path=organisation.path, year=year, version=0)
        for name, value in values.items():
            setattr(quota, name, value)
        quota.note = note
        quota.version += 1
        quota.recorded_at, quota.recorded_by, quota.batch = timezone.now(), by, None
        try:
            with transaction.atomic():
                quota.save()
        except IntegrityError:
            raise Stale(_("Chỉ tiêu này vừa được người khác ghi. Hãy xem lại con số mới rồi sửa tiếp.")) from None
        record(
            "quota.adjusted" if before else "quota.set",
            by=by,
            organisation=organisation,
            subject=quota,
            year=year,
            before=_plain(before),
            after=_plain(values),
            note=note,
        )
    return quota


def record_quotas(rows: Sequence[QuotaRow], *, by, apply: bool, batch=None, progress: Progress = no_progress) -> Effect:
    """Write a list of quotas, or (apply=False) say what that would do. With any error nothing is written."""
    effect = Effect()
    if not rows:
        return effect
    top = _common_path([row.organisation.path for row in rows])
    with transaction.atomic():
        on_record = _on_record(top, {row.year for row in rows}, lock=apply)
        changed: list[Quota] = []
        before: dict[str, dict] = {}
        seen: dict[tuple[int, int], int] = {}
        now = timezone.now()
        for done, row in enumerate(rows):
            if done % 2000 == 0:
                progress(done, len(rows), _("kiểm tra chỉ tiêu"))
            problems = _row_problems(row, by, seen)
            if problems:
                effect.errors += problems
                continue
            said = {name: getattr(row, name) for name in VALUES if getattr(row, name) is not None}
            if "decision_number" in said:
                said["decision_number"] = normalise(said["decision_number"])
            quota = on_record.get((row.organisation.id, row.year))
            if quota is None and "admission_quota" not in said and "training_quota" not in said:
                effect.unchanged += 1  # the organisation is listed, but nothing is given to it
                continue
            if quota is None:
                quota = Quota(organisation_id=row.organisation.id, organisation_path=row.organisation.path,
                              year=row.year, version=0)  # fmt: skip
                effect.create += 1
            elif all(getattr(quota, name) == value for name, value in said.items()):
                effect.unchanged += 1
                continue
            else:
                effect.update += 1
                before[str(quota.pk)] = _plain({name: getattr(quota, name) for name in VALUES})
            for name, value in said.items():
                setattr(quota, name, value)
            quota.version += 1
            quota.recorded_at, quota.recorded_by, quota.batch = now, by, batch
            changed.append(quota)
        if effect.errors or not apply:
            return effect
        if changed:
            insert(Quota, [quota for quota in changed if quota.pk is None])
            upsert(
                Quota,
                [quota for quota in changed if quota.pk is not None],
                [*VALUES, "version", "recorded_at", "recorded_by", "batch"],
            )
            record(
                "quota.recorded",
                by=by,
                organisation=_place(batch, top),
                subject=batch,
                label=_("%(count)d chỉ tiêu") % {"count": len(changed)},
                create=effect.create,
                update=effect.update,
                years=sorted({quota.year for quota in changed}),
                before=before,
            )
        effect.applied = True
    return effect


def _problems(year: int, founded: date | None, closed: date | None, values: dict) -> list[tuple[str, str]]:
    """(field, sentence) for whatever cannot be so."""
    found = []
    if not FIRST_YEAR <= year <= LAST_YEAR:
        found.append(("year", _("Năm %(year)d không hợp lý; cần một năm như 2026.") % {"year": year}))
    else:
        if closed and closed <= date(year, 1, 1):
            found.append(
                ("year", _("Tổ chức này đã kết thúc hoạt động từ %(day)s, không còn nhận chỉ tiêu năm %(year)d.")
                 % {"day": format_date(closed), "year": year})
            )  # fmt: skip
        if founded and founded > date(year, 12, 31):
            found.append(
                ("year", _("Tổ chức này thành lập ngày %(day)s, sau năm %(year)d.")
                 % {"day": format_date(founded), "year": year})
            )  # fmt: skip
    for name in ("admission_quota", "training_quota"):
        number = values.get(name)
        if number is not None and not 0 <= number <= LARGEST:
            found.append((name, _("Chỉ tiêu phải là số từ 0 đến 1.000.000.")))
    day = values.get("decision_date")
    if day is not None and day > timezone.localdate():
        found.append(("decision_date", _("Ngày quyết định %(day)s ở sau hôm nay.") % {"day": format_date(day)}))
    if len(values.get("decision_number") or "") > 60:
        found.append(("decision_number", _("Số quyết định dài quá 60 ký tự.")))
    return found


def _row_problems(row: QuotaRow, by, seen: dict[tuple[int, int], int]) -> list[RowError]:
    organisation = row.organisation
    problems = [
        RowError(row.row, name, message, getattr(row, name))
        for name, message in _problems(
            row.year, organisation.valid_from, organisation.valid_to, {name: getattr(row, name) for name in VALUES}
        )
    ]
    if by is not None and not by.may(Action.SET_QUOTA, organisation.path):
        problems.append(
            RowError(row.row, "organisation", _("Đồng chí không có quyền giao chỉ tiêu cho tổ chức này."),
                     organisation.code)
        )  # fmt: skip
    first = seen.setdefault((organisation.id, row.year), row.row)
    if first != row.row:
        problems.append(
            RowError(row.row, "organisation",
                     _("Tổ chức này đã có chỉ tiêu năm %(year)d ở dòng %(row)d của danh sách.")
                     % {"year": row.year, "row": first}, organisation.code)
        )  # fmt: skip
    return problems


def _on_record(top: str, years: set[int], *, lock: bool) -> dict[tuple[int, int], Quota]:
    quotas = Quota.objects.filter(within(top, "organisation_path"), year__in=years)
    if lock:
        quotas = quotas.select_for_update()
    return {(quota.organisation_id, quota.year): quota for quota in quotas}


def _common_path(places: list[str]) -> str:
    """The path of the lowest organisation that has all these places under it ("" when they lie in different trees)."""
    first, last = min(places), max(places)
    length = 0
    while length < min(len(first), len(last)) and first[: length + paths.STEP] == last[: length + paths.STEP]:
        length += paths.STEP
    return first[:length]


def _place(batch, top: str) -> Organisation | None:
    if batch is not None:
        return batch.organisation
    return Organisation.objects.filter(path=top).first() if top else None


def _plain(values: dict) -> dict:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
