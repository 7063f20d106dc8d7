"""The demo “Cần Thơ 2011”: its plan as rows of the lists that offices keep, in the order they are to be recorded."""

from datetime import date

from membership.domain.organisation_plan import OrganisationRow
from reports.demo.accounts import DEMO_ACCOUNTS
from reports.demo.can_tho_places import CITY_CODE
from reports.demo.can_tho_plan import PUBLISHED_YEAR, plan_admissions, plan_quotas, year_plans
from reports.demo.can_tho_pool import (
    number_cards,
    plan_candidates,
    plan_history,
    plan_recognised,
    plan_stock,
    plan_waiting_of_2011,
)
from reports.demo.can_tho_tree import build_tree
from reports.demo.data import DemoData
from reports.periods import last_quarter_before, quarter

CODE = "can-tho-2011"
ACCOUNTS = DEMO_ACCOUNTS


def build(today: date) -> DemoData:
    tree = build_tree()
    admissions, candidates, recognised = [], [], []
    for plan in year_plans(tree, today):
        made = plan_admissions(tree, plan, today)
        if plan.year > PUBLISHED_YEAR:
            candidates += plan_history(made)
        recognised += plan_recognised(made, today)
        admissions.append(made)
    waiting, decided_later = plan_waiting_of_2011(tree)
    return DemoData(
        code=CODE,
        title="Cần Thơ 2011",
        root_code=CITY_CODE,
        organisations=[
            OrganisationRow(number, node.code, node.name, node.parent or "", node.kind, node.type_code, "")
            for number, node in enumerate(tree.nodes(), start=2)
        ],
        accounts=DEMO_ACCOUNTS,
        quotas=plan_quotas(tree, today),
        members=number_cards([*plan_stock(tree, today), *recognised, *plan_recognised(decided_later, today)]),
        candidates=[*candidates, *waiting, *plan_candidates(tree, today)],
        admissions=[*admissions, decided_later],
        periods=[quarter(PUBLISHED_YEAR, 4), last_quarter_before(today), quarter(today.year, (today.month + 2) // 3)],
    )
