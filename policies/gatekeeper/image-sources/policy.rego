package image_sources

import data.lib.pods
import data.lib.refusal

# Every image that the pod pulls, for its containers and for volumes.
images[name] := object.get(container, "image", "") if {
	some name, container in pods.containers
}

images[name] := object.get(volume.image, "reference", "") if {
	some volume in pods.spec.volumes
	name := sprintf("volume %s", [object.get(volume, "name", "without a name")])
}

violation contains refusal.because(sprintf(
	"%s pulls %q, whose registry is not configured: take an image below %s",
	[name, image, concat(" or ", input.parameters.registries)],
)) if {
	some name, image in images
	not is_from_registry(image)
}

violation contains refusal.because(sprintf(
	"%s pulls %q, which may be another image tomorrow: name a release tag, not latest, or a digest",
	[name, image],
)) if {
	some name, image in images
	not is_fixed(image)
}

# The slash matters: registry.example must not admit registry.example.evil.test.
is_from_registry(image) if {
	some registry in input.parameters.registries
	startswith(image, sprintf("%s/", [registry]))
}

is_fixed(image) if regex.match(`@sha256:[0-9a-f]{64}$`, image)

# Without a tag, a node pulls latest.
is_fixed(image) if {
	not contains(image, "@")
	steps := split(image, "/")
	[_, tag] := split(steps[count(steps) - 1], ":")
	not tag in {"", "latest"}
}
