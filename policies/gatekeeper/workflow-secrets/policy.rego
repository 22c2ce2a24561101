package workflow_secrets

import data.lib.pods
import data.lib.refusal

own := sprintf("%s-%s", [pods.label(input.parameters.labels.project), pods.label(input.parameters.labels.workflow)])

violation contains refusal.because(sprintf(
	"%s reads Secret %s: a workflow reads its own only, which is %s",
	[reader, secret, own],
)) if {
	some reader, secrets in read
	some secret in secrets
	secret != own
}

# Names of Secrets by their reader.
read[name] contains variable.valueFrom.secretKeyRef.name if {
	some name, container in pods.containers
	some variable in container.env
}

read[name] contains source.secretRef.name if {
	some name, container in pods.containers
	some source in container.envFrom
}

# Kinds of volumes differ in the key: `secretName` for Secrets and Azure's files, `secretRef` for most drivers.
read[volume_name(volume)] contains secret if {
	some volume in pods.spec.volumes
	walk(volume, [path, secret])
	is_name_of_a_secret(path)
}

read["the pod, to pull its images,"] contains secret.name if some secret in pods.spec.imagePullSecrets

is_name_of_a_secret(path) if path[count(path) - 1] == "secretName"

is_name_of_a_secret(path) if {
	path[count(path) - 1] == "name"
	path[count(path) - 2] in {"secret", "secretRef", "nodePublishSecretRef"}
}

volume_name(volume) := sprintf("volume %s", [object.get(volume, "name", "without a name")])
