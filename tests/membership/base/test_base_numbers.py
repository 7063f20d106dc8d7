from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from membership.base.numbers import NumberError, format_integer, format_percent, parse_integer, ratio_percent


@pytest.mark.parametrize(
    "value, number",
    [
        (1234, 1234),
        (1234.0, 1234),
        (Decimal("12.00"), 12),
        ("1.234", 1234),
        ("1 234", 1234),
        ("1\u00a0234", 1234),
        (" 12 ", 12),
        ("0", 0),
        ("007", 7),
        ("-5", -5),
        ("−5", -5),
        ("+5", 5),
        ("12.345.678", 12_345_678),
    ],
)
def test_integers(value, number):
    assert parse_integer(value) == number and type(parse_integer(value)) is int


@pytest.mark.parametrize(
    "value",
    [
        "12,5",
        "1.23",
        "1,234",
        "mười",
        "1.2345",
        "1.234 567",
        "0.123",
        "1234.567",
        "12 đồng chí",
        "1e3",
        "١٢",
        "",
        None,
        True,
        1.5,
        float("nan"),
        float("inf"),
        Decimal("NaN"),
        "9" * 5000,
        [],
        "1.000." + "000." * 5000,
        "--5",
    ],
)
def test_refused_with_a_sentence(value):
    with pytest.raises(NumberError) as refusal:
        parse_integer(value)
    assert str(refusal.value).endswith(".") and len(str(refusal.value)) < 200


@given(st.integers(-(10**15), 10**15))
def test_what_is_written_is_read_back(number):
    assert parse_integer(format_integer(number)) == number


def test_percentages():
    assert ratio_percent(1, 3) == Decimal("33.33")
    assert ratio_percent(1, 800) == Decimal("0.13")  # 0,125: half goes up
    assert ratio_percent(-1, 800) == Decimal("-0.13")
    assert ratio_percent(1271, 1000, 1) == Decimal("127.1")
    assert ratio_percent(Decimal("0.1"), Decimal("0.3"), 0) == Decimal("33")
    assert ratio_percent(0, 5) == 0
    assert ratio_percent(1, 0) is None and ratio_percent(1, None) is None and ratio_percent(None, 5) is None
    assert format_percent(Decimal("127.05")) == "127,1"
    assert format_percent(Decimal("1270.05"), 2) == "1.270,05"
    assert format_percent(Decimal("99.5"), 0) == "100"
    assert format_percent(Decimal("-0.04")) == "0,0"
    assert format_percent(None) == ""


@given(st.integers(0, 10**30), st.integers(1, 10**30), st.integers(0, 6))
def test_percentages_are_exact_and_half_goes_up(numerator, denominator, places):
    exact = Fraction(numerator, denominator) * 100
    error = Fraction(ratio_percent(numerator, denominator, places)) - exact
    half = Fraction(1, 2 * 10**places)
    assert -half < error <= half
