"""Airflow's page "Rendered Template" shows the values, and Jinja reads no text of an author, not even hostile text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jinja2
import pytest
from airflow.serialization.helpers import serialize_template_field
from airflow.serialization.serialized_objects import SerializedDAG

from analytical_platform_airflow.container_texts import as_written
from rendered_page import page_of
from workflows import context_of, fact, make_dag, parameter, rendered

JINJA_MARKS = ("{{", "{%", "{#")


def hostile(canary: Path) -> dict[str, str]:
    """Build texts that would create a file, read a connection or never end if Jinja read them."""
    touch = f"open('{canary}', 'w')"
    return {
        "CODE": '{{ macros.uuid.os.popen("touch ' + str(canary) + '").read() }}',
        "GLOBALS": "{{ cycler.__init__.__globals__.__builtins__." + touch + " }}",
        "SELF": "{{ self.__init__.__globals__['__builtins__']." + touch + " }}",
        "STATEMENT": "{% for x in range(10 ** 9) %}{% for y in range(10 ** 9) %}x{% endfor %}{% endfor %}",
        "CONNECTION": "{{ conn.slack_api_default.get_uri() }}",
        "VARIABLE": "{{ var.value.secret }}",
        "XCOM": "{{ ti.xcom_pull('other') }}",
        "COMMENT": "{# never ends",
        "UNFINISHED": "{{ ds",
        "RAW": "{% raw %}",
        "FLOOD": '{{ "a" * 10000000000 }}',
        "HALF": "a{",
        "OTHER_HALF": "{ macros.uuid.os }}",
        "THREE": "{{{ ds }}}{%% x",
        "FILE": "/etc/passwd",
        "BELOW": "{% include 'hello.py' %}",
        "LINES": "{{\r\n1\r\n}}\n",
    }


@pytest.fixture
def canary(tmp_path: Path) -> Iterator[Path]:
    """Give the path of a file that only code in a template would create, and fail if it exists at the end."""
    path = tmp_path / "canary"
    yield path
    assert not path.exists()


@pytest.fixture
def read_by_jinja(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Record every text that Jinja parses."""
    texts: list[str] = []
    parse = jinja2.Environment._parse

    def record(self: jinja2.Environment, source: str, *args: Any) -> Any:
        texts.append(source)
        return parse(self, source, *args)

    monkeypatch.setattr(jinja2.Environment, "_parse", record)
    return texts


def dag_of(texts: dict[str, str]) -> Any:
    """Build a DAG with the texts in every field for an author's text, without any check."""
    every = " ".join(texts.values())
    return make_dag(
        owner=every,
        image=every,
        labels={"label": every},
        tags=[texts["CODE"][:90]],
        doc_md=every,
        params={name.lower(): text for name, text in texts.items()},
        env_vars={
            **texts,
            **{f"T_{name}": {"template": text, "pieces": [text, {"fact": "ds"}]} for name, text in texts.items()},
            **{f"PARAM_{name}": parameter(name.lower(), ["as_text"]) for name in texts},
        },
        notifications={"slack_channel": texts["CODE"], "emails": [texts["CODE"]]},
        tasks={
            "main": {
                "inlets": [f"s3://{texts['CONNECTION']}"],
                "outlets": [f"s3://{texts['VARIABLE']}"],
                "command": list(texts.values()),
                "args": [{"template": text, "pieces": [text, {"fact": "ds"}]} for text in texts.values()],
            }
        },
    )


def strings_of(value: Any) -> Iterator[str]:
    """Every text in plain data."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from strings_of(key)
            yield from strings_of(part)
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from strings_of(part)


def serialised_fields(dag: Any) -> dict[str, Any]:
    """Give the fields of the task `main` that Airflow's servers would show as templates."""
    tasks = json.loads(json.dumps(SerializedDAG.to_dict(dag)))["dag"]["tasks"]
    task = tasks[0]["__var"]
    return {field: task[field] for field in task["template_fields"] if field in task}


def test_a_worker_fills_in_hostile_text_as_text(canary: Path, read_by_jinja: list[str]) -> None:
    texts = hostile(canary)
    task = dag_of(texts).get_task("main").prepare_for_execution()
    context = context_of(task)
    task.render_template_fields(context, task.dag.get_template_env())
    for name, text in texts.items():
        assert task.env_vars[name] == text
        assert task.env_vars[f"T_{name}"] == f"{text}2025-03-04"
        assert task.env_vars[f"PARAM_{name}"] == text
    assert task.cmds == list(texts.values())
    assert task.arguments == [f"{text}2025-03-04" for text in texts.values()]
    assert task.render_template(texts["CODE"], context) == texts["CODE"]
    assert read_by_jinja == []


def test_before_a_run_the_page_shows_what_was_written_and_jinja_finds_nothing_in_it(
    canary: Path, read_by_jinja: list[str]
) -> None:
    """Airflow 2's web server renders the serialised fields of a task that has not run."""
    texts = hostile(canary)
    for dag in (dag_of(texts), make_dag(env_vars={name: texts[name] for name in ("HALF", "OTHER_HALF", "CODE")})):
        fields = serialised_fields(dag)
        assert list(fields) == ["env_vars", "cmds", "arguments"]
        for text in strings_of(fields):
            assert not any(mark in text for mark in JINJA_MARKS)
            tokens = {kind for _, kind, _ in jinja2.Environment(autoescape=True).lex(text)}
            assert tokens <= {"data"}
        task = SerializedDAG.from_dict(SerializedDAG.to_dict(dag)).get_task("main")
        if hasattr(task, "render_template_fields"):
            task.render_template_fields(context_of(task), dag.get_template_env())
            # Jinja writes line ends in its own way, on this page only.
            assert {name: " ".join(text.split()) for name, text in task.env_vars.items()} == {
                name: " ".join(text.split()) for name, text in fields["env_vars"].items()
            }
    assert not any(mark in text for text in read_by_jinja for mark in JINJA_MARKS)


def test_the_page_shows_a_template_as_it_was_written() -> None:
    fields = serialised_fields(make_dag(env_vars={"DAY": fact("ds"), "PLAIN": "a {b} }} $x", "LIKE": "{%x {#y"}))
    assert fields["env_vars"] == {"DAY": "{ { ds }}", "PLAIN": "a {b} }} $x", "LIKE": "{ %x { #y"}


def test_pieces_that_airflow_joins_hold_nothing_for_jinja() -> None:
    """Fields that are longer than Airflow's limit are cut, as one text."""
    long = {f"V{index}": text for index, text in enumerate(["{" * 900, "%" * 900, "{", "{ 7 * 7 }}", "#" * 3000, "{"])}
    shown = serialised_fields(make_dag(env_vars=long))["env_vars"]
    assert isinstance(shown, str)
    assert shown.startswith("Truncated.")
    assert not any(mark in shown for mark in JINJA_MARKS)


def test_after_a_run_the_page_shows_the_values(canary: Path) -> None:
    texts = {"DAY": fact("ds"), "PLAIN": "a", "PARAM_X": parameter("x", ["as_text"])}
    task = rendered(make_dag(env_vars=texts, params={"x": 1}).get_task("main"), x=hostile(canary)["CODE"])
    shown = serialize_template_field(task.env_vars, "env_vars")
    assert shown == {"DAY": "2025-03-04", "PLAIN": "a", "PARAM_X": hostile(canary)["CODE"]}


def test_the_page_of_the_installed_airflow_before_and_after_a_run(canary: Path, read_by_jinja: list[str]) -> None:
    texts = hostile(canary)
    del texts["LINES"]
    variables: dict[str, Any] = {
        **texts,
        "DAY": fact("ds"),
        "MOMENT": fact("logical_date"),
        "SHIFTED": fact("data_interval_end", ["minus", 72_000], ["strftime", "%Y-%m-%d"]),
        "PARAM_X": parameter("x", ["as_text"]),
    }
    dag = make_dag(schedule="@daily", env_vars=variables, params={"x": 1})
    before, after = page_of(dag, {"x": texts["CODE"]})
    assert before == {name: as_written(value) for name, value in variables.items()}
    assert after == {
        **texts,
        "DAY": "2025-03-04",
        "MOMENT": "2025-03-04 00:00:00+00:00",
        "SHIFTED": "2025-03-04",
        "PARAM_X": texts["CODE"],
    }
    assert not any(mark in text for text in read_by_jinja for mark in JINJA_MARKS)


def test_no_text_has_marks_of_jinja_once_it_is_written_for_the_page() -> None:
    for text in ("{{{{", "{%{#{{", "{", "{ {", "a{{b}}c", "{{ ds }}"):
        assert not any(mark in as_written(text) for mark in JINJA_MARKS)
        assert as_written(text).replace("{ ", "{").replace(" ", "") == text.replace("{ ", "{").replace(" ", "")
