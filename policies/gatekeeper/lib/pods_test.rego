package lib.pods_test

import data.lib.pods

review := {"review": {"object": {
	"metadata": {"labels": {"team": "a"}},
	"spec": {
		"containers": [{"name": "base"}],
		"initContainers": [{"name": "fetch"}, {"name": "proxy", "restartPolicy": "Always"}],
		"ephemeralContainers": [{"name": "debug"}],
	},
}}}

test_init_and_ephemeral_containers_count if {
	object.keys(pods.containers) == {
		"container base",
		"init container fetch",
		"init container proxy",
		"ephemeral container debug",
	}
		with input as review
}

test_a_side_car_runs_beside_the_others_and_an_init_container_does_not if {
	object.keys(pods.running) == {"container base", "init container proxy"} with input as review
}

test_a_container_without_a_name_is_not_overlooked if {
	count(pods.containers) == 1 with input as {"review": {"object": {"spec": {"containers": [{"image": "x"}]}}}}
}

test_a_label_that_is_not_there_is_empty if {
	pods.label("team") == "a" with input as review
	pods.label("other") == "" with input as review
	pods.label("team") == "" with input as {"review": {"object": {"metadata": {"labels": null}}}}
}
