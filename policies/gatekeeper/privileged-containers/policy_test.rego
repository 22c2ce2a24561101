package privileged_containers_test

import data.privileged_containers

refusals(spec) := found if {
	found := count(privileged_containers.violation) with input.review.object.spec as spec
}

privileged := {"name": "x", "securityContext": {"privileged": true}}

test_a_plain_container_is_allowed if {
	refusals({"containers": [{"name": "base"}]}) == 0
	refusals({"containers": [{"name": "base", "securityContext": {"privileged": false}}]}) == 0
}

test_no_kind_of_container_may_be_privileged if {
	refusals({"containers": [privileged]}) == 1
	refusals({"initContainers": [privileged]}) == 1
	refusals({"ephemeralContainers": [privileged]}) == 1
}

test_each_privileged_container_is_told if {
	refusals({"containers": [privileged, object.union(privileged, {"name": "y"})]}) == 2
}

test_a_host_process_is_refused_wherever_it_is_set if {
	host_process := {"windowsOptions": {"hostProcess": true}}
	refusals({"containers": [{"name": "base", "securityContext": host_process}]}) == 1
	refusals({"containers": [{"name": "base"}], "securityContext": host_process}) == 1
}
