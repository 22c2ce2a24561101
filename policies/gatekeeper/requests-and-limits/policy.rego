package requests_and_limits

import data.lib.pods
import data.lib.quantities
import data.lib.refusal

violation contains refusal.because(sprintf(
	"%s has no %s: set resources.requests and resources.limits, each with cpu and memory",
	[name, concat(", no ", sort(missing))],
)) if {
	some name, container in pods.containers

	# Kubernetes lets an ephemeral container ask for nothing: it lives on what the pod has.
	not startswith(name, "ephemeral container ")
	missing := {sprintf("%s %s", [resource, kind]) |
		some kind, field in {"request": "requests", "limit": "limits"}
		some resource in {"cpu", "memory"}
		not is_stated(container, field, resource)
		not is_stated(pods.spec, field, resource)
	}
	count(missing) > 0
}

# Of a container or, since Kubernetes 1.34, of the pod as a whole. None is no limit.
is_stated(holder, field, resource) if quantities.amount(holder.resources[field][resource]) > 0
