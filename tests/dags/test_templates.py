"""Templates are data: their names are looked up, an unknown name is an error, and no text grows without bounds."""

from __future__ import annotations

import random
import time
from contextlib import suppress
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from analytical_platform_airflow.container_texts import LARGEST_ENVIRONMENT, LONGEST_TEXT
from analytical_platform_airflow.errors import TemplateError
from analytical_platform_airflow.template_facts import FACTS
from analytical_platform_airflow.template_steps import STEPS
from analytical_platform_airflow.templates import fill_in
from workflows import LOGICAL_DATE, context_of, fact, make_task, parameter, rendered_environment


def filled(value: Any, **context: Any) -> str:
    """Fill in one variable of the minimal workflow."""
    params = {name: None for name in context if name != "logical_date"}
    return rendered_environment(make_task(env_vars={"VALUE": value}, params=params), **context)["VALUE"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("ds", "2025-03-04"),
        ("ds_nodash", "20250304"),
        ("ts", "2025-03-04T05:06:07+00:00"),
        ("ts_nodash", "20250304T050607"),
        ("ts_nodash_with_tz", "20250304T050607+0000"),
        ("logical_date", "2025-03-04 05:06:07+00:00"),
        ("data_interval_start", "2025-03-04 05:06:07+00:00"),
        ("data_interval_end", "2025-03-05 05:06:07+00:00"),
        ("run_id", "manual__2025-03-04T05:06:07+00:00"),
        ("task_id", "main"),
        ("dag_id", "examples.hello"),
        ("try_number", "1"),
    ],
)
def test_a_fact_of_the_run(name: str, text: str) -> None:
    assert filled(fact(name)) == text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("ds", "2025-03-04"),
        ("ts", "2025-03-04T05:06:07+00:00"),
        ("logical_date", "2025-03-04 05:06:07+00:00"),
        ("data_interval_start", "2025-03-04 05:06:07+00:00"),
        ("data_interval_end", "2025-03-04 05:06:07+00:00"),
    ],
)
def test_a_run_without_dates_has_the_moment_from_which_it_may_start(name: str, text: str) -> None:
    assert filled(fact(name), logical_date=False) == text


def test_a_date_without_a_value_counts_as_absent() -> None:
    """Airflow may give the key without a value."""
    context = {"logical_date": None, "dag_run": SimpleNamespace(run_after=LOGICAL_DATE)}
    value: Any = fact("ds")
    assert fill_in(value, context, 99) == "2025-03-04"


@pytest.mark.parametrize(
    "piece",
    [
        {"fact": "conn"},
        {"fact": "__class__"},
        {"param": "missing"},
        {"param": "__class__"},
        {"fact": "ds", "steps": [["__class__"]]},
        {"fact": "ds", "steps": [["eval"]]},
        {"fact": "logical_date", "steps": [["add", {"tzinfo": 1}]]},
        {"fact": "logical_date", "steps": [["set", {"tzinfo": None}]]},
        {"fact": "logical_date", "steps": [["in_timezone", "Mars/Olympus"]]},
        {"fact": "logical_date", "steps": [["plus", 10**15]]},
        {"fact": "ds", "steps": [["strftime", "%Y"]]},
        {"fact": "ds", "steps": [[]]},
        {},
    ],
)
def test_what_is_not_known_is_an_error_that_names_the_variable(piece: dict[str, Any]) -> None:
    with pytest.raises(TemplateError, match=r"^VALUE: .*written as 'source'"):
        filled({"template": "source", "pieces": ["x", piece]})


def test_a_template_names_nothing_but_the_tables_entries() -> None:
    source = random.Random(20250304)  # noqa: S311
    names = [*FACTS, *STEPS, "__class__", "os", "eval", "conn", "var", "macros", "x"]
    arguments: list[Any] = ["%Y", "-", "", 1, -1, None, {"days": 1}, {"day": 1}, {"__class__": 1}, [], "UTC"]
    context = context_of(make_task(params={"x": "1"}))
    filled_in: list[tuple[bool, bool]] = []
    for _ in range(20_000):
        steps = [[source.choice(names), *source.choices(arguments, k=source.randint(0, 2))] for _ in range(2)]
        piece: Any = {source.choice(["fact", "param"]): source.choice(names), "steps": steps}
        known = (piece.get("fact") in FACTS or piece.get("param") == "x") and all(step[0] in STEPS for step in steps)
        with suppress(Exception):
            text = fill_in({"template": "", "pieces": [piece]}, context, 99)
            filled_in.append((known, len(text) <= 99))
    assert set(filled_in) == {(True, True)}


@pytest.mark.parametrize(
    ("given", "text", "number"),
    [
        ("{{ 7 * 7 }}", "{{ 7 * 7 }}", "0"),
        ("42.7", "42.7", "42"),
        (True, "true", "1"),
        (None, "", "0"),
        (1e400, "Infinity", "0"),
        ({"a": ["{% x %}", None]}, '{"a": ["{% x %}", null]}', "0"),
        ("9" * 5000, "9" * 5000, "0"),
    ],
)
def test_a_parameter_given_at_the_trigger_is_data_whatever_json_it_is(given: Any, text: str, number: str) -> None:
    assert filled(parameter("x", ["as_text"]), x=given) == text
    assert filled(parameter("x", ["int"]), x=given) == number


def deep(levels: int) -> Any:
    """Nest lists."""
    value: Any = []
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ("x" * LONGEST_TEXT, "bytes, and the limit is"),
        ("x" * (LONGEST_TEXT + 1), "more than 131071 characters"),
        ("é" * 70_000, "bytes, and the limit is"),
        (["x" * 1000] * 1000, "more than 131071 characters"),
        ("a\0b", "NUL"),
        ("\ud800", "surrogates not allowed"),
        (deep(100_000), "recursion"),
    ],
    ids=["bytes", "characters", "accents", "list", "nul", "surrogate", "deep"],
)
def test_a_parameter_that_no_container_can_have_fails_the_task_and_says_why(given: Any, why: str) -> None:
    with pytest.raises(TemplateError, match=f"^VALUE: .*{why}"):
        filled(parameter("x", ["as_text"]), x=given)


def test_the_longest_variable_is_as_long_as_linux_takes() -> None:
    longest = "x" * (LONGEST_TEXT - len("VALUE="))
    assert filled(parameter("x"), x=longest) == longest


def test_all_variables_together_are_bounded() -> None:
    variables: dict[str, Any] = {f"V{index}": parameter("x") for index in range(20)}
    task = make_task(env_vars=variables, params={"x": None})
    with pytest.raises(TemplateError, match=f"V8: .* more than {LARGEST_ENVIRONMENT} bytes"):
        rendered_environment(task, x="x" * 125_000)


def test_a_step_cannot_make_a_text_grow_without_bounds() -> None:
    grow = ["replace", "", "x" * 400]
    for value in (
        parameter("x", *[grow] * 20),
        {"template": "", "pieces": [{"param": "x", "steps": [grow] * 3}] * 100_000},
        {"template": "", "pieces": [{"param": "x"}] * 100_000},
    ):
        began = time.process_time()
        with pytest.raises(TemplateError, match="characters"):
            filled(value, x="x" * 1000)
        assert time.process_time() - began < timedelta(seconds=5).total_seconds()


def test_templates_of_every_length_are_filled_in_piece_by_piece() -> None:
    value = {"template": "", "pieces": ["{{", {"fact": "ds"}, "}}{%", {"param": "x", "steps": [["upper"]]}]}
    assert filled(value, x="{{ ds }}") == "{{2025-03-04}}{%{{ DS }}"


def test_a_replacement_is_refused_before_it_is_made() -> None:
    assert STEPS["replace"]("a-b", "-", "+") == "a+b"
    with pytest.raises(ValueError, match="more than 1048576 characters"):
        STEPS["replace"]("x" * 100_000, "", "x" * 400)
