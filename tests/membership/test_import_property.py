"""Whatever a list holds: the trial says what the writing does, and writing it again does nothing."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from membership.domain.imports import try_or_apply
from membership.exchange.registry import KINDS
from tests.factories import OrganisationFactory
from tests.membership.list_files import ADMISSIONS, write_xlsx

names = st.sampled_from(["Nguyễn Văn An", "NGUYỄN VĂN AN", "Trần Thị Bình", "Lê Cường", "  Lê  Cường ", "", "123"])
births = st.sampled_from(["05/06/1990", "1990", "06/1990", "31/02/1990", "", 1991, "01/01/2015"])
days = st.sampled_from(["10/02/2026", "2026", "10/02/2099", "", "01/03/2025"])


@st.composite
def rows(draw):
    return [
        draw(names), draw(births), draw(st.sampled_from(["Nam", "nữ", "", "?"])),
        draw(st.sampled_from(["Kinh", "Khmer", ""])),
        draw(st.sampled_from(["Không", "Phật giáo", "", "lạ"])), draw(st.sampled_from(["x", "không", ""])), "12/12",
        draw(st.sampled_from(["Đại học", "Đại học Luật", "Thợ hàn", ""])), "",
        draw(st.sampled_from(["Trưởng thôn", "Bán vé số", ""])),
        draw(st.sampled_from(["A1", "A2", "A9", ""])), draw(st.sampled_from(["1-QĐ", 2, ""])), draw(days), draw(days),
    ]  # fmt: skip


@pytest.mark.slow
class AnyList(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.root = OrganisationFactory(code="A0", name="Đảng bộ Thử")
        for number in (1, 2):
            OrganisationFactory(code=f"A{number}", name=f"Chi bộ {number}", parent=cls.root)

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(rows(), min_size=1, max_size=8))
    def test_the_trial_is_the_writing_without_its_last_step(self, listed):
        with tempfile.TemporaryDirectory() as folder:
            path = write_xlsx(Path(folder) / "a.xlsx", ADMISSIONS, *listed)
            trial = self.go(path, apply=False)
            real = self.go(path, apply=True)
            assert trial.as_dict() == real.as_dict()
            assert trial.create + trial.update + trial.unchanged + trial.rows_in_error == trial.rows
            assert real.applied == (not real.errors)
            again = self.go(path, apply=True)
            assert (again.create, again.update) == ((0, 0) if real.applied else (real.create, real.update))

    def go(self, path, *, apply):
        return try_or_apply(KINDS["admissions"], path, into=self.root, by=None, apply=apply)
