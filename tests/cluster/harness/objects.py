"""Creates Kubernetes objects of any kind, strictly: an unknown field is refused, not dropped."""

from __future__ import annotations

from harness.processes import wait_until
from harness.rest import ApiError, Object, Rest


class Objects:
    """Objects by manifest; the API server gives the path of each kind once."""

    def __init__(self, rest: Rest) -> None:
        self.rest = rest
        self._resources: dict[str, dict[str, Object]] = {}

    def create(self, manifest: Object, *, dry_run: bool = False) -> Object:
        """Create the object of a manifest."""
        query = "?fieldValidation=Strict" + ("&dryRun=All" if dry_run else "")
        return self.rest.call("POST", self.collection(manifest) + query, manifest)

    def delete(self, manifest: Object) -> None:
        """Delete the object of a manifest at once; an object that is already gone is not an error."""
        path = self.path(manifest)
        try:
            self.rest.call("DELETE", f"{path}?gracePeriodSeconds=0")
        except ApiError as error:
            if error.status != 404:
                raise
        wait_until(lambda: self.rest.find(path) is None, f"{path} is gone")

    def path(self, manifest: Object) -> str:
        """Path of a manifest's object."""
        return f"{self.collection(manifest)}/{manifest['metadata']['name']}"

    def collection(self, manifest: Object) -> str:
        """Path of all objects of a manifest's kind, in its namespace if the kind has namespaces."""
        version = manifest["apiVersion"]
        root = f"/apis/{version}" if "/" in version else f"/api/{version}"
        resource = self._kinds(root)[manifest["kind"]]
        if not resource["namespaced"]:
            return f"{root}/{resource['name']}"
        return f"{root}/namespaces/{manifest['metadata']['namespace']}/{resource['name']}"

    def knows(self, manifest: Object) -> bool:
        """Whether the API server has the kind of a manifest now; kinds may appear during a test."""
        root = f"/apis/{manifest['apiVersion']}"
        found = self.rest.find(root) or {"resources": []}
        return any(item["kind"] == manifest["kind"] for item in found["resources"])

    def _kinds(self, root: str) -> dict[str, Object]:
        if root not in self._resources:
            found = self.rest.call("GET", root)["resources"]
            # Subresources, such as `pods/log`, have the kind of their parent.
            self._resources[root] = {item["kind"]: item for item in found if "/" not in item["name"]}
        return self._resources[root]
