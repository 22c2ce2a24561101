package image_sources_test

import data.image_sources

parameters := {"registries": ["registry.example", "shared.example/team"]}

refusals(image) := found if {
	found := count(image_sources.violation) with input as {
		"review": {"object": {"spec": {"containers": [{"name": "base", "image": image}]}}},
		"parameters": parameters,
	}
}

digest := "sha256:b5b2b2c507a0944348e0303114d8d93aaaa081732b86451d9bce1f432a537bc7"

test_a_release_from_a_configured_registry_is_allowed if {
	refusals("registry.example/app:1.0.0") == 0
	refusals("registry.example/group/app:v1") == 0
	refusals("shared.example/team/app:1.0.0") == 0
	refusals(sprintf("registry.example/app@%s", [digest])) == 0
	refusals(sprintf("registry.example/app:latest@%s", [digest])) == 0
}

test_other_registries_are_refused if {
	refusals("other.example/app:1.0.0") == 1
	refusals("registry.example.evil.test/app:1.0.0") == 1
	refusals("registry.example:5000/app:1.0.0") == 1
	refusals("shared.example/another/app:1.0.0") == 1
	refusals("docker.io/registry.example/app:1.0.0") == 1
	refusals("alpine:3.22") == 1
}

test_latest_and_no_tag_are_refused if {
	refusals("registry.example/app:latest") == 1
	refusals("registry.example/app") == 1
	refusals("registry.example/app:") == 1
	refusals("registry.example/app@sha256:short") == 1
}

test_the_port_of_a_registry_is_no_tag if {
	image_sources.violation == set() with input as {
		"review": {"object": {"spec": {"containers": [{"name": "base", "image": "local.example:5000/app:1"}]}}},
		"parameters": {"registries": ["local.example:5000"]},
	}
	count(image_sources.violation) == 1 with input as {
		"review": {"object": {"spec": {"containers": [{"name": "base", "image": "local.example:5000/app"}]}}},
		"parameters": {"registries": ["local.example:5000"]},
	}
}

test_a_container_without_an_image_is_refused if {
	refusals("") == 2
}

test_every_image_counts if {
	spec := {
		"initContainers": [{"name": "fetch", "image": "alpine:3.22"}],
		"ephemeralContainers": [{"name": "debug", "image": "alpine:3.22"}],
		"volumes": [{"name": "model", "image": {"reference": "alpine:3.22"}}, {"name": "scratch", "emptyDir": {}}],
	}
	count(image_sources.violation) == 3 with input as {"review": {"object": {"spec": spec}}, "parameters": parameters}
}
