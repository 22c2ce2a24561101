package compute_profile_test

import data.compute_profile

parameters := {
	"labels": {"computeProfile": "profile"},
	"nodePoolLabel": "pool",
	"computeProfiles": {
		"general-spot-small": {"nodePool": "general-spot", "resources": {"cpu": "2", "memory": "8Gi", "nvidia.com/gpu": "0"}},
		"gpu-spot-small": {"nodePool": "gpu-spot", "resources": {"cpu": "2", "memory": "8Gi", "nvidia.com/gpu": "1"}},
	},
}

asks(quantities) := {"requests": quantities, "limits": quantities}

whole := {"cpu": "2", "memory": "8Gi"}

affinity(pools) := requires([{"matchExpressions": [{"key": "pool", "operator": "In", "values": pools}]}])

requires(terms) := {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": terms}}}

tolerates(pool) := {"key": "pool", "operator": "Equal", "value": pool, "effect": "NoSchedule"}

spec := {
	"containers": [{"name": "base", "resources": asks(whole)}],
	"affinity": affinity(["general-spot"]),
	"tolerations": [tolerates("general-spot"), {"key": "node.kubernetes.io/not-ready", "operator": "Exists"}],
}

# The pod with some keys of its spec replaced.
changed(changes) := object.union(object.remove(spec, object.keys(changes)), changes)

violations(profile, changes) := found if {
	found := compute_profile.violation with input as {
		"review": {
			"operation": "CREATE",
			"object": {"metadata": {"labels": {"profile": profile}}, "spec": changed(changes)},
		},
		"parameters": parameters,
	}
}

refusals(changes) := count(violations("general-spot-small", changes))

test_a_pod_that_agrees_with_its_profile_is_allowed if {
	refusals({}) == 0
	count(violations("gpu-spot-small", {
		"containers": [{"name": "base", "resources": asks(object.union(whole, {"nvidia.com/gpu": "1"}))}],
		"affinity": affinity(["gpu-spot"]),
		"tolerations": [tolerates("gpu-spot"), {"key": "nvidia.com/gpu", "operator": "Exists"}],
	})) == 0
}

test_an_unknown_profile_and_none_are_refused_once if {
	count(violations("general-spot-huge", {})) == 1
	count(violations("", {})) == 1
}

test_the_same_amount_in_another_unit_is_the_same if {
	refusals({"containers": [{"name": "base", "resources": asks({"cpu": "2000m", "memory": "8192Mi"})}]}) == 0
}

test_more_and_less_than_the_profile_are_refused if {
	refusals({"containers": [{"name": "base", "resources": asks({"cpu": "1", "memory": "8Gi"})}]}) == 2
	refusals({"containers": [{"name": "base", "resources": asks({"cpu": "3", "memory": "8Gi"})}]}) == 3
	refusals({"containers": [{"name": "base"}]}) == 4
}

test_limits_above_requests_are_refused if {
	resources := {"requests": whole, "limits": {"cpu": "4", "memory": "8Gi"}}
	refusals({"containers": [{"name": "base", "resources": resources}]}) == 2
}

test_a_gpu_that_the_profile_does_not_have_is_refused if {
	refusals({"containers": [{"name": "base", "resources": asks(object.union(whole, {"nvidia.com/gpu": "1"}))}]}) == 3
}

test_what_is_no_quantity_is_refused if {
	refusals({"containers": [{"name": "base", "resources": asks({"cpu": "much", "memory": "8Gi"})}]}) == 3
}

test_what_is_no_quantity_does_not_drop_out_of_the_sum if {
	side := {"name": "side", "resources": asks({"cpu": "much", "memory": "0"})}
	refusals({"containers": [{"name": "base", "resources": asks(whole)}, side]}) == 3
}

test_side_cars_take_their_share_of_the_profile if {
	half := asks({"cpu": "1", "memory": "4Gi"})
	refusals({"containers": [{"name": "base", "resources": half}, {"name": "side", "resources": half}]}) == 0
	refusals({
		"containers": [{"name": "base", "resources": half}],
		"initContainers": [{"name": "side", "restartPolicy": "Always", "resources": half}],
	}) == 0
	refusals({"containers": [{"name": "base", "resources": asks(whole)}, {"name": "side", "resources": half}]}) == 4
}

test_init_containers_use_what_the_others_do_not_need_yet if {
	refusals({"initContainers": [{"name": "fetch", "resources": asks(whole)}]}) == 0
	refusals({"initContainers": [{"name": "fetch", "resources": asks({"cpu": "3", "memory": "1Gi"})}]}) == 1
}

test_what_the_pod_asks_for_as_a_whole_counts if {
	refusals({"containers": [{"name": "base"}], "resources": asks(whole)}) == 0
	refusals({"resources": asks({"cpu": "4", "memory": "8Gi"})}) == 2
}

test_the_toleration_of_its_pool_is_needed if {
	refusals({"tolerations": []}) == 1
	refusals({"tolerations": [object.union(tolerates("general-spot"), {"key": "other"})]}) == 1
	refusals({"tolerations": [object.union(tolerates("general-spot"), {"effect": "NoExecute"})]}) == 2
}

test_no_other_pool_is_tolerated if {
	every other in [
		tolerates("gpu-spot"),
		{"key": "pool", "operator": "Exists"},
		{"operator": "Exists"},
		{"operator": "Exists", "effect": "NoSchedule"},
	] {
		refusals({"tolerations": [tolerates("general-spot"), other]}) == 1
	}
}

test_its_pool_is_required if {
	refusals({"affinity": {}}) == 1
	refusals({"affinity": affinity(["general-spot", "gpu-spot"])}) == 1
	refusals({"affinity": affinity(["gpu-spot"])}) == 1
	refusals({"affinity": {}, "nodeSelector": {"pool": "general-spot"}}) == 0
}

test_every_term_of_the_affinity_requires_the_pool if {
	own := {"matchExpressions": [{"key": "pool", "operator": "In", "values": ["general-spot"]}]}
	refusals({"affinity": requires([own, own])}) == 0
	every other in [
		{"matchExpressions": [{"key": "zone", "operator": "In", "values": ["general-spot"]}]},
		{"matchExpressions": [{"key": "pool", "operator": "NotIn", "values": ["general-spot"]}]},
		{},
	] {
		refusals({"affinity": requires([own, other])}) == 1
	}
	refusals({"affinity": requires([])}) == 1
}

test_a_pod_does_not_choose_its_node_past_the_scheduler if {
	refusals({"nodeName": "node-1"}) == 1
}

test_a_pod_that_the_scheduler_has_placed_may_be_changed if {
	compute_profile.violation == set() with input as {
		"review": {
			"operation": "UPDATE",
			"object": {
				"metadata": {"labels": {"profile": "general-spot-small"}},
				"spec": changed({"nodeName": "node-1"}),
			},
		},
		"parameters": parameters,
	}
}
