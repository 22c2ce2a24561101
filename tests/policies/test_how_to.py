"""The steps of the guide to adding a policy, done exactly."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from conftest import POLICIES, REPOSITORY, Run

GUIDE = REPOSITORY / "docs" / "how-to" / "add-an-admission-policy.md"
#: A path of the new folder, the guide's description of it, and the file itself.
FILE = re.compile(r"`policies/gatekeeper/(time-limit/[\w./-]+)`[^`]*?\n```\w+\n(.*?)```\n", re.DOTALL)
FILES = {"README.md", "policy.rego", "policy.yaml", "policy_test.rego", "suite.yaml"}


def test_the_policy_of_the_guide_works(run: Run, opa: Run, gator: Run, tmp_path: Path) -> None:
    policies = tmp_path / "policies"
    shutil.copytree(POLICIES, policies)
    written = dict(FILE.findall(GUIDE.read_text()))
    for path, text in written.items():
        (policies / path).parent.mkdir(parents=True, exist_ok=True)
        (policies / path).write_text(text)
    assert {Path(path).name for path in written} >= FILES

    assert opa("fmt", "--fail", "--list", policies).stdout == ""
    tests = opa("test", *sorted(policies.rglob("*.rego")))
    assert tests.returncode == 0, tests.stdout + tests.stderr

    suites = tmp_path / "suites"
    result = run("node", "--import", "tsx", "tools/policies.ts", suites, "--policies", policies)
    assert result.returncode == 0, result.stderr
    verified = gator("verify", suites / "time-limit" / "suite.yaml", "-v")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert "for ever" in verified.stdout
