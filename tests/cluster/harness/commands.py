"""The command line of each program of the control plane."""

from __future__ import annotations

from pathlib import Path

from harness.binaries import CLUSTER, program
from harness.credentials import Credentials

LOOPBACK = "127.0.0.1"
#: KWOK manages nodes with this annotation: every node that the harness creates has it.
KWOK_NODE_ANNOTATION = ("kwok.x-k8s.io/node", "fake")

#: On by default too. They are named because the tests need them, whatever a later default is.
ADMISSION_PLUGINS = ("PodSecurity", "ResourceQuota", "ServiceAccount", "TaintNodesByCondition")


def etcd(data: Path, client_port: int, peer_port: int) -> list[str]:
    """A single member. No data survives the run, so writes need not wait for the disk."""
    client, peer = f"http://{LOOPBACK}:{client_port}", f"http://{LOOPBACK}:{peer_port}"
    return [
        str(program("etcd")),
        f"--data-dir={data}",
        f"--listen-client-urls={client}",
        f"--advertise-client-urls={client}",
        f"--listen-peer-urls={peer}",
        f"--initial-advertise-peer-urls={peer}",
        f"--initial-cluster=default={peer}",
        "--unsafe-no-fsync",
    ]


def api_server(credentials: Credentials, port: int, etcd_port: int) -> list[str]:
    """RBAC for everybody except the admin; only loopback addresses."""
    return [
        str(program("kube-apiserver")),
        f"--etcd-servers=http://{LOOPBACK}:{etcd_port}",
        f"--bind-address={LOOPBACK}",
        f"--advertise-address={LOOPBACK}",
        f"--secure-port={port}",
        # Endpoints of the service `kubernetes` may not be loopback addresses, and no pod here would use them.
        "--endpoint-reconciler-type=none",
        "--service-cluster-ip-range=10.96.0.0/16",
        f"--tls-cert-file={credentials.file('server.crt')}",
        f"--tls-private-key-file={credentials.file('server.key')}",
        f"--token-auth-file={credentials.file('tokens.csv')}",
        "--service-account-issuer=https://kubernetes.default.svc",
        f"--service-account-key-file={credentials.file('service-account.pub')}",
        f"--service-account-signing-key-file={credentials.file('service-account.key')}",
        "--authorization-mode=RBAC",
        # As on EKS: the namespace's own level must refuse a privileged pod.
        "--allow-privileged",
        f"--enable-admission-plugins={','.join(ADMISSION_PLUGINS)}",
        f"--kubelet-certificate-authority={credentials.file('ca.crt')}",
        "--kubelet-preferred-address-types=InternalIP",
    ]


def controller_manager(credentials: Credentials, kubeconfig: Path, port: int) -> list[str]:
    """Quota, garbage collection, service accounts and the life cycle of nodes."""
    return [
        str(program("kube-controller-manager")),
        *_follower(kubeconfig, port),
        f"--service-account-private-key-file={credentials.file('service-account.key')}",
        f"--root-ca-file={credentials.file('ca.crt')}",
        # There is no cloud in which to create routes or disks.
        "--controllers=*,-node-route-controller,-cloud-node-lifecycle-controller,-service-lb-controller",
        # On a busy machine KWOK may renew the nodes' leases too late; the nodes must not be lost because of that.
        "--node-monitor-grace-period=10m",
    ]


def scheduler(kubeconfig: Path, port: int) -> list[str]:
    """The scheduler with its default configuration."""
    return [str(program("kube-scheduler")), *_follower(kubeconfig, port)]


def kwok(kubeconfig: Path, port: int, kubelet_port: int) -> list[str]:
    """Nodes and pods that follow the stages; their logs come from the harness's kubelet."""
    return [
        str(program("kwok")),
        f"--kubeconfig={kubeconfig}",
        *(f"--config={stages}" for stages in sorted((CLUSTER / "stages").glob("*.yaml"))),
        f"--manage-nodes-with-annotation-selector={'='.join(KWOK_NODE_ANNOTATION)}",
        f"--node-ip={LOOPBACK}",
        f"--node-port={kubelet_port}",
        f"--server-address={LOOPBACK}:{port}",
        "--node-lease-duration-seconds=40",
    ]


def _follower(kubeconfig: Path, port: int) -> list[str]:
    """Give the arguments that both programs that watch the API server have."""
    return [
        f"--kubeconfig={kubeconfig}",
        f"--authentication-kubeconfig={kubeconfig}",
        f"--authorization-kubeconfig={kubeconfig}",
        f"--bind-address={LOOPBACK}",
        f"--secure-port={port}",
        "--leader-elect=false",
    ]
