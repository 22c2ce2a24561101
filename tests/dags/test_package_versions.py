"""A deployment is atomic for every DAG, in whichever order MWAA copies the files of two versions of the package."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import combinations
from pathlib import Path

import pytest

LOADER = (Path(__file__).resolve().parents[2] / "infra" / "workflows" / "load_package.py").read_text("utf-8")

Files = dict[str, str]


def _deployment(version: str, number: int) -> Files:
    """All files of a bucket: a package of a few modules that agree only with each other, and two DAG objects."""
    package = {
        f"packages/{version}/analytical_platform_airflow/__init__.py": (
            "from analytical_platform_airflow.dag import workflow\n"
        ),
        f"packages/{version}/analytical_platform_airflow/dag.py": (
            "import json\nfrom pathlib import Path\n"
            "from analytical_platform_airflow.operator import NUMBER\n"
            "DATA = json.loads((Path(__file__).parent / 'data.json').read_text())\n"
            "def workflow(*, number):\n"
            f"    assert (number, NUMBER, DATA) == ({number}, {number}, {number}), 'a mixture'\n"
            "    return number\n"
        ),
        f"packages/{version}/analytical_platform_airflow/operator.py": f"NUMBER = {number}\n",
        f"packages/{version}/analytical_platform_airflow/data.json": str(number),
    }
    size = sum(len(text.encode()) for text in package.values())
    dag_object = (
        f"{LOADER}\n\nuse_package(Path(__file__).parents[1], '{version}', {size})\n"
        f"from analytical_platform_airflow import workflow\n\ndag = workflow(number={number})\n"
    )
    return {**package, "examples/one.py": dag_object, "examples/two.py": dag_object}


OLD = _deployment("0123456789abcdef", 1)
NEW = _deployment("fedcba9876543210", 2)

LOADS_ALL = """\
import importlib.util, json, sys, time
from pathlib import Path

time.sleep = lambda seconds: None
clock = iter(range(0, 10_000, 10))
time.monotonic = lambda: next(clock)
found = []
for folder in sys.argv[1:]:
    for name in ("one", "two"):
        path = Path(folder) / "examples" / f"{name}.py"
        spec = importlib.util.spec_from_file_location(f"dag_{len(found)}", path)
        module = importlib.util.module_from_spec(spec)
        try:
            spec.loader.exec_module(module)
            found.append(module.dag)
        except ImportError as error:
            found.append("waits" if "is not complete yet" in str(error) else repr(error))
print(json.dumps(found))
"""


@pytest.mark.parametrize("is_cut_off", [False, True], ids=["missing", "cut-off"])
def test_in_every_state_of_a_deployment_a_dag_object_has_its_own_package_or_waits(
    tmp_path: Path, *, is_cut_off: bool
) -> None:
    """One process loads the states one after the other. Every order of copying passes through some of them."""
    names = sorted(NEW)
    package = {name for name in names if name.startswith("packages")}
    states = [set(copied) for count in range(len(names) + 1) for copied in combinations(names, count)]
    expected: list[object] = []
    for number, copied in enumerate(states):
        half = {name: NEW[name][:-1] for name in package - copied} if is_cut_off else {}
        _write(tmp_path / str(number), {**OLD, **half, **{name: NEW[name] for name in copied}})
        new = 2 if package <= copied else "waits"
        expected += [new if f"examples/{name}.py" in copied else 1 for name in ("one", "two")]
    assert _loaded(LOADS_ALL, *(tmp_path / str(number) for number in range(len(states)))) == expected


def _write(folder: Path, files: Files) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")


def _loaded(program: str, *folders: Path) -> list[object]:
    command = [sys.executable, "-c", program, *map(str, folders)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    found: list[object] = json.loads(done.stdout)
    return found


def test_loading_waits_for_a_package_that_arrives_in_time(tmp_path: Path) -> None:
    [late] = [name for name in NEW if name.endswith("operator.py")]
    _write(tmp_path, {name: text for name, text in NEW.items() if name != late})
    arrives = f"time.sleep = lambda seconds: Path({str(tmp_path / late)!r}).write_text({NEW[late]!r})"
    assert _loaded(LOADS_ALL.replace("time.sleep = lambda seconds: None", arrives), tmp_path) == [2, 2]


def test_every_version_uses_the_kubeconfig_in_the_folder_of_dags(tmp_path: Path) -> None:
    version = tmp_path / "packages" / "0123456789abcdef"
    version.mkdir(parents=True)
    package = Path(__file__).resolve().parents[2] / "dags" / "analytical_platform_airflow"
    (version / "analytical_platform_airflow").symlink_to(package)
    code = (
        f"import sys; sys.path.insert(0, {str(version)!r})\n"
        "from analytical_platform_airflow.kubeconfig import kubeconfig_path; print(kubeconfig_path())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.splitlines()[-1] == str(tmp_path / ".kube" / "config")
