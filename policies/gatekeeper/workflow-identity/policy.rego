package workflow_identity

import data.lib.pods
import data.lib.refusal

project := pods.label(input.parameters.labels.project)

workflow := pods.label(input.parameters.labels.workflow)

# The API server fills in this field if the pod has none.
service_account := object.get(pods.spec, "serviceAccountName", "default")

violation contains refusal.because(sprintf(
	"the pod does not say which workflow it belongs to: set label %s to the %s's name",
	[input.parameters.labels[name], name],
)) if {
	some name in {"project", "workflow"}
	pods.label(input.parameters.labels[name]) == ""
}

violation contains refusal.because(sprintf(
	"the pod is labelled as workflow %s/%s and uses service account %s: a workflow has its own identity only, so set serviceAccountName: %s-%s",
	[project, workflow, service_account, project, workflow],
)) if {
	project != ""
	workflow != ""
	service_account != sprintf("%s-%s", [project, workflow])
}
