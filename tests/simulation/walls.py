"""What people see on the clock on the wall, in the network's zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

ZONE = "America/New_York"
MINUTE, HOUR, DAY = 60.0, 3_600.0, 86_400.0


def at(day: date, hours: float) -> float:
    """The moment at which a clock on the wall shows so many hours, in the network's zone."""
    midnight = datetime.combine(day, datetime.min.time(), tzinfo=ZoneInfo(ZONE))
    wall = midnight + timedelta(hours=hours)
    return wall.astimezone(UTC).timestamp()


def local(moment: float) -> datetime:
    """A moment as people of the network see it on the wall."""
    return datetime.fromtimestamp(moment, tz=ZoneInfo(ZONE))


def awake(moment: float, *, workdays: bool) -> float:
    """The first moment from then on at which somebody would look at Slack."""
    wall = local(moment)
    while True:
        if workdays and wall.weekday() > 4:
            wall = _next_morning(wall)
        elif wall.hour < 8:
            wall = wall.replace(hour=8, minute=wall.minute)
        elif wall.hour >= (19 if workdays else 22):
            wall = _next_morning(wall)
        else:
            return wall.astimezone(UTC).timestamp()


def _next_morning(wall: datetime) -> datetime:
    return (wall + timedelta(days=1)).replace(hour=8)
