"""A Kubernetes API in memory, with the calls of an operator, and a script of the pod's life."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from kubernetes.client import ApiException
from kubernetes.client import models as k8s

NODE = "ip-10-0-0-1"


class FakeKubernetes:
    """Pods by name. Each read of a pod applies the next step of `script`; the last step stays."""

    def __init__(self, *script: Callable[[k8s.V1Pod], None]) -> None:
        self.script = list(script)
        self.pods: dict[str, k8s.V1Pod] = {}
        self.created: list[k8s.V1Pod] = []
        self.deleted: list[str] = []
        self.listed: list[list[k8s.V1Pod]] = []
        """The pods of each answer to a list."""
        self.events: list[k8s.CoreV1Event] = []
        self.refusal: ApiException | None = None
        self._asked: dict[str, k8s.V1Pod] = {}
        self.api_client = SimpleNamespace(sanitize_for_serialization=self._sanitize)

    def _sanitize(self, pod: k8s.V1Pod) -> dict[str, str]:
        """Replace the serialisation: the name is enough to find the pod again."""
        self._asked[pod.metadata.name] = pod
        return {"name": pod.metadata.name}

    def create_namespaced_pod(self, body: dict[str, str], namespace: str, **_: Any) -> k8s.V1Pod:
        if self.refusal:
            raise self.refusal
        assert namespace == "mwaa"
        pod = self._asked[body["name"]]
        pod.status = k8s.V1PodStatus(phase="Pending")
        self.pods[pod.metadata.name] = pod
        self.created.append(pod)
        return pod

    def read_namespaced_pod(self, name: str, namespace: str, **_: Any) -> k8s.V1Pod:
        if name in self.pods and self.script:
            step = self.script.pop(0) if len(self.script) > 1 else self.script[0]
            step(self.pods[name])
        if name not in self.pods:
            raise ApiException(status=404, reason=f"pod {namespace}/{name} not found")
        return self.pods[name]

    def list_namespaced_pod(
        self, namespace: str, label_selector: str, limit: int | None = None, _continue: str = "0", **_: Any
    ) -> k8s.V1PodList:
        """Give one page, and where the next one begins."""
        del namespace
        found = [pod for pod in self.pods.values() if _matches(pod, label_selector)]
        first = int(_continue)
        last = first + limit if limit else len(found)
        self.listed.append(found[first:last])
        more = str(last) if last < len(found) else None
        return k8s.V1PodList(items=found[first:last], metadata=k8s.V1ListMeta(_continue=more))

    def delete_namespaced_pod(self, name: str, namespace: str, **_: Any) -> None:
        if name not in self.pods:
            raise ApiException(status=404, reason=f"pod {namespace}/{name} not found")
        self.deleted.append(name)
        del self.pods[name]

    def patch_namespaced_pod(self, name: str, **_: Any) -> None:
        if name in self.pods:
            self.pods[name].metadata.labels["already_checked"] = "True"

    def read_namespaced_pod_log(self, **_: Any) -> Any:
        return SimpleNamespace(stream=lambda **_: iter([b"2025-03-04T05:06:07Z hello\n"]), close=lambda: None)

    def list_namespaced_event(self, **_: Any) -> Any:
        return SimpleNamespace(items=self.events, metadata=k8s.V1ListMeta())


def _matches(pod: k8s.V1Pod, selector: str) -> bool:
    labels = pod.metadata.labels
    for term in selector.split(","):
        if term.startswith("!"):
            matches = term[1:] not in labels
        elif "!=" in term:
            key, value = term.split("!=")
            matches = labels.get(key) != value
        else:
            key, value = term.split("=")
            matches = labels.get(key) == value
        if not matches:
            return False
    return True


def drive(task: Any, api: FakeKubernetes) -> None:
    """Make the operator use the API in memory instead of a cluster."""
    vars(task)["client"] = api
    vars(task)["hook"] = SimpleNamespace(
        is_in_cluster=False,
        get_namespace=lambda: "mwaa",
        get_xcom_sidecar_container_image=lambda: None,
        get_xcom_sidecar_container_resources=lambda: None,
        get_xcom_sidecar_container_security_context=lambda: None,
    )


def _status(phase: str, **state: Any) -> k8s.V1PodStatus:
    container = k8s.V1ContainerStatus(
        name="base", image="x", image_id="x", ready=True, restart_count=0, state=k8s.V1ContainerState(**state)
    )
    return k8s.V1PodStatus(phase=phase, container_statuses=[container])


def runs(pod: k8s.V1Pod) -> None:
    pod.spec.node_name = NODE
    pod.status = _status("Running", running=k8s.V1ContainerStateRunning(started_at=datetime.now(UTC)))


def _ends(pod: k8s.V1Pod, phase: str, exit_code: int) -> None:
    ended = k8s.V1ContainerStateTerminated(exit_code=exit_code, finished_at=datetime.now(UTC))
    pod.status = _status(phase, terminated=ended)


def succeeds(pod: k8s.V1Pod) -> None:
    _ends(pod, "Succeeded", 0)


def succeeds_with(result: str | None) -> Callable[[k8s.V1Pod], None]:
    """Let the program write a result before it ends."""

    def step(pod: k8s.V1Pod) -> None:
        succeeds(pod)
        pod.status.container_statuses[0].state.terminated.message = result

    return step


def fails(pod: k8s.V1Pod) -> None:
    _ends(pod, "Failed", 1)


def is_drained(pod: k8s.V1Pod) -> None:
    _ends(pod, "Failed", 143)
    pod.status.conditions = [
        k8s.V1PodCondition(
            type="DisruptionTarget", status="True", reason="EvictionByEvictionAPI", message="Eviction API: evicting"
        )
    ]


def is_evicted(words: str, *, is_whole_node: bool = True) -> Callable[[k8s.V1Pod], None]:
    """End a pod as a kubelet does that needs its resources. A pod over its own limit gets no condition."""

    def step(pod: k8s.V1Pod) -> None:
        _ends(pod, "Failed", 137)
        pod.status.reason, pod.status.message = "Evicted", words
        if is_whole_node:
            pod.status.conditions = [
                k8s.V1PodCondition(type="DisruptionTarget", status="True", reason="TerminationByKubelet", message=words)
            ]

    return step


def waits(reason: str, message: str) -> Callable[[k8s.V1Pod], None]:
    def step(pod: k8s.V1Pod) -> None:
        pod.status = _status("Pending", waiting=k8s.V1ContainerStateWaiting(reason=reason, message=message))

    return step
