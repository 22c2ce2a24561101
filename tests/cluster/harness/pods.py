"""Pods without a workflow, for tests that do not depend on the pod's origin."""

from __future__ import annotations

from harness.rest import Object

#: The annotation that decides the outcome of a pod; its values are in ``stages/pod.yaml``.
OUTCOME_ANNOTATION = "test-cluster/outcome"
#: The exit code of a pod that is stopped while it runs. Default: 143.
EXIT_CODE_ANNOTATION = "test-cluster/exit-code-when-stopped"
#: The outcome for pods of a workflow, whose author can set environment variables but no annotations.
OUTCOME_VARIABLE = "TEST_CLUSTER_OUTCOME"


def restricted_pod(name: str, namespace: str, outcome: str = "succeed") -> Object:
    """The smallest pod that the Pod Security level `restricted` and a quota on CPU and memory admit."""
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
