"""Security contexts that the Pod Security level `restricted` admits."""

from __future__ import annotations

from functools import cache

from kubernetes.client import models as k8s

NOBODY = 65534


@cache
def pod_security_context() -> k8s.V1PodSecurityContext:
    """Return the pod's context: never root, with the container runtime's default seccomp profile."""
    return k8s.V1PodSecurityContext(run_as_non_root=True, seccomp_profile=k8s.V1SeccompProfile(type="RuntimeDefault"))


@cache
def container_security_context() -> k8s.V1SecurityContext:
    """Return the context of the workflow's container: the image's own user, without privileges or a way to get any."""
    return k8s.V1SecurityContext(
        allow_privilege_escalation=False,
        capabilities=k8s.V1Capabilities(drop=["ALL"]),
        privileged=False,
        run_as_non_root=True,
        seccomp_profile=k8s.V1SeccompProfile(type="RuntimeDefault"),
    )


@cache
def sidecar_security_context() -> k8s.V1SecurityContext:
    """Return the context of the XCom sidecar. It names a user, because the sidecar's image would run as root."""
    return k8s.V1SecurityContext(
        allow_privilege_escalation=False,
        capabilities=k8s.V1Capabilities(drop=["ALL"]),
        privileged=False,
        run_as_non_root=True,
        run_as_user=NOBODY,
        seccomp_profile=k8s.V1SeccompProfile(type="RuntimeDefault"),
    )


def secure_containers(pod: k8s.V1Pod, base_container_name: str) -> None:
    """Give a security context to each container of the pod that has none."""
    for container in pod.spec.containers:
        if container.security_context is None:
            is_base = container.name == base_container_name
            container.security_context = container_security_context() if is_base else sidecar_security_context()
