"""The kinds of condition the law knows: each looks at the facts and says what is unmet, or nothing.

The numbers come from the declarations (candidates/procedure/texts); here stands only how they are compared.
"""

from dataclasses import dataclass, replace
from typing import ClassVar

from django.utils.translation import gettext as _

from candidates.procedure.facts import Facts
from candidates.procedure.limits import earliest, is_valid, outcome, valid_until
from candidates.procedure.schema import Condition, Procedure, Source, Unmet
from membership.base.dates import PartialDate, format_date, months_between
from membership.catalogues import GENERAL_EDUCATION

_YEAR = 12


def unmet(procedure: Procedure, task: str, facts: Facts) -> list[Unmet]:
    """What stands in the way of a task, in the order of the declarations."""
    return [found for _condition, found in _judged(procedure, task, facts) if found is not None]


def judged_at(procedure: Procedure, step: str, facts: Facts) -> list[tuple[Condition, Unmet | None]]:
    """Every condition of a step that is in force, with what is unmet of it: of all the tasks that belong to it."""
    codes = [task.code for task in procedure.tasks if task.step == step]
    return [pair for code in codes for pair in _judged(procedure, code, facts)]


def unmet_at(procedure: Procedure, step: str, facts: Facts) -> list[Unmet]:
    """What stands in the way of a step."""
    return [found for _condition, found in judged_at(procedure, step, facts) if found is not None]


def _judged(procedure: Procedure, task: str, facts: Facts) -> list[tuple[Condition, Unmet | None]]:
    values = procedure.setting_values(facts.settings)
    judged = []
    for condition in procedure.conditions:
        if condition.task == task and not (condition.setting and not values[condition.setting]):
            found = condition.check(facts, procedure, condition.source)
            judged.append((condition, replace(found, code=condition.code) if found is not None else None))
    return judged


def _months_old(born: PartialDate, on) -> tuple[int, int]:
    """The least and the most months the person may have; the same when the month of birth is known."""
    months = months_between(born.day, on)
    return (months - 11, months) if born.precision == "year" else (months, months)


@dataclass(frozen=True)
class AgeBetween:
    """From so many full years to so many, by the month; beyond only with written consent."""

    youngest: int
    oldest: int

    def __call__(self, facts: Facts, procedure: Procedure, source: Source) -> Unmet | None:
        if facts.born is None:
            return Unmet(_("Chưa ghi ngày sinh nên không tính được tuổi."), source, _("Ghi ngày sinh."))
        least, most = _months_old(facts.born, facts.on)
        words = {"born": facts.born, "day": format_date(facts.on), "young": self.youngest, "old": self.oldest}
        if most < self.youngest * _YEAR:
            message = _("Sinh %(born)s, đến ngày %(day)s chưa đủ %(young)d tuổi.") % words
            return Unmet(message, source, _("Chờ đến khi đủ tuổi rồi chi bộ mới xét."))
        if least > self.oldest * _YEAR:
            if facts.consent_over_age:
                return None
            message = _("Sinh %(born)s, đến ngày %(day)s đã quá %(old)d tuổi.") % words
            return Unmet(message, source, _("Cần văn bản đồng ý của ban thường vụ cấp ủy trực thuộc Trung ương."))
        if least < self.youngest * _YEAR or (most > self.oldest * _YEAR and not facts.consent_over_age):
            message = _("Sinh năm %(born)s: chưa rõ đến ngày %(day)s có trong độ tuổi %(young)d–%(old)d không.") % words
            return Unmet(message, source, _("Ghi tháng sinh, vì tuổi tính theo tháng."))
        return None


@dataclass(frozen=True)
class VietnameseCitizen:
    def __call__(self, facts: Facts, procedure: Procedure, source: Source) -> Unmet | None:
        if facts.citizen is not False:
            return None
        return Unmet(_("Người vào Đảng phải là công dân Việt Nam."), source, _("Xem lại quốc tịch."))


@dataclass(frozen=True)
class EducationFrom:
    """At least that level of general education; `exceptions`: lower levels that suffice for a stated reason."""

    lowest: str
    exceptions: tuple[tuple[str, str], ...] = ()

    def __call__(self, facts: Facts, procedure: Procedure, source: Source) -> Unmet | None:
        levels = [entry.code for entry in GENERAL_EDUCATION.entries]
        lowest = dict(self.exceptions).get(facts.education_exception, self.lowest)
        if not facts.education or facts.education not in levels:
            return Unmet(_("Chưa ghi trình độ giáo dục phổ thông."), source, _("Ghi trình độ ở phần thông tin."))
        if levels.index(facts.education) >= levels.index(lowest):
            return None
        words = {"has": GENERAL_EDUCATION.name_of(facts.education), "needs": GENERAL_EDUCATION.name_of(lowest)}
        message = _("Trình độ “%(has)s”, thấp hơn mức cần có là “%(needs)s”.") % words
        return Unmet(message, source, _("Ghi rõ diện được xét thấp hơn, nếu thuộc diện đó."))


@dataclass(frozen=True)
class PapersThere:
    """The papers are in the dossier, in this order of their days."""

    forms: tuple[str, ...]
    ordered: bool = False

    def __call__(self, facts: Facts, procedure: Procedure, source: Source) -> Unmet | None:
        missing = [code for code in self.forms if code not in facts.papers]
        if missing:
            names = "; ".join(f"{procedure.form(code).title} ({code})" for code in missing)
            return Unmet(_("Hồ sơ còn thiếu: %(papers)s.") % {"papers": names}, source, _("Bổ sung giấy tờ còn thiếu."))
        if self.ordered:
            for first, then in zip(self.forms, self.forms[1:], strict=False):
                if facts.papers[first] > facts.papers[then]:
                    words = {"first": first, "a": format_date(facts.papers[first])}
                    words |= {"then": then, "b": format_date(facts.papers[then])}
                    message = _("%(first)s đề ngày %(a)s, sau %(then)s đề ngày %(b)s.") % words
                    return Unmet(message, source, _("Xem lại ngày trên hai văn bản."))
        return None


@dataclass(frozen=True)
class PapersFresh:
    """None of the papers that a validity is about is too old, nor dated later than the day itself."""

    validity: str

    def __call__(self, facts: Facts, procedure: Procedure, source: Source) -> Unmet | None:
        validity = procedure.validity(self.validity)
        stale = [
            code
            for code in validity.forms
            if code in facts.papers and not is_valid(procedure, self.validity, facts.papers[code], facts.on)
        ]
        if not stale:
            return None
        sentences, mend = [], _("Xem lại ngày trên văn bản.")
        for code in stale:
            signed = facts.papers[code]
            paper = procedure.form(code).title if len(stale) == 1 else code  # several titles are longer than a sentence
            words = {"paper": paper, "signed": format_date(signed), "day": format_date(facts.on)}
            if signed > facts.on:
                sentences.append(_("%(paper)s đề ngày %(signed)s, sau ngày %(day)s.") % words)
                continue
            words["until"] = format_date(valid_until(procedure, self.validity, signed))
            sentences.append(_("%(paper)s ngày %(signed)s chỉ có giá trị đến hết ngày %(until)s.") % words)
            mend = str(validity.note)
        return Unmet(" ".join(sentences), source, mend)


@dataclass(frozen=True)
class Introduced:
    """By so many official members, or by a mass organisation and so many; each long enough in the same place."""

    members: int
    beside_organisation: int
    waiting: str

    def __call__(self, facts: Facts, procedure: Procedure, source: Source) -> Unmet | None:
        for person in facts.introducers:
            if not person.official:
                message = _("Đồng chí %(name)s chưa phải là đảng viên chính thức.") % {"name": person.name}
                return Unmet(message, source, _("Chọn người giới thiệu khác."))
            if facts.moved_while_helped:
                continue
            words = {"name": person.name, "length": procedure.waiting(self.waiting).length}
            if person.together_since is None:
                message = _("Chưa rõ đồng chí %(name)s cùng công tác, học tập, cư trú từ ngày nào.") % words
                return Unmet(message, source, _("Ghi ngày bắt đầu."))
            if facts.on < earliest(procedure, self.waiting, person.together_since):
                message = _("Đồng chí %(name)s chưa cùng công tác, học tập, cư trú đủ %(length)s.") % words
                return Unmet(message, source, _("Chờ đủ thời gian, hoặc chọn người giới thiệu khác."))
        needed = self.beside_organisation if facts.introduced_by else self.members
        if len(facts.introducers) < needed:
            words = {"n": needed, "have": len(facts.introducers)}
            message = _("Cần %(n)d đảng viên chính thức giới thiệu, mới có %(have)d.") % words
            return Unmet(message, source, _("Bổ sung người giới thiệu."))
        return None


@dataclass(frozen=True)
class EnoughMembers:
    threshold: str

    def __call__(self, facts: Facts, procedure: Procedure, source: Source) -> Unmet | None:
        needed = procedure.threshold(self.threshold).length.amount
        if facts.official_members is None or facts.official_members >= needed:
            return None
        words = {"have": facts.official_members, "n": needed}
        message = _("Chi bộ có %(have)d đảng viên chính thức, cần ít nhất %(n)d.") % words
        return Unmet(message, source, _("Cấp ủy cấp trên giao chi bộ gần đó giúp đỡ và làm thủ tục."))


@dataclass(frozen=True)
class Voted:
    SAID_WITH_ACT: ClassVar = True

    vote: str

    def __call__(self, facts: Facts, procedure: Procedure, source: Source) -> Unmet | None:
        if facts.ballot is None:
            return Unmet(_("Chưa ghi kết quả biểu quyết."), source, _("Ghi kết quả biểu quyết."))
        rule = procedure.vote(self.vote)
        result = outcome(rule.majority, facts.ballot)
        if result.reached:
            return None
        words = {"yes": result.in_favour, "n": result.needed, "all": result.counted, "share": rule.majority}
        message = _("%(yes)d người tán thành trên %(all)d người phải tính; cần ít nhất %(n)d (%(share)s).") % words
        return Unmet(message, source, _("Nghị quyết không được thông qua; có thể xét lại ở kỳ họp sau."))


@dataclass(frozen=True)
class ProbationOver:
    waiting: str

    def __call__(self, facts: Facts, procedure: Procedure, source: Source) -> Unmet | None:
        if facts.ceremony_on is None:
            return Unmet(_("Chưa ghi ngày kết nạp."), source, _("Ghi ngày làm lễ kết nạp."))
        first = earliest(procedure, self.waiting, facts.ceremony_on)
        if facts.on >= first:
            return None
        words = {"held": format_date(facts.ceremony_on), "first": format_date(first)}
        message = _("Kết nạp ngày %(held)s: sớm nhất là ngày %(first)s mới được xét.") % words
        return Unmet(message, source, _("Chờ hết thời gian dự bị."))


@dataclass(frozen=True)
class PoliticalQuestionClosed:
    def __call__(self, facts: Facts, procedure: Procedure, source: Source) -> Unmet | None:
        if not facts.political_question_open:
            return None
        message = _("Có vấn đề về lịch sử chính trị hoặc chính trị hiện nay chưa được kết luận.")
        return Unmet(message, source, _("Cần kết luận của cấp ủy có thẩm quyền."))


@dataclass(frozen=True)
class OwnerReviewed:
    """Who owns a private enterprise: the conditions of their own were appraised in a document."""

    def __call__(self, facts: Facts, procedure: Procedure, source: Source) -> Unmet | None:
        if not facts.private_owner or facts.owner_reviewed:
            return None
        message = _("Chủ doanh nghiệp tư nhân: chưa có văn bản thẩm định điều kiện riêng.")
        return Unmet(message, source, _("Cần văn bản thẩm định trước khi chi bộ ra nghị quyết; ghi số, ngày văn bản."))


@dataclass(frozen=True)
class MayBeReadmitted:
    """Who was a member before: long enough ago, not re-admitted before, not left for a reason that excludes."""

    after_leaving: str
    after_conviction: str
    most: str
    excluded: tuple[tuple[str, str], ...] = ()

    def __call__(self, facts: Facts, procedure: Procedure, source: Source) -> Unmet | None:
        if not facts.readmission:
            return None
        if facts.left_because in dict(self.excluded):
            message = _("Không xét kết nạp lại: %(why)s.") % {"why": dict(self.excluded)[facts.left_because]}
            return Unmet(message, source, _("Không có cách khắc phục."))
        if facts.readmitted_before >= procedure.threshold(self.most).length.amount:
            return Unmet(_("Chỉ được kết nạp lại một lần."), source, _("Không có cách khắc phục."))
        since, code = facts.left_on, self.after_leaving
        if facts.convicted:
            since, code = facts.conviction_cleared_on, self.after_conviction
        if since is None:
            return Unmet(_("Chưa ghi ngày ra khỏi Đảng hoặc ngày được xóa án tích."), source, _("Ghi ngày còn thiếu."))
        if facts.on < (first := earliest(procedure, code, since)):
            message = _("Sớm nhất là ngày %(first)s mới được xét kết nạp lại.") % {"first": format_date(first)}
            return Unmet(message, source, _("Chờ đủ thời gian."))
        if not facts.consent_to_readmit:
            message = _("Chưa có văn bản đồng ý của ban thường vụ tỉnh ủy, thành ủy.")
            return Unmet(message, source, _("Xin ý kiến bằng văn bản."))
        return None


@dataclass(frozen=True)
class PopulationPolicy:
    """Births beyond the second child: a time of striving, from a number of children on none is considered."""

    waitings: tuple[tuple[int, str], ...]
    never_from: str

    def __call__(self, facts: Facts, procedure: Procedure, source: Source) -> Unmet | None:
        children, least = facts.children or 0, min(number for number, _code in self.waitings)
        if children < least or facts.population_exception:
            return None
        if children >= procedure.threshold(self.never_from).length.amount:
            message = _("Sinh con thứ %(n)d: không xem xét kết nạp.") % {"n": children}
            return Unmet(message, source, _("Ghi rõ trường hợp được trừ, nếu có."))
        if facts.youngest_born_on is None:
            return Unmet(_("Chưa ghi ngày sinh của con út."), source, _("Ghi ngày sinh của con út."))
        first = earliest(procedure, dict(self.waitings)[children], facts.youngest_born_on)
        if facts.on >= first:
            return None
        words = {"n": children, "first": format_date(first)}
        message = _("Sinh con thứ %(n)d: sớm nhất là ngày %(first)s mới được xét.") % words
        return Unmet(message, source, _("Chờ đủ thời gian phấn đấu."))


@dataclass(frozen=True)
class LocalCriteriaMet:
    """What a committee asks for beyond the law: whether it is so only the branch can say, with its proposal."""

    SAID_WITH_ACT: ClassVar = True

    setting: str

    def __call__(self, facts: Facts, procedure: Procedure, source: Source) -> Unmet | None:
        if facts.criteria_met:
            return None
        message = _("Chi bộ chưa xác nhận đạt tiêu chí riêng của đảng bộ: “%(criteria)s”.")
        by = Source(facts.criteria_by, verified=True) if facts.criteria_by else source
        words = {"criteria": facts.settings.get(self.setting, "")}
        return Unmet(message % words, by, _("Chi bộ xét theo tiêu chí ấy rồi đánh dấu xác nhận."))
