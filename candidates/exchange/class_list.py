"""The list of learners of classes, both ways: each row one learner of one class."""

from collections.abc import Callable
from typing import Any

from candidates.domain.classes import ClassRow
from candidates.models import ClassHours, ClassKind, Enrolment, EnrolmentState, Grade
from membership.exchange.columns import Column
from membership.exchange.matching import OrganisationNameWidget
from membership.exchange.people import PersonResource
from membership.exchange.widgets import ChoiceWidget, DateWidget, IntegerWidget, TextWidget

_OF_LEARNER = ("organisation_code", "organisation_name")  # of the learner's row, not of the person's


class ClassResource(PersonResource):
    class_code = Column(
        "training_class__code", "Ký hiệu lớp",
        "Mã lớp", "Số hiệu lớp", "Số lớp", "Lớp số", "Ký hiệu lớp học", "Mã lớp học", "Khóa", "Khóa học", "Mã khóa",
        widget=TextWidget(40), required=True, width=16,
    )  # fmt: skip
    class_name = Column(
        "training_class__name", "Tên lớp", "Lớp", "Lớp học", "Tên lớp học", "Lớp bồi dưỡng", "Tên lớp bồi dưỡng",
        "Tên khóa học",
        widget=TextWidget(160), width=34,
    )  # fmt: skip
    kind = Column(
        "training_class__kind", "Loại lớp", "Loại lớp bồi dưỡng", "Loại lớp học", "Nội dung bồi dưỡng",
        widget=ChoiceWidget(ClassKind.choices, {
            "Nhận thức về Đảng": ClassKind.AWARENESS, "Nhận thức": ClassKind.AWARENESS, "NTVĐ": ClassKind.AWARENESS,
            "Bồi dưỡng nhận thức": ClassKind.AWARENESS, "Cảm tình Đảng": ClassKind.AWARENESS,
            "Lớp cảm tình Đảng": ClassKind.AWARENESS, "Đối tượng Đảng": ClassKind.AWARENESS,
            "Bồi dưỡng đối tượng kết nạp Đảng": ClassKind.AWARENESS, "Lớp nhận thức về Đảng": ClassKind.AWARENESS,
            "Đảng viên mới": ClassKind.NEW_MEMBER, "ĐVM": ClassKind.NEW_MEMBER,
            "Lớp đảng viên mới": ClassKind.NEW_MEMBER, "Lý luận chính trị cho đảng viên mới": ClassKind.NEW_MEMBER,
        }),
        width=26,
    )  # fmt: skip
    holder = Column(
        "training_class__organisation__code", "Tổ chức mở lớp",
        "Cấp ủy mở lớp", "Đảng bộ mở lớp", "Đảng ủy mở lớp", "Tổ chức đảng mở lớp", "Nơi mở lớp",
        widget=OrganisationNameWidget(), width=20,
    )  # fmt: skip
    opens_on = Column(
        "training_class__opens_on", "Ngày khai giảng", "Khai giảng", "Ngày mở lớp", "Ngày bắt đầu", "Từ ngày",
        "Học từ ngày",
        widget=DateWidget(), width=14,
    )  # fmt: skip
    closes_on = Column(
        "training_class__closes_on", "Ngày bế giảng", "Bế giảng", "Ngày kết thúc lớp", "Ngày kết thúc", "Đến ngày",
        "Học đến ngày",
        widget=DateWidget(), width=14,
    )  # fmt: skip
    organiser = Column(
        "training_class__organiser", "Đơn vị giảng dạy", "Cơ sở đào tạo", "Đơn vị đào tạo", "Trung tâm chính trị",
        "Nơi học", "Đơn vị mở lớp", "Cơ sở bồi dưỡng",
        widget=TextWidget(200), width=30,
    )  # fmt: skip
    target_group = Column(
        "training_class__target_group", "Đối tượng của lớp", "Đối tượng lớp", "Đối tượng học",
        widget=TextWidget(160), width=24,
    )  # fmt: skip
    hours = Column(
        "training_class__hours", "Thời gian học", "Giờ học", "Lịch học", "Buổi học",
        widget=ChoiceWidget(ClassHours.choices, {
            "Giờ hành chính": ClassHours.WEEKDAYS, "Ban ngày": ClassHours.WEEKDAYS, "Buổi tối": ClassHours.EVENINGS,
            "Tối": ClassHours.EVENINGS, "Chủ nhật": ClassHours.SUNDAYS, "Cuối tuần": ClassHours.WEEKEND,
            "Thứ bảy, chủ nhật": ClassHours.WEEKEND, "Khác": ClassHours.OTHER,
        }),
        width=18,
    )  # fmt: skip
    seats = Column(
        "training_class__seats", "Số chỗ", "Số chỗ của lớp", "Sĩ số tối đa", "Số học viên dự kiến",
        widget=IntegerWidget(1, 2000), width=10,
    )  # fmt: skip
    role = Column(
        "role", "Chức danh học viên",
        "Chức danh", "Chức vụ", "Chức vụ, đơn vị công tác", "Chức danh, công việc", "Chức vụ, công việc",
        "Đối tượng", "Chức danh ở thôn, bản", "Chức vụ, nơi công tác",
        widget=TextWidget(160), width=28,
    )  # fmt: skip
    nominated_on = Column(
        "nominated_on", "Ngày cử đi học", "Ngày chi bộ cử", "Ngày cử", "Ngày đề nghị cử", "Ngày giới thiệu đi học",
        widget=DateWidget(), width=14,
    )  # fmt: skip
    result = Column(
        "state", "Kết quả", "Kết quả học tập", "Kết quả học", "Kết quả bồi dưỡng", "Tình trạng học",
        widget=ChoiceWidget(
            EnrolmentState.choices,
            {
                "Đạt": EnrolmentState.PASSED, "Đã hoàn thành": EnrolmentState.PASSED,
                "Đã cấp giấy chứng nhận": EnrolmentState.PASSED, "Được cấp giấy chứng nhận": EnrolmentState.PASSED,
                "Không đạt": EnrolmentState.FAILED, "Chưa đạt": EnrolmentState.FAILED, "Bỏ học": EnrolmentState.FAILED,
                "Đang học": EnrolmentState.ACCEPTED, "Đã xếp lớp": EnrolmentState.ACCEPTED,
            },
        ),
        width=18,
    )  # fmt: skip
    grade = Column(
        "grade", "Xếp loại", "Xếp loại học tập", "Loại", "Xếp loại kết quả",
        widget=ChoiceWidget(Grade.choices, {"XS": Grade.EXCELLENT, "Trung bình": Grade.PASS, "TB": Grade.PASS}),
        width=12,
    )  # fmt: skip
    certificate_number = Column(
        "certificate_number", "Số giấy chứng nhận",
        "Số GCN", "GCN số", "Giấy chứng nhận số", "Số chứng nhận", "Số chứng chỉ", "Số giấy CN", "Giấy chứng nhận",
        "Số GCN lớp nhận thức", "Số giấy chứng nhận lớp nhận thức",
        widget=TextWidget(60), width=18,
    )  # fmt: skip
    certificate_date = Column(
        "certificate_date", "Ngày cấp giấy chứng nhận",
        "Ngày cấp", "Ngày cấp GCN", "Ngày giấy chứng nhận", "Ngày cấp chứng nhận", "Ngày cấp giấy", "Ngày GCN",
        widget=DateWidget(), width=14,
    )  # fmt: skip

    class Meta:
        model = Enrolment

    vital = (*PersonResource.vital, "class_code", "holder")
    places = {**PersonResource.places, "born_on": ("born_on",)}
    row_class = ClassRow

    def queryset(self, queryset):
        return queryset.select_related("organisation", "training_class__organisation", "candidate")

    def _writer(self, column: Column) -> Callable[[Any], Any]:
        """What belongs to the person is read from the candidate behind the learner."""
        write = super()._writer(column)
        if column.key in PersonResource.fields and column.key not in _OF_LEARNER:
            return lambda learner: write(learner.candidate)
        return write

    @staticmethod
    def dehydrate_holder(learner) -> str:
        return learner.training_class.organisation.code


# A learner's office is the role in the class; the person's own record is not touched by it.
del ClassResource.fields["position"]
