package host_access

import data.lib.pods
import data.lib.refusal

namespaces := {"hostIPC", "hostNetwork", "hostPID"}

violation contains refusal.because(sprintf("the pod shares a namespace of its node: take %s: true out of its spec", [field])) if {
	some field in namespaces
	pods.spec[field] == true
}

violation contains refusal.because(sprintf(
	"volume %s is a path of the node: mount an emptyDir or a volume claim instead of hostPath",
	[object.get(volume, "name", "without a name")],
)) if {
	some volume in pods.spec.volumes
	volume.hostPath
}

violation contains refusal.because(sprintf(
	"%s opens port %v of its node: take hostPort out of its ports",
	[name, port.hostPort],
)) if {
	some name, container in pods.containers
	some port in container.ports
	port.hostPort != 0
}
