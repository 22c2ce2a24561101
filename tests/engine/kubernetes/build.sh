#!/usr/bin/env bash
# Builds the Kubernetes provider into a folder, with the files that it reads there.
# Usage: build.sh FOLDER VERSION
set -euo pipefail
mkdir -p "$1"
folder=$(cd "$1" && pwd)
version=$2
cd "$(dirname "$0")"

module=github.com/pulumi/pulumi-kubernetes/provider/v4
published=$(go mod download -json "$module" | node -p 'JSON.parse(fs.readFileSync(0, "utf8")).Dir')

# The build uses a copy of the module in which one file is ours, because Go changes no file of its cache.
rm -rf "$folder/source"
cp -R "$published" "$folder/source"
chmod -R u+w "$folder/source"
cp components/components.go "$folder/source/pkg/provider/provider_construct.go"
cp go.mod "$folder/build.mod"
cp go.sum "$folder/build.sum"
go mod edit -replace="$module=$folder/source" "$folder/build.mod"

# The program comes last, so that an interrupted build does not count.
install -m 644 "$published/cmd/pulumi-resource-kubernetes/"{schema,terraform-mapping}.json "$folder"
CGO_ENABLED=0 go build -modfile="$folder/build.mod" -trimpath -buildvcs=false -ldflags "-s -w -X main.version=$version" \
  -o "$folder/pulumi-resource-kubernetes" .
