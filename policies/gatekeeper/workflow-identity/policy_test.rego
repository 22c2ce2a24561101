package workflow_identity_test

import data.workflow_identity

parameters := {"labels": {"project": "p", "workflow": "w"}}

refusals(labels, spec) := found if {
	found := count(workflow_identity.violation) with input as {
		"review": {"object": {"metadata": {"labels": labels}, "spec": spec}},
		"parameters": parameters,
	}
}

labels := {"p": "claims", "w": "load"}

test_its_own_service_account_is_allowed if {
	refusals(labels, {"serviceAccountName": "claims-load"}) == 0
}

test_the_account_of_another_workflow_is_refused if {
	refusals(labels, {"serviceAccountName": "payroll-load"}) == 1
	refusals(labels, {"serviceAccountName": "claims-load-2"}) == 1
}

test_the_default_account_is_refused_also_where_it_is_left_out if {
	refusals(labels, {"serviceAccountName": "default"}) == 1
	refusals(labels, {}) == 1
}

test_a_pod_without_its_labels_is_refused if {
	refusals({"p": "claims"}, {"serviceAccountName": "claims-load"}) == 1
	refusals({"w": "load"}, {"serviceAccountName": "claims-load"}) == 1
	refusals({}, {"serviceAccountName": "claims-load"}) == 2
	refusals({"p": "", "w": ""}, {"serviceAccountName": "-"}) == 2
}
