"""The list of admissions, and one admission with everything that was ever recorded of it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from candidates.domain.amend import amend_admission
from candidates.filters import AdmissionFilterSet
from candidates.forms.candidates import FLAG_LABELS, AdmissionForm
from candidates.models import Admission
from candidates.tables import AdmissionTable
from membership.catalogues import OWNERSHIP_NAMES
from membership.domain.errors import Refused
from membership.models import Action
from membership.templatetags.present import yes_no
from membership.views.access import fetch, requires
from membership.views.lists import list_page
from membership.views.people import answer, facts_of


@requires(Action.VIEW_PERSON)
@require_safe
def admission_list(request):
    return list_page(
        request,
        queryset=Admission.objects.current().visible_to(request.user).select_related("organisation__parent"),
        filterset_class=AdmissionFilterSet,
        table_class=AdmissionTable,
        template="candidates/admission_list.html",
        title=_("Kết nạp đảng viên"),
        export="admissions",
        context={
            "this_year": timezone.localdate().year,
            "empty_icon": "award",
            "empty_title": _("Năm nay chưa ghi quyết định kết nạp nào"),
            "empty_text": _("Ghi quyết định ở trang của từng quần chúng, nhập danh sách từ tệp, hoặc xem mọi năm."),
            "empty_url": f"{request.path}?nam=tat-ca",
            "empty_label": _("Xem mọi năm"),
        },
    )


@requires(Action.VIEW_PERSON)
@require_safe
def admission_detail(request, pk):
    admission = fetch(
        Admission.objects.select_related("organisation__parent", "candidate", "recorded_by", "batch"),
        request.user,
        pk=pk,
    )
    path = admission.organisation_path
    details = request.user.may(Action.VIEW_PERSON_DETAILS, path)
    versions = list(
        admission.candidate.admissions.visible_to(request.user).select_related("recorded_by").order_by("-pk")
    )
    context = {
        "admission": admission,
        "details": details,
        "current": next((version for version in versions if version.replaced_at is None), None),
        "facts": facts_of(admission) + flags_of(admission) if details else [],
        "versions": versions if details else [],
        "sees_candidate": request.user.may(Action.VIEW_PERSON, admission.candidate.organisation_path),
        "may_edit": admission.replaced_at is None
        and request.user.may(Action.EDIT_PERSON, admission.candidate.organisation_path)
        and request.user.may(Action.EDIT_PERSON, path),
    }
    return render(request, "candidates/admission_detail.html", context)


def flags_of(admission: Admission) -> list[tuple[str, str]]:
    rows = [(str(label), yes_no(getattr(admission, name))) for name, label in FLAG_LABELS.items()]
    if admission.enterprise_kind:
        rows.append((_("Loại hình doanh nghiệp"), OWNERSHIP_NAMES[admission.enterprise_kind]))
    return rows


@requires(Action.EDIT_PERSON)
@require_http_methods(["GET", "HEAD", "POST"])
def admission_correct(request, pk):
    admission = fetch(
        Admission.objects.select_related("organisation__parent", "candidate"), request.user, Action.EDIT_PERSON, pk=pk
    )
    if admission.replaced_at is not None and request.method != "POST":
        messages.warning(request, _("Bản ghi này đã được thay bằng bản đính chính sau đó."))
        return redirect("candidates:admission.detail", admission.pk)
    form = (
        AdmissionForm(request.POST)
        if request.method == "POST"
        else AdmissionForm.of(admission, initial={"version": admission.pk})
    )
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            new = amend_admission(
                by=request.user, admission=admission, version=form.cleaned_data["version"], values=form.values()
            )
        except Refused as refusal:
            refused = refusal
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã đính chính lượt kết nạp của %(name)s.") % {"name": new.full_name})
            return redirect("candidates:admission.detail", new.pk)
    return answer(request, "candidates/admission_correct.html", form, {"admission": admission}, refused)
