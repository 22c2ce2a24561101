// Renders a Helm chart with Helm's own engine, as a given Kubernetes would have it rendered.
//
// Usage: render-chart FOLDER, with a Request as JSON on standard input. Standard output is a Rendering as JSON.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path"

	"helm.sh/helm/v3/pkg/chart/loader"
	"helm.sh/helm/v3/pkg/chartutil"
	"helm.sh/helm/v3/pkg/engine"
	"helm.sh/helm/v3/pkg/releaseutil"
)

// Request is what a release of a chart is made of.
type Request struct {
	Release   string         `json:"release"`
	Namespace string         `json:"namespace"`
	Values    map[string]any `json:"values"`
	// KubeVersion is what the API server says of itself under /version: charts read all three.
	KubeVersion struct {
		GitVersion string `json:"gitVersion"`
		Major      string `json:"major"`
		Minor      string `json:"minor"`
	} `json:"kubeVersion"`
}

// Rendering is what Helm makes of a chart: YAML documents, each list in the order in which Helm would create it.
type Rendering struct {
	Version    string `json:"version"`
	AppVersion string `json:"appVersion"`
	// Defaults are the chart's own values: the keys that it knows.
	Defaults map[string]any `json:"defaults"`
	// Definitions are what Helm installs before everything else, and never deletes.
	Definitions []string `json:"definitions"`
	Objects     []string `json:"objects"`
	// Hooks run before or after the objects, at the events that their annotations name.
	Hooks []string `json:"hooks"`
}

func main() {
	if len(os.Args) != 2 {
		fail(fmt.Errorf("usage: render-chart FOLDER < request.json"))
	}
	rendering, err := render(os.Args[1], os.Stdin)
	if err != nil {
		fail(err)
	}
	if err := json.NewEncoder(os.Stdout).Encode(rendering); err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "render-chart:", err)
	os.Exit(1)
}

func render(folder string, input io.Reader) (*Rendering, error) {
	var request Request
	if err := json.NewDecoder(input).Decode(&request); err != nil {
		return nil, fmt.Errorf("the request is no JSON: %w", err)
	}
	chart, err := loader.Load(folder)
	if err != nil {
		return nil, err
	}
	defaults := chart.Values
	if err := chartutil.ProcessDependencies(chart, request.Values); err != nil {
		return nil, err
	}
	capabilities := chartutil.DefaultCapabilities.Copy()
	capabilities.KubeVersion = chartutil.KubeVersion{
		Version: request.KubeVersion.GitVersion,
		Major:   request.KubeVersion.Major,
		Minor:   request.KubeVersion.Minor,
	}
	if wanted := chart.Metadata.KubeVersion; wanted != "" && !chartutil.IsCompatibleRange(wanted, capabilities.KubeVersion.Version) {
		return nil, fmt.Errorf("the chart asks for Kubernetes %s, which %s is not", wanted, capabilities.KubeVersion.Version)
	}
	options := chartutil.ReleaseOptions{Name: request.Release, Namespace: request.Namespace, Revision: 1, IsInstall: true}
	// Also holds the values to the chart's schema, where it has one.
	values, err := chartutil.ToRenderValues(chart, request.Values, options, capabilities)
	if err != nil {
		return nil, err
	}
	templates, err := engine.Render(chart, values)
	if err != nil {
		return nil, err
	}
	delete(templates, path.Join(chart.Name(), "templates", "NOTES.txt"))
	hooks, manifests, err := releaseutil.SortManifests(templates, capabilities.APIVersions, releaseutil.InstallOrder)
	if err != nil {
		return nil, err
	}
	rendering := &Rendering{
		Version:     chart.Metadata.Version,
		AppVersion:  chart.Metadata.AppVersion,
		Defaults:    defaults,
		Definitions: []string{},
		Objects:     []string{},
		Hooks:       []string{},
	}
	for _, definition := range chart.CRDObjects() {
		rendering.Definitions = append(rendering.Definitions, string(definition.File.Data))
	}
	for _, manifest := range manifests {
		rendering.Objects = append(rendering.Objects, manifest.Content)
	}
	for _, hook := range hooks {
		rendering.Hooks = append(rendering.Hooks, hook.Manifest)
	}
	return rendering, nil
}
