package privileged_containers

import data.lib.pods
import data.lib.refusal

violation contains refusal.because(sprintf(
	"%s is privileged, which gives it its node: take privileged: true out of its securityContext",
	[name],
)) if {
	some name, container in pods.containers
	container.securityContext.privileged == true
}

violation contains refusal.because(sprintf(
	"%s is a Windows host process, which gives it its node: take hostProcess: true out of its securityContext",
	[name],
)) if {
	some name, container in pods.containers
	object.get(container, host_process, object.get(pods.spec, host_process, false)) == true
}

host_process := ["securityContext", "windowsOptions", "hostProcess"]
