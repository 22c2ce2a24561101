// The Kubernetes provider of Pulumi. Its module publishes no version of the program, which embeds files that a release makes:
// this one reads them from its own folder instead.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/provider"
)

// version is that of the SDK for which the engine starts it. The build sets it.
var version string

func main() {
	if err := serve(); err != nil {
		fmt.Fprintln(os.Stderr, "pulumi-resource-kubernetes:", err)
		os.Exit(1)
	}
}

func serve() error {
	program, err := os.Executable()
	if err != nil {
		return err
	}
	schema, err := os.ReadFile(filepath.Join(filepath.Dir(program), "schema.json"))
	if err != nil {
		return err
	}
	mapping, err := os.ReadFile(filepath.Join(filepath.Dir(program), "terraform-mapping.json"))
	if err != nil {
		return err
	}
	provider.Serve("kubernetes", version, schema, mapping)
	return nil
}
