package run_as_non_root_test

import data.run_as_non_root

refusals(spec) := found if {
	found := count(run_as_non_root.violation) with input.review.object.spec as spec
}

non_root := {"runAsNonRoot": true}

test_it_may_be_said_by_the_container_or_by_the_pod if {
	refusals({"containers": [{"name": "base", "securityContext": non_root}]}) == 0
	refusals({"containers": [{"name": "base"}], "securityContext": non_root}) == 0
}

test_unsaid_it_is_refused if {
	refusals({"containers": [{"name": "base"}]}) == 1
	refusals({"containers": [{"name": "base"}], "securityContext": {"runAsUser": 1000}}) == 1
}

test_the_container_wins_over_the_pod if {
	refusals({"containers": [{"name": "base", "securityContext": {"runAsNonRoot": false}}], "securityContext": non_root}) == 1
	refusals({
		"containers": [{"name": "base", "securityContext": {"runAsUser": 1000}}],
		"securityContext": object.union(non_root, {"runAsUser": 0}),
	}) == 0
}

test_user_0_is_refused_wherever_it_is_set if {
	refusals({"containers": [{"name": "base"}], "securityContext": object.union(non_root, {"runAsUser": 0})}) == 1
	refusals({"containers": [{"name": "base", "securityContext": {"runAsUser": 0}}], "securityContext": non_root}) == 1
}

test_every_kind_of_container_counts if {
	refusals({"initContainers": [{"name": "fetch"}], "ephemeralContainers": [{"name": "debug"}]}) == 2
}
