"""Pods that no workflow made, for tests that are not about how pods are made."""

from __future__ import annotations

from harness.rest import Object

#: The annotation that decides what becomes of a pod; its values are in ``stages/pod.yaml``.
OUTCOME_ANNOTATION = "test-cluster/outcome"
#: The exit code of a pod that is stopped while it runs: 143 where there is none.
EXIT_CODE_ANNOTATION = "test-cluster/exit-code-when-stopped"
#: The same as the first for pods of a workflow, whose author has environment variables but no annotations.
OUTCOME_VARIABLE = "TEST_CLUSTER_OUTCOME"


def restricted_pod(name: str, namespace: str, outcome: str = "succeed") -> Object:
    """The least that the Pod Security level `restricted` and a quota on CPU and memory admit."""
    resources = {"cpu": "1", "memory": "1Gi"}
    container = {
        "name": "base",
        "image": "example.test/image:1",
        "resources": {"requests": resources, "limits": resources},
        "securityContext": {
            "allowPrivilegeEscalation": False,
            "runAsNonRoot": True,
            "capabilities": {"drop": ["ALL"]},
            "seccompProfile": {"type": "RuntimeDefault"},
        },
    }
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": name, "namespace": namespace, "annotations": {OUTCOME_ANNOTATION: outcome}},
        "spec": {"restartPolicy": "Never", "containers": [container]},
    }
