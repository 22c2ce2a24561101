package host_access_test

import data.host_access

refusals(spec) := found if {
	found := count(host_access.violation) with input.review.object.spec as spec
}

test_a_pod_that_keeps_to_itself_is_allowed if {
	refusals({
		"hostNetwork": false,
		"hostUsers": false,
		"containers": [{"name": "base", "ports": [{"containerPort": 80}, {"containerPort": 81, "hostPort": 0}]}],
		"volumes": [{"name": "scratch", "emptyDir": {}}],
	}) == 0
}

test_each_namespace_of_the_node_is_refused if {
	every field in {"hostNetwork", "hostPID", "hostIPC"} {
		refusals({field: true}) == 1
	}
}

test_a_path_of_the_node_is_refused if {
	refusals({"volumes": [{"name": "host", "hostPath": {"path": "/"}}]}) == 1
	refusals({"volumes": [{"name": "host", "hostPath": {}}]}) == 1
}

test_a_port_of_the_node_is_refused_in_every_kind_of_container if {
	container := {"name": "x", "ports": [{"containerPort": 80, "hostPort": 80}]}
	refusals({"containers": [container]}) == 1
	refusals({"initContainers": [container]}) == 1
	refusals({"ephemeralContainers": [container]}) == 1
}
