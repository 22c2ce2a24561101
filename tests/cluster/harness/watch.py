"""Remembers what became of the pods of a workflow, also of those that are gone."""

from __future__ import annotations

import json
import threading
import time
from types import TracebackType

from harness.rest import Object, Rest

#: A watch ends by itself after this long and is taken up again: a thread that waits for a line can't be woken.
WATCH_SECONDS = 2


class PodWatch:
    """Follows the pods that a label selects, from the moment it is made until it is closed."""

    def __init__(self, rest: Rest, namespace: str, selector: str) -> None:
        self._rest = rest
        self._path = f"/api/v1/namespaces/{namespace}/pods?labelSelector={selector}"
        self._version = rest.call("GET", self._path)["metadata"]["resourceVersion"]
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._follow, name="pod watch", daemon=True)
        self.events: list[Object] = []

    def __enter__(self) -> PodWatch:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        self._thread.join()

    def pods_of_task(self, task_id: str) -> list[Object]:
        """The last that was seen of each pod of a task, in the order of their creation: one for each try."""
        last = {event["metadata"]["name"]: event for event in self.events}
        return [pod for pod in last.values() if pod["metadata"]["labels"]["task_id"] == task_id]

    def first_seen(self, task_id: str, phase: str) -> int:
        """Place in the order of events where a pod of a task was first seen in a phase."""
        return next(
            number
            for number, event in enumerate(self.events)
            if event["metadata"]["labels"]["task_id"] == task_id and event["status"]["phase"] == phase
        )

    def was_gone_before(self, earlier: str, later: str) -> bool:
        """Whether nothing more was heard of one pod once another was there."""
        names = [event["metadata"]["name"] for event in self.events]
        return earlier not in names[names.index(later) :]

    def is_running(self, task_id: str) -> bool:
        """Whether a pod of a task runs."""
        return any(pod["status"]["phase"] == "Running" for pod in self.pods_of_task(task_id))

    def _follow(self) -> None:
        while not self._closing.is_set():
            try:
                self._follow_once()
            except OSError:
                # The API server is away; it is asked again from where it stopped.
                time.sleep(0.1)

    def _follow_once(self) -> None:
        query = f"&watch=true&timeoutSeconds={WATCH_SECONDS}&resourceVersion={self._version}"
        with self._rest.open(self._path + query) as lines:
            for line in lines:
                pod = json.loads(line)["object"]
                self._version = pod["metadata"]["resourceVersion"]
                self.events.append(pod)
