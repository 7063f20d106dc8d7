"""The kinds of condition that look at earlier acts: mentors, verification, appraisal, authority, the term of a rite."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _

from candidates.procedure.facts import Facts
from candidates.procedure.limits import due, earliest, official_day, outcome
from candidates.procedure.schema import Level, Procedure, Source, Unmet
from membership.base.dates import format_date


@dataclass(frozen=True)
class MentorFits:
    """An official member of the same base organisation, long enough in the same place (unless the person moved)."""

    SAID_WITH_ACT: ClassVar = True

    waiting: str

    def __call__(self, facts: Facts, procedure: Procedure, source: Source) -> Unmet | None:
        person = facts.mentor
        if person is None:
            return Unmet(_("Chưa chọn đảng viên giúp đỡ."), source, _("Chọn một đảng viên chính thức."))
        words = {"name": person.name, "length": procedure.waiting(self.waiting).length}
        if not person.official:
            message = _("Đồng chí %(name)s chưa phải là đảng viên chính thức.") % words
            return Unmet(message, source, _("Phân công một đảng viên chính thức."))
        if not person.near:
            message = _("Đồng chí %(name)s không sinh hoạt trong cùng tổ chức cơ sở đảng.") % words
            return Unmet(message, source, _("Phân công đảng viên của chi bộ, hoặc của tổ chức cơ sở đảng ấy."))
        if facts.moved_while_helped or facts.ceremony_on is not None:
            return None
        if person.together_since is None:
            message = _("Chưa rõ đồng chí %(name)s cùng công tác, học tập, cư trú từ ngày nào.") % words
            return Unmet(message, source, _("Ghi ngày bắt đầu."))
        if facts.on < earliest(procedure, self.waiting, person.together_since):
            message = _("Đồng chí %(name)s chưa cùng công tác, học tập, cư trú đủ %(length)s.") % words
            return Unmet(message, source, _("Chờ đủ thời gian, hoặc phân công người khác."))
        return None


@dataclass(frozen=True)
class Mentored:
    def __call__(self, facts: Facts, procedure: Procedure, source: Source) -> Unmet | None:
        if facts.mentored:
            return None
        return Unmet(_("Chưa phân công đảng viên chính thức giúp đỡ."), source, _("Chi bộ phân công người giúp đỡ."))


@dataclass(frozen=True)
class HistoryAnswered:
    """Of everybody who is to be verified an answer is there, and the applicant is one of them."""

    def __call__(self, facts: Facts, procedure: Procedure, source: Source) -> Unmet | None:
        if facts.history_open:
            names = "; ".join(facts.history_open)
            message = _("Còn nơi chưa trả lời thẩm tra: %(names)s.") % {"names": names}
            return Unmet(message, source, _("Nhắc nơi được hỏi, hoặc ghi kết quả."))
        if not facts.history_asked:
            message = _("Chưa ghi việc thẩm tra người nào.")
            return Unmet(message, source, _("Ghi từng người, từng nơi phải thẩm tra và kết quả."))
        if not facts.history_self:
            return Unmet(_("Chưa thẩm tra bản thân người vào Đảng."), source, _("Ghi việc thẩm tra bản thân."))
        return None


@dataclass(frozen=True)
class HistoryConcluded:
    def __call__(self, facts: Facts, procedure: Procedure, source: Source) -> Unmet | None:
        if facts.history_concluded:
            return None
        message = _("Chưa có kết luận thẩm tra, xác minh lý lịch.")
        return Unmet(message, source, _("Hoàn thành thẩm tra rồi ghi kết luận."))


@dataclass(frozen=True)
class Appraised:
    """Where a section committee stands between, it appraises first. `official`: the proposal to recognise."""

    official: bool = False

    def __call__(self, facts: Facts, procedure: Procedure, source: Source) -> Unmet | None:
        done = facts.official_appraised if self.official else facts.appraised
        if not facts.section or done:
            return None
        message = _("%(name)s chưa thẩm định nghị quyết của chi bộ.") % {"name": facts.section}
        return Unmet(message, source, _("Ghi báo cáo thẩm định của đảng ủy bộ phận."))


@dataclass(frozen=True)
class BaseProposed:
    """A committee above decides on the proposal of the base committee."""

    official: bool = False

    def __call__(self, facts: Facts, procedure: Procedure, source: Source) -> Unmet | None:
        done = facts.official_base_proposed if self.official else facts.base_proposed
        if done or not facts.base_proposal_needed:
            return None
        message = _("Chưa có nghị quyết đề nghị của %(name)s.") % {"name": facts.base}
        return Unmet(message, source, _("Đảng ủy cơ sở xét, ra nghị quyết đề nghị."))


@dataclass(frozen=True)
class OfficialProposed:
    def __call__(self, facts: Facts, procedure: Procedure, source: Source) -> Unmet | None:
        if facts.official_proposed:
            return None
        message = _("Chi bộ chưa có nghị quyết đề nghị công nhận chính thức.")
        return Unmet(message, source, _("Chi bộ xét, biểu quyết, ra nghị quyết."))


@dataclass(frozen=True)
class HasAuthority:
    """The committee that decides stands above the branch, and the text in force lets its level decide."""

    def __call__(self, facts: Facts, procedure: Procedure, source: Source) -> Unmet | None:
        words = {"name": facts.decided_by}
        if not facts.decided_by:
            return Unmet(_("Chưa rõ cấp ủy nào quyết định."), source, _("Chọn cấp ủy ra quyết định."))
        if not facts.decided_within:
            message = _("%(name)s không phải cấp trên của chi bộ này.") % words
            return Unmet(message, source, _("Chọn cấp ủy có thẩm quyền đối với chi bộ."))
        if facts.delegated:
            return None
        for row in procedure.authorities:
            if row.level == facts.decided_at:
                if not row.delegated:
                    return None
                message = _("%(name)s chưa được ủy quyền quyết định kết nạp, công nhận đảng viên.") % words
                mend = _("Ghi văn bản ủy quyền ở trang Quy định, hoặc để cấp ủy cấp trên quyết định.")
                return Unmet(message, row.source, mend)
        message = _("%(name)s không có thẩm quyền quyết định kết nạp, công nhận đảng viên.") % words
        return Unmet(
            message, source, _("Cấp ủy có thẩm quyền quyết định; nếu cấp ủy này được ủy quyền thì ghi văn bản.")
        )


@dataclass(frozen=True)
class DecisionVoted:
    """The vote of the deciding committee: asked for where its share was read in the text itself, judged where told."""

    SAID_WITH_ACT: ClassVar = True

    def __call__(self, facts: Facts, procedure: Procedure, source: Source) -> Unmet | None:
        level = Level.BASE if facts.delegated else facts.decided_at
        row = next((row for row in procedure.authorities if row.level == level and row.vote), None)
        if row is None:
            return None
        rule = procedure.vote(row.vote)
        if facts.ballot is None:
            if not rule.source.verified:
                return None
            return Unmet(_("Chưa ghi kết quả biểu quyết của cấp ủy."), rule.source, _("Ghi kết quả biểu quyết."))
        result = outcome(rule.majority, facts.ballot)
        if result.reached:
            return None
        words = {"yes": result.in_favour, "n": result.needed, "all": result.counted, "share": rule.majority}
        message = _("%(yes)d người tán thành trên %(all)d người phải tính; cần ít nhất %(n)d (%(share)s).") % words
        return Unmet(message, rule.source, _("Cấp ủy không thông qua; có thể xét lại ở kỳ họp sau."))


@dataclass(frozen=True)
class InTime:
    """Held before the term ends, or with the written consent of the committee above.

    The term is counted by the text of the day it began, whatever text holds on the day itself.
    """

    deadline: str

    def __call__(self, facts: Facts, procedure: Procedure, source: Source) -> Unmet | None:
        if facts.decision_on is None or facts.late_consent:
            return None
        term = due(
            procedure.at(facts.decision_on), self.deadline, occurred=facts.decision_on,
            received=facts.decision_received_on, calendar=facts.calendar(),
        )  # fmt: skip
        if not term.overdue_on(facts.on):
            return None
        said = _("Quá hạn: việc này phải làm chậm nhất ngày %(day)s.") % {"day": format_date(term.day)}
        message = " ".join((said, *term.doubts))
        mend = _("Báo cáo cấp ủy cấp trên trực tiếp; ghi số văn bản đồng ý.")
        return Unmet(message, source, mend)


@dataclass(frozen=True)
class VotesLeft:
    """After so many votes on a probationer without the majority the branch reports up instead of voting again."""

    threshold: str

    def __call__(self, facts: Facts, procedure: Procedure, source: Source) -> Unmet | None:
        most = procedure.threshold(self.threshold).length.amount
        if facts.failed_votes < most or facts.ceremony_on is None:
            return None
        message = _("Đã %(n)d lần biểu quyết không đủ số phiếu.") % {"n": facts.failed_votes}
        return Unmet(message, source, _("Báo cáo cấp ủy có thẩm quyền xem xét, quyết định."))


@dataclass(frozen=True)
class MemberTrained:
    def __call__(self, facts: Facts, procedure: Procedure, source: Source) -> Unmet | None:
        if facts.member_trained:
            return None
        message = _("Chưa có giấy chứng nhận lớp bồi dưỡng đảng viên mới.")
        return Unmet(message, source, _("Cử đi học, rồi ghi số và ngày giấy chứng nhận."))


@dataclass(frozen=True)
class OnOfficialDay:
    """The day of recognition is the day the probation ends, however late the decision."""

    SAID_WITH_ACT: ClassVar = True

    def __call__(self, facts: Facts, procedure: Procedure, source: Source) -> Unmet | None:
        if facts.ceremony_on is None or facts.official_on is None:
            return None
        right = official_day(procedure, facts.ceremony_on)
        if facts.official_on == right:
            return None
        words = {"day": format_date(facts.official_on), "right": format_date(right)}
        message = _("Ngày chính thức ghi là %(day)s; phải là ngày hết 12 tháng dự bị: %(right)s.") % words
        return Unmet(message, source, _("Ghi lại ngày chính thức; ngày ký quyết định ghi ở ô ngày văn bản."))
