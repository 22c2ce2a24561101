"""`npm run adopt --move-day` sets start_date to the day of the last run that is due before the move."""

from datetime import UTC, datetime

import pytest
from airflow.timetables.base import TimeRestriction
from airflow.timetables.interval import CronDataIntervalTimetable
from pendulum import DateTime
from pendulum import datetime as moment

MOVE = datetime(2026, 12, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("schedule", "start_date", "interval_start"),
    [
        ("30 3 * * *", moment(2026, 11, 30), moment(2026, 11, 30, 3, 30)),
        ("0 9 * * 1", moment(2026, 11, 30), moment(2026, 11, 30, 9)),
        ("0 9 * * 3", moment(2026, 11, 25), moment(2026, 11, 25, 9)),
        ("0 15 1 * *", moment(2026, 11, 1), moment(2026, 11, 1, 15)),
        ("0 0 * * *", moment(2026, 11, 30), moment(2026, 11, 30)),
    ],
)
def test_the_first_run_is_the_first_that_is_due_after_the_move(
    schedule: str, start_date: DateTime, interval_start: DateTime
) -> None:
    """Even with catch-up no run before the move happens again, and none is left out."""
    timetable = CronDataIntervalTimetable(schedule, "UTC")
    restriction = TimeRestriction(earliest=start_date, latest=None, catchup=True)
    first = timetable.next_dagrun_info(last_automated_data_interval=None, restriction=restriction)
    assert first is not None
    assert first.data_interval.start == interval_start
    assert first.data_interval.start < MOVE <= first.data_interval.end
