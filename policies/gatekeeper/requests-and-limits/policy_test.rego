package requests_and_limits_test

import data.requests_and_limits

refusals(spec) := found if {
	found := requests_and_limits.violation with input.review.object.spec as spec
}

both := {"cpu": "1", "memory": "1Gi"}

whole := {"requests": both, "limits": both}

test_requests_and_limits_of_both_are_allowed if {
	count(refusals({"containers": [{"name": "base", "resources": whole}]})) == 0
}

test_what_is_missing_is_told_in_one_refusal if {
	some refusal in refusals({"containers": [{"name": "base", "resources": {"requests": both, "limits": {"cpu": "1"}}}]})
	startswith(refusal.msg, "container base has no memory limit:")
	some refusal_of_all in refusals({"containers": [{"name": "base"}]})
	contains(refusal_of_all.msg, "no cpu limit, no cpu request, no memory limit, no memory request:")
}

test_none_is_no_limit if {
	nothing := {"requests": both, "limits": {"cpu": "0", "memory": "0Gi"}}
	count(refusals({"containers": [{"name": "base", "resources": nothing}]})) == 1
}

test_what_is_no_quantity_is_refused if {
	nonsense := {"requests": both, "limits": {"cpu": "much", "memory": "1Gi"}}
	count(refusals({"containers": [{"name": "base", "resources": nonsense}]})) == 1
}

test_the_pod_may_say_it_for_all if {
	count(refusals({"containers": [{"name": "base"}, {"name": "other"}], "resources": whole})) == 0
}

test_init_containers_count_and_ephemeral_ones_cannot if {
	count(refusals({"initContainers": [{"name": "fetch"}]})) == 1
	count(refusals({"ephemeralContainers": [{"name": "debug"}]})) == 0
}
