"""Which charts are part of a Go module, and where the build puts them."""

#: Charts by their folder in the cache; other charts are not part of a Go module.
FOLDERS = {"gatekeeper": "gatekeeper-chart", "external-secrets": "external-secrets-chart"}
#: Definitions that a published chart has among its templates, but its source in a folder beside it.
DEFINITIONS = {"external-secrets": "external-secrets-crds"}
