package run_as_non_root

import data.lib.pods
import data.lib.refusal

violation contains refusal.because(sprintf(
	"%s may run as root: set runAsNonRoot: true in its securityContext or the pod's",
	[name],
)) if {
	some name, container in pods.containers
	effective(container, "runAsNonRoot") != true
}

violation contains refusal.because(sprintf(
	"%s runs as user 0, which is root: set runAsUser to another, or leave it to the image",
	[name],
)) if {
	some name, container in pods.containers
	effective(container, "runAsUser") == 0
}

# A container's own setting overrides the pod's.
effective(container, field) := object.get(
	container,
	["securityContext", field],
	object.get(pods.spec, ["securityContext", field], null),
)
