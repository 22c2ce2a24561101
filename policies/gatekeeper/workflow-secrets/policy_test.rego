package workflow_secrets_test

import data.workflow_secrets

refusals(spec) := found if {
	found := count(workflow_secrets.violation) with input as {
		"review": {"object": {"metadata": {"labels": {"p": "claims", "w": "load"}}, "spec": spec}},
		"parameters": {"labels": {"project": "p", "workflow": "w"}},
	}
}

# Every place of a pod that can name a Secret, with a Secret of the given name.
places(name) := [
	{"containers": [{"name": "base", "env": [{"name": "A", "valueFrom": {"secretKeyRef": {"name": name, "key": "a"}}}]}]},
	{"initContainers": [{"name": "fetch", "envFrom": [{"secretRef": {"name": name}}]}]},
	{"ephemeralContainers": [{"name": "debug", "envFrom": [{"secretRef": {"name": name}}]}]},
	{"volumes": [{"name": "v", "secret": {"secretName": name}}]},
	{"volumes": [{"name": "v", "projected": {"sources": [{"secret": {"name": name}}]}}]},
	{"volumes": [{"name": "v", "csi": {"driver": "d", "nodePublishSecretRef": {"name": name}}}]},
	{"volumes": [{"name": "v", "azureFile": {"secretName": name, "shareName": "s"}}]},
	{"volumes": [{"name": "v", "flexVolume": {"driver": "d", "secretRef": {"name": name}}}]},
	{"volumes": [{"name": "v", "rbd": {"image": "i", "monitors": ["m"], "secretRef": {"name": name}}}]},
	{"imagePullSecrets": [{"name": name}]},
]

test_its_own_secret_is_allowed if {
	every place in places("claims-load") {
		refusals(place) == 0
	}
}

test_another_secret_is_refused_wherever_it_is_named if {
	every place in places("payroll-load") {
		refusals(place) == 1
	}
}

test_what_names_no_secret_is_allowed if {
	refusals({
		"containers": [{"name": "base", "env": [{"name": "A", "value": "a"}], "envFrom": [{"configMapRef": {"name": "c"}}]}],
		"volumes": [
			{"name": "v", "projected": {"sources": [{"serviceAccountToken": {"path": "token"}}, {"configMap": {"name": "c"}}]}},
			{"name": "secret", "emptyDir": {}},
		],
	}) == 0
}
