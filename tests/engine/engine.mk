# The Pulumi CLI, built from its published Go module, and the tests that run it. Go 1.26.6 or later is needed for these only.

ENGINE_CLI := .cache/engine/pulumi
# The version is a variable of the SDK's, which releases set as well.
ENGINE_VERSION = $(shell cd tests/engine/cli && go list -m -f '{{.Version}}' github.com/pulumi/pulumi/pkg/v3)

.PHONY: engine-build test-engine

$(ENGINE_CLI): tests/engine/cli/go.mod tests/engine/cli/go.sum
	cd tests/engine/cli && CGO_ENABLED=0 go build -trimpath -buildvcs=false -o $(CURDIR)/$@ \
	  -ldflags "-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=$(ENGINE_VERSION)" \
	  github.com/pulumi/pulumi/pkg/v3/cmd/pulumi

engine-build: $(ENGINE_CLI) ## Builds the Pulumi CLI; minutes the first time

test-engine: $(NODE_STAMP) $(MOTO_VENV)/.installed $(ENGINE_CLI) ## Tests deployments with Pulumi's own engine
	npx jest --config tests/engine/jest.config.js
