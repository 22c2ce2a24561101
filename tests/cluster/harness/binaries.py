"""Builds the control plane's programs from their published Go modules, once per state of those modules.

Each folder of ``components`` is a separate Go module: etcd, Kubernetes and KWOK need conflicting versions of shared
dependencies, and etcd's replace directives count only in a separate module.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

CLUSTER = Path(__file__).resolve().parents[1]
COMPONENTS = CLUSTER / "components"
CACHE = CLUSTER.parents[1] / ".cache" / "cluster"
BIN = CACHE / "bin"

KUBERNETES_MODULE = "k8s.io/kubernetes"
GATEKEEPER_MODULE = "github.com/open-policy-agent/gatekeeper/v3"
EXTERNAL_SECRETS_MODULE = "github.com/external-secrets/external-secrets"
KARPENTER_MODULE = "sigs.k8s.io/karpenter"
KARPENTER_AWS_MODULE = "github.com/aws/karpenter-provider-aws"
CONTAINERD_MODULE = "github.com/containerd/containerd/v2"


@dataclass(frozen=True)
class Component:
    """One Go module and its programs, by the package of each."""

    name: str
    programs: dict[str, str]
    #: Files that a program needs besides itself: name in the cache to module and folder.
    folders: dict[str, tuple[str, str]] = field(default_factory=dict)
    #: For programs that are built from a copy of a module, with its own requirements: the module, and its files by the
    #: component's file that replaces them.
    copied: tuple[str, dict[str, str]] | None = None
    #: Go's build tags.
    tags: tuple[str, ...] = ()
    #: Whether the programs need C code, and so a C compiler. The others run on any machine of the same architecture.
    cgo: bool = False
    #: Component whose module files are used, if not its own.
    module: str | None = None

    @property
    def folder(self) -> Path:
        """Folder of the module files."""
        return COMPONENTS / (self.module or self.name)


ETCD = Component("etcd", {"etcd": "go.etcd.io/etcd/server/v3"})
KWOK = Component("kwok", {"kwok": "sigs.k8s.io/kwok/cmd/kwok"})
CERTIFICATES = Component("certificates", {"certificates": "."})
KUBERNETES = Component(
    "kubernetes",
    {
        name: f"{KUBERNETES_MODULE}/cmd/{name}"
        for name in ("kube-apiserver", "kube-controller-manager", "kube-scheduler")
    },
)
#: The admission controller, its own test tool, and the test tool of the policies' language.
GATEKEEPER = Component(
    "gatekeeper",
    {
        "gator": f"{GATEKEEPER_MODULE}/cmd/gator",
        "opa": "github.com/open-policy-agent/opa",
        "gatekeeper": GATEKEEPER_MODULE,
    },
    {"gatekeeper-chart": (GATEKEEPER_MODULE, "charts/gatekeeper")},
)
#: Helm's own engine, in a program of ours, and a chart whose programs cannot be fetched at that version.
CHARTS = Component("charts", {"render-chart": "."})
EXTERNAL_SECRETS_CHART = Component(
    "external-secrets-chart",
    {},
    {
        "external-secrets-chart": (EXTERNAL_SECRETS_MODULE, "deploy/charts/external-secrets"),
        "external-secrets-crds": (EXTERNAL_SECRETS_MODULE, "deploy/crds"),
    },
)
#: The operator with only the provider that we use; its controllers and program are unchanged.
EXTERNAL_SECRETS = Component(
    "external-secrets",
    {"external-secrets": "."},
    copied=(
        EXTERNAL_SECRETS_MODULE,
        {"providers.go": "pkg/provider/register/register.go", "generators.go": "pkg/generator/register/register.go"},
    ),
)
#: The agent of a real node has the control plane's version, because it has the control plane's module files.
KUBELET = Component("kubelet", {"kubelet": f"{KUBERNETES_MODULE}/cmd/kubelet"}, module=KUBERNETES.name)
#: The container runtime. Its other snapshotters need C libraries, and nothing here uses them.
CONTAINERD = Component(
    "containerd",
    {name: f"{CONTAINERD_MODULE}/cmd/{name}" for name in ("containerd", "containerd-shim-runc-v2")},
    tags=("no_btrfs", "no_devmapper", "no_zfs"),
)
#: The program that starts a container. System-call filters need the C library libseccomp.
RUNC = Component("runc", {"runc": "github.com/opencontainers/runc"}, tags=("seccomp",), cgo=True)
#: The parts of a real node, which build and run on Linux only.
NODE = (RUNC, CONTAINERD, KUBELET)
#: Karpenter's controllers, with a cloud that KWOK simulates.
KARPENTER = Component(
    "karpenter",
    {"karpenter": f"{KARPENTER_MODULE}/kwok"},
    {"karpenter-kwok-crds": (KARPENTER_MODULE, "kwok/apis/crds")},
)
#: Karpenter's own kinds, and those that AWS's provider adds.
KARPENTER_AWS = Component("karpenter-aws", {}, {"karpenter-crds": (KARPENTER_AWS_MODULE, "pkg/apis/crds")})
#: Kubernetes' own client, for commands of the repository that call it.
KUBECTL = Component("kubectl", {"kubectl": "."})
#: The quickest first, so that a mistake in the set-up appears before the minutes that Kubernetes takes.
CONTROL_PLANE = (
    CERTIFICATES,
    EXTERNAL_SECRETS_CHART,
    KARPENTER_AWS,
    ETCD,
    KWOK,
    CHARTS,
    KARPENTER,
    GATEKEEPER,
    EXTERNAL_SECRETS,
    KUBECTL,
    KUBERNETES,
)


class BuildError(RuntimeError):
    """A program could not be built; the reason is in the Go tool's own words."""


def program(name: str) -> Path:
    """Path of a built program."""
    path = BIN / name
    if not path.is_file():
        raise BuildError(f"{name} has not been built: run `python tests/cluster/control_plane.py build`")
    return path


def build_all(names: Collection[str]) -> None:
    """Build the programs of the named components that are missing or were built from other module files."""
    BIN.mkdir(parents=True, exist_ok=True)
    components = {each.name: each for each in (*CONTROL_PLANE, *NODE)}
    if unknown := set(names) - set(components):
        raise BuildError(f"there is no component {', '.join(sorted(unknown))}: name some of {', '.join(components)}")
    for component in (each for name, each in components.items() if name in names):
        if is_current(component):
            print(f"{component.name}: already built")
        else:
            build(component)


def is_current(component: Component) -> bool:
    """Whether the programs in the cache come from the current module files."""
    stamp = _stamp(component)
    built = all((BIN / name).is_file() for name in component.programs)
    built = built and all((CACHE / name).is_dir() for name in component.folders)
    return built and stamp.is_file() and stamp.read_text() == fingerprint(component)


def fingerprint(component: Component) -> str:
    """Digest of a component's module files and sources."""
    digest = hashlib.sha256()
    for path in sorted(component.folder.iterdir()):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def build(component: Component) -> None:
    """Build every program of a component. The stamp comes last, so that an interrupted build does not count."""
    if shutil.which("go") is None:
        raise BuildError("Go 1.26 or later is needed to build the test cluster: https://go.dev/doc/install")
    folder = component.folder
    flags = ["-trimpath", "-buildvcs=false", "-ldflags", " ".join(["-s", "-w", *_version_flags(folder)])]
    flags += ["-tags", ",".join(component.tags)] if component.tags else []
    source = _copied_source(component, folder)
    for name, package in component.programs.items():
        print(f"{component.name}: building {name}", flush=True)
        environment = {**os.environ, "CGO_ENABLED": "1" if component.cgo else "0"}
        command = ["go", "build", *flags, "-o", str(BIN / name), package]
        if subprocess.run(command, cwd=source, env=environment, check=False).returncode != 0:
            raise BuildError(f"{name} could not be built; the Go tool's message is above")
    for name, (module, path) in component.folders.items():
        _copy(_module_folder(folder, module) / path, CACHE / name)
    _stamp(component).write_text(fingerprint(component))


def _copied_source(component: Component, folder: Path) -> Path:
    """Folder in which a component's programs are built: its own, or the copy of a module."""
    if component.copied is None:
        return folder
    module, replaced = component.copied
    source = CACHE / f"{component.name}-source"
    _copy(_module_folder(folder, module), source)
    for ours, theirs in replaced.items():
        shutil.copyfile(folder / ours, source / theirs)
    return source


def _copy(source: Path, target: Path) -> None:
    """Files of the module cache are read-only; copies of them must be replaceable."""
    shutil.rmtree(target, ignore_errors=True)
    for path in sorted(source.rglob("*")):
        if path.is_file():
            copied = target / path.relative_to(source)
            copied.parent.mkdir(parents=True, exist_ok=True)
            copied.write_bytes(path.read_bytes())


def _module_folder(folder: Path, module: str) -> Path:
    """Folder of a module in the module cache; a missing module is fetched."""
    command = ["go", "mod", "download", "-json", module]
    answer = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if answer.returncode != 0:
        raise BuildError(f"{module} could not be fetched: {answer.stdout}{answer.stderr}")
    return Path(json.loads(answer.stdout)["Dir"])


def _stamp(component: Component) -> Path:
    return CACHE / f"{component.name}.sha256"


def _version_flags(folder: Path) -> list[str]:
    """Linker flags that set Kubernetes' own version, as its release build does."""
    for line in (folder / "go.mod").read_text().splitlines():
        words = line.split()
        if words[:1] == [KUBERNETES_MODULE]:
            version = words[1]
            major, minor, _ = version.removeprefix("v").split(".")
            package = "k8s.io/component-base/version"
            values = {"gitVersion": version, "gitMajor": major, "gitMinor": minor}
            return [f"-X {package}.{name}={value}" for name, value in values.items()]
    return []
