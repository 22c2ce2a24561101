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

# Names of Secrets by who reads them.
read[name] contains variable.valueFrom.secretKeyRef.name if {
	some name, container in pods.containers
	some variable in container.env
}

read[name] contains source.secretRef.name if {
	some name, container in pods.containers
	some source in container.envFrom
}

read[volume_name(volume)] contains volume.secret.secretName if some volume in pods.spec.volumes

read[volume_name(volume)] contains source.secret.name if {
	some volume in pods.spec.volumes
	some source in volume.projected.sources
}

read[volume_name(volume)] contains volume.csi.nodePublishSecretRef.name if some volume in pods.spec.volumes

read["the pod, to pull its images,"] contains secret.name if some secret in pods.spec.imagePullSecrets

volume_name(volume) := sprintf("volume %s", [object.get(volume, "name", "without a name")])
