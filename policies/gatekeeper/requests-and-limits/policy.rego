package requests_and_limits

import data.lib.pods
import data.lib.quantities
import data.lib.refusal

violation contains refusal.because(sprintf(
	"%s has no %s: set resources.requests and resources.limits, each with cpu and memory",
	[name, concat(", no ", sort(missing))],
)) if {
	some name, container in pods.containers

	# Kubernetes allows no requests for an ephemeral container: it uses the resources of the pod.
	not startswith(name, "ephemeral container ")
	missing := {sprintf("%s %s", [resource, kind]) |
		some kind, field in {"request": "requests", "limit": "limits"}
		some resource in {"cpu", "memory"}
		not is_stated(container, field, resource)
		not is_stated(pods.spec, field, resource)
	}
	count(missing) > 0
}

# Of a container or, since Kubernetes 1.34, of the whole pod. A missing limit means unlimited.
is_stated(holder, field, resource) if quantities.amount(holder.resources[field][resource]) > 0
