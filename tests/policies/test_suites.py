"""Each policy's suite, run by the engine that enforces the policy: samples admitted, and samples refused."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml  # type: ignore[import-untyped]

from conftest import Run, policy_names


@pytest.mark.parametrize("policy", policy_names())
def test_gatekeeper_decides_as_the_suite_says(gator: Run, suites: Path, policy: str) -> None:
    result = gator("verify", suites / policy / "suite.yaml", "-v")
    assert result.returncode == 0, result.stdout + result.stderr
    assert "--- PASS" in result.stdout


@pytest.mark.parametrize("policy", policy_names())
def test_a_suite_has_samples_of_both_kinds(suites: Path, policy: str) -> None:
    """A policy that refuses everything would also refuse all bad samples."""
    [test] = yaml.safe_load((suites / policy / "suite.yaml").read_text())["tests"]
    refused = {assertion["violations"] not in (False, 0) for case in test["cases"] for assertion in case["assertions"]}
    assert refused == {True, False}


@pytest.mark.parametrize("policy", policy_names())
def test_a_refusal_points_to_the_policys_page(gator: Run, suites: Path, policy: str) -> None:
    folder = suites / policy
    samples = [
        f"--filename={path}"
        for path in sorted((folder / "samples").iterdir())
        if "AdmissionReview" not in path.read_text()
    ]
    result = gator(
        "test", f"--filename={folder / 'template.yaml'}", f"--filename={folder / 'constraint.yaml'}", *samples
    )
    lines = [line for line in result.stdout.splitlines() if line.strip()]
    page = f"See https://repository.example/blob/main/policies/gatekeeper/{policy}/README.md"
    assert lines
    assert [line for line in lines if page not in line] == []
