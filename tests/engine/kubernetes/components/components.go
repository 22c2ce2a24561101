// Replaces pkg/provider/provider_construct.go of the module. Its components, such as a chart as one component, need Pulumi's Go
// SDK for Kubernetes, which takes most of the time of a build. This project uses none of them.
package provider

import (
	"context"

	"github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/provider/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// resourceProviders makes no component.
var resourceProviders map[string]resource.ResourceProviderFactory

// Construct refuses every component.
func (k *kubeProvider) Construct(_ context.Context, request *pulumirpc.ConstructRequest) (*pulumirpc.ConstructResponse, error) {
	return nil, status.Errorf(codes.Unimplemented, "this build of the provider makes no component, such as %s", request.GetType())
}
