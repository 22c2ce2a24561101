# The Pulumi CLI and the Kubernetes provider, built from their published Go modules, and the tests that run them. Go 1.26.6 or
# later is needed for these only.

ENGINE_CLI := .cache/engine/pulumi
# The version is a variable of the SDK's, which releases set as well.
ENGINE_VERSION = $(shell cd tests/engine/cli && go list -m -f '{{.Version}}' github.com/pulumi/pulumi/pkg/v3)

ENGINE_KUBERNETES := .cache/engine/kubernetes
# The engine starts a provider of the SDK's version.
ENGINE_KUBERNETES_VERSION = $(shell node -p 'require("@pulumi/kubernetes/package.json").version')

.PHONY: engine-build test-engine

$(ENGINE_CLI): tests/engine/cli/go.mod tests/engine/cli/go.sum
	cd tests/engine/cli && CGO_ENABLED=0 go build -trimpath -buildvcs=false -o $(CURDIR)/$@ \
	  -ldflags "-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=$(ENGINE_VERSION)" \
	  github.com/pulumi/pulumi/pkg/v3/cmd/pulumi

$(ENGINE_KUBERNETES)/pulumi-resource-kubernetes: $(wildcard tests/engine/kubernetes/*.* tests/engine/kubernetes/components/*) \
    package-lock.json | $(NODE_STAMP)
	tests/engine/kubernetes/build.sh $(ENGINE_KUBERNETES) $(ENGINE_KUBERNETES_VERSION)

engine-build: $(ENGINE_CLI) $(ENGINE_KUBERNETES)/pulumi-resource-kubernetes ## Builds the Pulumi CLI and the Kubernetes provider; minutes the first time

test-engine: $(NODE_STAMP) $(MOTO_VENV)/.installed engine-build cluster-build ## Tests deployments with Pulumi's own engine
	npx jest --config tests/engine/jest.config.js
