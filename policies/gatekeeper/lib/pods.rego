# What every policy asks of the pod under review.
package lib.pods

metadata := object.get(input.review.object, "metadata", {})

spec := object.get(input.review.object, "spec", {})

kinds := {
	"containers": "container",
	"initContainers": "init container",
	"ephemeralContainers": "ephemeral container",
}

# Every container by what its author would call it, such as "init container fetch". Init and ephemeral ones count.
containers[name] := container if {
	some field, kind in kinds
	some container in spec[field]
	name := sprintf("%s %s", [kind, object.get(container, "name", "without a name")])
}

# The containers that run beside each other: init containers that restart for ever are side-cars.
running[name] := container if {
	some name, container in containers
	not is_finite(name, container)
}

is_finite(name, _) if startswith(name, "ephemeral container ")

is_finite(name, container) if {
	startswith(name, "init container ")
	object.get(container, "restartPolicy", "") != "Always"
}

# The value of a label; "" where the pod has none of that name.
label(key) := object.get(metadata, ["labels", key], "")
