package privilege_escalation_test

import data.privilege_escalation

refusals(spec) := found if {
	found := count(privilege_escalation.violation) with input.review.object.spec as spec
}

test_false_is_allowed if {
	refusals({"containers": [{"name": "base", "securityContext": {"allowPrivilegeEscalation": false}}]}) == 0
}

test_true_and_nothing_are_refused if {
	refusals({"containers": [{"name": "base", "securityContext": {"allowPrivilegeEscalation": true}}]}) == 1
	refusals({"containers": [{"name": "base", "securityContext": {}}]}) == 1
	refusals({"containers": [{"name": "base", "securityContext": null}]}) == 1
	refusals({"containers": [{"name": "base"}]}) == 1
}

test_every_kind_of_container_counts if {
	refusals({"initContainers": [{"name": "fetch"}], "ephemeralContainers": [{"name": "debug"}]}) == 2
}
