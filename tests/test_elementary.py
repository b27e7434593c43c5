"""Elementary functions, against forty digits."""

from __future__ import annotations

import ast
import math
from decimal import Decimal, localcontext
from statistics import NormalDist

import numpy as np
import pytest

from samenspel.elementary import exp, log, normal_quantile, power, tanh
from samenspel.kernel import ENGINE, PACKAGE

CHANCE = np.random.default_rng(20261126)
OF_THE_C_LIBRARY = {"exp", "expm1", "log", "log1p", "log2", "log10", "pow", "sin", "cos", "tan", "sinh", "cosh", "tanh"}


def ulps(got, true):
    """How far a number is from the true one, in units of its last place."""
    return abs(float((Decimal(got) - true) / Decimal(math.ulp(float(true)))))


@pytest.fixture(autouse=True)
def forty_digits():
    with localcontext() as context:
        context.prec = 40
        yield


def hyperbolic_tangent(x):
    grown = (2 * Decimal(x)).exp()
    return (grown - 1) / (grown + 1)


@pytest.mark.parametrize(
    ("function", "true", "sample", "most"),
    [
        (exp, lambda x: Decimal(x).exp(), np.r_[CHANCE.uniform(-700, 700, 800), CHANCE.normal(0, 1, 800)], 1.0),
        (log, lambda x: Decimal(x).ln(), np.r_[10 ** CHANCE.uniform(-300, 300, 800), CHANCE.normal(1, 0.1, 800)], 1.0),
        (tanh, hyperbolic_tangent, np.r_[CHANCE.normal(0, 2, 800), CHANCE.normal(0, 0.01, 800)], 6.0),
    ],
    ids=["exp", "log", "tanh"],
)
def test_is_as_near_to_the_true_value_as_it_says(function, true, sample, most):
    """Oracle: decimal, correctly rounded at 40 digits."""
    assert max(ulps(function(x), true(x)) for x in sample.tolist()) < most


def test_a_power_is_as_near_to_the_true_value_as_it_says():
    """Oracle: decimal, at 40 digits."""
    for x, exponent in zip(CHANCE.uniform(0.001, 33_000, 800), CHANCE.uniform(-2, 2, 800), strict=True):
        true = Decimal(float(x)) ** Decimal(float(exponent))
        error = abs(float((Decimal(power(float(x), float(exponent))) - true) / true))
        assert error < 2**-52 * (1.0 + abs(exponent * math.log(x)))


def test_the_exponents_that_switch_something_off_are_exact():
    """By hand: x^0 = 1, x^1 = x, and the square root, which IEEE 754 rounds correctly."""
    for x in CHANCE.uniform(0, 100, 50).tolist():
        assert (power(x, 0.0), power(x, 0.5), power(x, 1.0)) == (1.0, math.sqrt(x), x)
    assert (power(0, 0.5), power(1.0, -7.3)) == (0.0, 1.0)


def test_a_normal_quantile_agrees_with_the_standard_library():
    """Oracle: `statistics.NormalDist`, in the middle, in both tails and far out."""
    for probability in np.r_[CHANCE.uniform(0, 1, 500), 10 ** CHANCE.uniform(-16, -1, 500), 1 - 2**-52].tolist():
        assert normal_quantile(probability) == pytest.approx(NormalDist().inv_cdf(probability), rel=1e-15, abs=1e-300)


def test_the_ends_of_the_range_are_what_ieee_754_says():
    assert (exp(-800.0), exp(710.0), log(0.0), tanh(1000.0), tanh(-1000.0)) == (0.0, math.inf, -math.inf, 1.0, -1.0)
    assert all(math.isnan(nothing) for nothing in (exp(math.nan), log(-1.0), log(math.nan), tanh(math.nan)))


def test_the_engine_asks_the_c_library_for_nothing_that_differs_between_machines():
    """Whatever is compiled calls no elementary function but these, and no power but of a whole number."""
    for node, where in compiled_code():
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            assert not (node.value.id in {"math", "np"} and node.attr in OF_THE_C_LIBRARY), where
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
            assert isinstance(getattr(node.right, "value", None), int), where


def compiled_code():
    """Every node of every compiled function, and where it stands."""
    for source in sorted(source for pattern in ENGINE for source in PACKAGE.glob(pattern)):
        for function in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef) and function.decorator_list:
                for node in ast.walk(function):
                    yield node, f"{source.name}:{getattr(node, 'lineno', function.lineno)}"
