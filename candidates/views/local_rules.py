"""What committees set for themselves: to read with where it comes from, to set, to withdraw."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from candidates.domain.set_rules import is_yes_no, set_rule, setting, settings, withdraw_rule
from candidates.forms.rules import LocalRuleForm, WithdrawRuleForm
from candidates.models import LocalRule
from membership.domain.errors import Refused
from membership.models import Action
from membership.views.access import fetch, requires
from membership.views.people import answer

MOST = 500


@requires(Action.VIEW_ORGANISATION)
@require_safe
def rule_list(request):
    """Rules of one's own part of the tree, and those of the committees above that hold there too."""
    rows = LocalRule.objects.visible_to(request.user).select_related("organisation", "recorded_by")
    rows = rows.order_by("organisation_path", "-in_force_from", "-pk")
    today, may = timezone.localdate(), request.user.reach(Action.MANAGE_RULES)
    of_setting: dict[str, list[dict]] = {}
    for row in rows[:MOST]:
        shown = {"row": row, "value": words_of(row), "future": row.in_force_from > today}
        shown["may"] = row.replaced_at is None and may.covers(row.organisation_path)
        of_setting.setdefault(row.code, []).append(shown)
    context = {
        "settings": [
            {"setting": each, "default": default_of(each), "rows": of_setting.get(each.code, [])} for each in settings()
        ],
        "may_set": bool(may),
    }
    return render(request, "candidates/local_rules.html", context)


@requires(Action.MANAGE_RULES)
@require_http_methods(["GET", "HEAD", "POST"])
def rule_new(request, code):
    try:
        chosen = setting(code)
    except StopIteration:
        raise Http404 from None
    mine = request.user.reach(Action.MANAGE_RULES)
    form = LocalRuleForm(request.POST or None, user=request.user, setting=chosen)
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            set_rule(by=request.user, code=code, **form.cleaned_data)
        except Refused as refusal:
            refused = refusal
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã đặt: %(what)s.") % {"what": chosen.label})
            return redirect("candidates:rule.list")
    context = {"setting": chosen, "default": default_of(chosen), "mine": mine}
    return answer(request, "candidates/local_rule_new.html", form, context, refused)


@requires(Action.MANAGE_RULES)
@require_http_methods(["GET", "HEAD", "POST"])
def rule_withdraw(request, pk):
    rule = fetch(LocalRule.objects.current().select_related("organisation"), request.user, Action.MANAGE_RULES, pk=pk)
    form, refused = WithdrawRuleForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_rule(by=request.user, rule=rule, reason=form.cleaned_data["reason"])
        except Refused as refusal:
            refused = refusal
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã bỏ quy định riêng này."))
            return redirect("candidates:rule.list")
    context = {"rule": rule, "setting": setting(rule.code), "value": words_of(rule)}
    return answer(request, "candidates/local_rule_withdraw.html", form, context, refused)


def words_of(rule: LocalRule) -> str:
    return in_words(rule.value)


def default_of(each) -> str:
    return in_words(each.default) if is_yes_no(each) or each.default else _("chưa đặt")


def in_words(value) -> str:
    if value is True:
        return _("Có")
    if value is False:
        return _("Không")
    return str(value)
