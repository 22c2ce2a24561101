package compute_profile

import data.lib.pods
import data.lib.quantities
import data.lib.refusal

node_pool := input.parameters.nodePoolLabel

label := input.parameters.labels.computeProfile

declared := pods.label(label)

profile := input.parameters.computeProfiles[declared]

violation contains refusal.because(sprintf(
	"the pod declares compute profile %q: set label %s to one that is offered",
	[declared, label],
)) if {
	not profile
}

violation contains refusal.because(sprintf(
	"the pod's %s of %s do not add up to the %s of its compute profile %s",
	[field, resource, quantity, declared],
)) if {
	some resource, quantity in profile.resources
	some field in {"requests", "limits"}
	not is_total(field, resource, quantity)
}

violation contains refusal.because(sprintf(
	"%s asks for more %s than the %s of the pod's compute profile %s",
	[name, resource, quantity, declared],
)) if {
	some resource, quantity in profile.resources
	some name, container in pods.containers
	some field in {"requests", "limits"}
	asked := container.resources[field][resource]
	not is_at_most(asked, quantity)
}

violation contains refusal.because(sprintf(
	"the pod does not tolerate the nodes of its compute profile %s: tolerate %s=%s:NoSchedule",
	[declared, node_pool, profile.nodePool],
)) if {
	not tolerates_own_pool
}

violation contains refusal.because(sprintf(
	"the pod tolerates nodes that are not of its compute profile %s: tolerate %s=%s:NoSchedule, and no other pool",
	[declared, node_pool, profile.nodePool],
)) if {
	some toleration in pods.spec.tolerations
	tolerates_a_pool(toleration)
	not is_own_pool(toleration)
}

violation contains refusal.because(sprintf(
	"the pod may run on nodes that are not of its compute profile %s: require nodes with %s in [%s] by node affinity",
	[declared, node_pool, profile.nodePool],
)) if {
	not requires_own_pool
}

violation contains refusal.because("the pod names its node, past the scheduler and its taints: take nodeName out of its spec") if {
	# The scheduler sets it later.
	input.review.operation == "CREATE"
	pods.spec.nodeName != ""
}

# Whether the pod's requests, for the whole pod or for its containers together, are exactly a quantity.
is_total(field, resource, quantity) if {
	object.get(pods.spec, ["resources", field, resource], null) == null
	amounts := [amount |
		some container in pods.running
		amount := quantities.amount(object.get(container, ["resources", field, resource], "0"))
	]
	count(amounts) == count(pods.running)
	sum(amounts) == quantities.amount(quantity)
}

is_total(field, resource, quantity) if {
	quantities.amount(pods.spec.resources[field][resource]) == quantities.amount(quantity)
}

is_at_most(asked, quantity) if quantities.amount(asked) <= quantities.amount(quantity)

tolerates_own_pool if {
	some toleration in pods.spec.tolerations
	is_own_pool(toleration)
}

# A toleration without a key tolerates every taint.
tolerates_a_pool(toleration) if object.get(toleration, "key", "") in {"", node_pool}

is_own_pool(toleration) if {
	toleration.key == node_pool
	toleration.value == profile.nodePool
	object.get(toleration, "effect", "NoSchedule") in {"", "NoSchedule"}
}

requires_own_pool if pods.spec.nodeSelector[node_pool] == profile.nodePool

# The scheduler takes a node that matches any one term; within a term, all expressions must match.
requires_own_pool if {
	terms := pods.spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms
	count(terms) > 0
	every term in terms {
		some expression in term.matchExpressions
		expression.key == node_pool
		expression.operator == "In"
		expression.values == [profile.nodePool]
	}
}
