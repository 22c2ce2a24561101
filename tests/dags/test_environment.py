"""Values of environment variables arrive in the container as the author wrote them."""

from __future__ import annotations

import random
import re

import pytest

from analytical_platform_airflow.container_texts import escape_for_kubernetes
from analytical_platform_airflow.template_steps import as_text
from fake_kubernetes import FakeKubernetes, drive
from workflows import DEFAULT_ENVIRONMENT, context_of, make_task, parameter, rendered, rendered_environment

AS_WRITTEN = [
    "plain",
    "",
    "settings.json",
    "a.yaml",
    "script.sh",
    "template.j2",
    "ends with a line feed\n",
    "two\nlines",
    "windows\r\nlines\r\n",
    "quotes ' \" and \\ backslashes \\n",
    "$HOME ${HOME} $(HOME) $$ $$(HOME) $",
    "£5 costs $é",
    '{"json": {"nested": [1, 2]}}',
    "  spaces  ",
    "\ttab",
]


@pytest.mark.parametrize("value", AS_WRITTEN)
def test_a_value_without_a_template_arrives_as_written(value: str) -> None:
    task = make_task(env_vars={"VALUE": value})
    assert rendered_environment(task) == {"VALUE": value}
    assert _in_container(task) == {"VALUE": value}


@pytest.mark.parametrize("value", AS_WRITTEN)
def test_a_template_changes_nothing_around_it(value: str) -> None:
    template = {"template": "{{ run_id }}" + value, "pieces": [{"fact": "run_id"}, value]}
    task = make_task(env_vars={"VALUE": template})
    assert rendered_environment(task)["VALUE"] == "manual__2025-03-04T05:06:07+00:00" + value


@pytest.mark.parametrize("value", ["{{ 1 + 1 }}", "{% if true %}yes{% endif %}", "{# comment #}", "{{ unfinished"])
def test_text_that_looks_like_a_template_arrives_as_written(value: str) -> None:
    task = make_task(env_vars={"A": value})
    assert rendered_environment(task) == {"A": value}
    assert _in_container(task) == {"A": value}


def test_task_values_override_those_of_the_workflow() -> None:
    task = make_task({"env_vars": {"B": "task", "C": "task"}}, env_vars={"A": "dag", "B": "dag"})
    assert rendered_environment(task) == {"A": "dag", "B": "task", "C": "task"}


def test_a_variable_may_be_named_like_an_argument_of_the_operator() -> None:
    task = make_task(env_vars={"image": "x", "task_id": "y", "name": "z"})
    assert rendered_environment(task) == {"image": "x", "task_id": "y", "name": "z"}
    assert task.image == "registry.example/hello:1.0.0"


def test_image_and_labels_arrive_as_written() -> None:
    task = make_task(image="registry.example/{{ x }}:1", labels={"label": "{{ x }}"})
    done = rendered(task)
    assert done.image == "registry.example/{{ x }}:1"
    assert done.labels["label"] == "{{ x }}"


def test_the_operator_shows_the_value_as_written_after_the_pod_is_built() -> None:
    task = rendered(make_task(env_vars={"VALUE": "$(HOME)"}))
    drive(task, FakeKubernetes())
    pod = task.build_pod_request_obj(context_of(task))
    assert [variable.value for variable in pod.spec.containers[0].env] == ["$$(HOME)"]
    assert [variable.value for variable in task.env_vars] == ["$(HOME)"]


@pytest.mark.parametrize(
    ("value", "text"),
    [(True, "true"), (False, "false"), (None, ""), (3, "3"), (1.5, "1.5"), ("True", "True"), ("", "")],
)
def test_parameters_become_text_as_yaml_writes_them(value: object, text: str) -> None:
    assert as_text(value) == text
    task = make_task(params={"name": value}, env_vars={"PARAM_NAME": parameter("name", ["as_text"])})
    assert rendered_environment(task) == {"PARAM_NAME": text}


def test_a_parameter_given_at_the_trigger_reaches_the_container() -> None:
    task = make_task(params={"name": 1}, env_vars={"PARAM_NAME": parameter("name", ["as_text"])})
    assert rendered_environment(task, name=False) == {"PARAM_NAME": "false"}


@pytest.mark.parametrize("logical_date", [True, False])
def test_platform_variables_say_which_run_it_is_with_and_without_a_logical_date(logical_date: bool) -> None:
    values = rendered_environment(make_task(env_vars=DEFAULT_ENVIRONMENT), logical_date=logical_date)
    assert values["AIRFLOW_RUN_ID"] == "manual__2025-03-04T05:06:07+00:00"
    assert values["AIRFLOW_TIMESTAMP"] == "2025-03-04T05:06:07+00:00"
    assert values["AIRFLOW_TIMESTAMP_NO_DASH"] == "20250304T050607"
    assert values["AIRFLOW_TIMESTAMP_NO_DASH_WITH_TZ"] == "20250304T050607+0000"
    assert values["AWS_DEFAULT_REGION"] == "eu-west-1"


def test_only_what_kubernetes_would_interpret_is_escaped() -> None:
    assert escape_for_kubernetes("$HOME ${HOME} costs $5 $") == "$HOME ${HOME} costs $5 $"
    assert escape_for_kubernetes("$(HOME)") == "$$(HOME)"


def test_kubernetes_gives_back_every_escaped_value() -> None:
    source = random.Random(20250304)  # noqa: S311
    for _ in range(5000):
        value = "".join(source.choices("$$$()ABé ", k=source.randint(0, 9)))
        assert _expand(escape_for_kubernetes(value)) == value


def _in_container(task: object) -> dict[str, str]:
    done = rendered(task)
    drive(done, FakeKubernetes())
    pod = done.build_pod_request_obj(context_of(task))
    return {variable.name: _expand(variable.value) for variable in pod.spec.containers[0].env}


def _expand(value: str) -> str:
    """Expand like the kubelet: `$$` is `$`, `$(NAME)` is a reference, a byte after any other `$` is read as Latin-1."""

    def one(match: re.Match[bytes]) -> bytes:
        found = match.group()
        if found == b"$$":
            return b"$"
        if found.startswith(b"$("):
            return b"<reference>" if found.endswith(b")") else found
        return b"$" + found[1:].decode("latin-1").encode()

    return re.sub(rb"\$(\$|\([^)]*\)|.)", one, value.encode(), flags=re.DOTALL).decode(errors="replace")
