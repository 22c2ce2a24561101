package privilege_escalation

import data.lib.pods
import data.lib.refusal

violation contains refusal.because(sprintf(
	"%s may gain privileges that it was not started with: set allowPrivilegeEscalation: false in its securityContext",
	[name],
)) if {
	some name, container in pods.containers

	# Kubernetes takes a missing field for true.
	object.get(container, ["securityContext", "allowPrivilegeEscalation"], true) != false
}
