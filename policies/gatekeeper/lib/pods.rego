# Facts about the pod under review, for all policies.
package lib.pods

metadata := object.get(input.review.object, "metadata", {})

spec := object.get(input.review.object, "spec", {})

kinds := {
	"containers": "container",
	"initContainers": "init container",
	"ephemeralContainers": "ephemeral container",
}

# Every container by a name for messages, such as "init container fetch". Init and ephemeral containers count.
containers[name] := container if {
	some field, kind in kinds
	some container in spec[field]
	name := sprintf("%s %s", [kind, object.get(container, "name", "without a name")])
}

# The containers that run at the same time. Init containers with restartPolicy Always are side-cars.
running[name] := container if {
	some name, container in containers
	not is_finite(name, container)
}

is_finite(name, _) if startswith(name, "ephemeral container ")

is_finite(name, container) if {
	startswith(name, "init container ")
	object.get(container, "restartPolicy", "") != "Always"
}

# The value of a label; "" if the pod has no such label.
label(key) := object.get(metadata, ["labels", key], "")
