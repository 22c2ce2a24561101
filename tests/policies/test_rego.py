"""The Rego itself: formatted, without warnings from its compiler, and correct by its unit tests."""

from __future__ import annotations

import json

from conftest import POLICIES, Run, policy_names


def test_it_is_formatted(opa: Run) -> None:
    result = opa("fmt", "--diff", "--fail", POLICIES)
    assert result.returncode == 0, f"run opa fmt --write policies/gatekeeper\n{result.stdout}{result.stderr}"


def test_its_compiler_has_no_objection(opa: Run) -> None:
    result = opa("check", "--strict", *sorted(POLICIES.rglob("*.rego")))
    assert result.returncode == 0, result.stderr


def test_its_unit_tests_pass(opa: Run) -> None:
    result = opa("test", "--var-values", *sorted(POLICIES.rglob("*.rego")))
    assert result.returncode == 0, result.stdout + result.stderr


def test_every_line_of_a_policy_is_reached_by_its_unit_tests(opa: Run) -> None:
    result = opa("test", "--coverage", "--format", "json", *sorted(POLICIES.rglob("*.rego")))
    files = json.loads(result.stdout)["files"]
    missed = {
        path: [f"{lines['start']['row']} to {lines['end']['row']}" for lines in report["not_covered"]]
        for path, report in files.items()
        if report.get("not_covered")
    }
    assert missed == {}
    assert len(files) > len(policy_names())
