"""Records the life of a workflow's pods, including deleted ones."""

from __future__ import annotations

import json
import threading
import time
from types import TracebackType

from harness.rest import Object, Rest

#: A watch ends after this time and starts again, because a thread that waits for a line cannot be woken.
WATCH_SECONDS = 2


class PodWatch:
    """Follows the pods that a label selects, from its creation until it is closed."""

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
        """The last known state of each pod of a task, in the order of their creation: one for each try."""
        last = {event["metadata"]["name"]: event for event in self.events}
        return [pod for pod in last.values() if pod["metadata"]["labels"]["task_id"] == task_id]

    def end_of(self, task_id: str) -> Object:
        """How the container of a task ended: exit code and reason. A deleted pod had this state before it was gone."""
        ends: list[Object] = [
            status["state"]["terminated"]
            for pod in self.pods_of_task(task_id)
            for status in pod["status"].get("containerStatuses", [])
            if "terminated" in status["state"]
        ]
        assert ends, f"no container of {task_id} has ended"
        return ends[-1]

    def first_seen(self, task_id: str, phase: str) -> int:
        """Position of the first event with a pod of a task in a phase."""
        return next(
            number
            for number, event in enumerate(self.events)
            if event["metadata"]["labels"]["task_id"] == task_id and event["status"]["phase"] == phase
        )

    def was_gone_before(self, earlier: str, later: str) -> bool:
        """Whether the last event of one pod came before the first event of another."""
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
                # The API server is unreachable; the watch continues later from the last event.
                time.sleep(0.1)

    def _follow_once(self) -> None:
        query = f"&watch=true&timeoutSeconds={WATCH_SECONDS}&resourceVersion={self._version}"
        with self._rest.open(self._path + query) as lines:
            for line in lines:
                pod = json.loads(line)["object"]
                self._version = pod["metadata"]["resourceVersion"]
                self.events.append(pod)
