"""The demo district's school year, and moments counted back from today in its school days."""

from datetime import date, datetime, time, timedelta

from dateutil.relativedelta import FR, MO, TH, relativedelta
from django.utils import timezone

from workflows.clocks import closed_days


def school_year(today: date) -> int:
    """The calendar year in which the school year of a day began."""
    return today.year if today.month >= 8 else today.year - 1


def closures(year: int) -> list[tuple[str, date, date]]:
    """Name, first and last day of each closure of the school year that begins in `year`."""
    first, spring = date(year, 8, 1), date(year + 1, 1, 1)
    thanksgiving = date(year, 11, 1) + relativedelta(weekday=TH(4))
    winter = date(year, 12, 25) + relativedelta(weekday=MO(-1))
    break_of_spring = date(year + 1, 3, 31) + relativedelta(weekday=MO(-1))
    days = [
        ("Labor Day", first + relativedelta(month=9, weekday=MO(1))),
        ("Indigenous Peoples' Day", first + relativedelta(month=10, weekday=MO(2))),
        ("Veterans Day", date(year, 11, 11)),
        ("Martin Luther King Jr. Day", spring + relativedelta(weekday=MO(3))),
        ("Presidents' Day", spring + relativedelta(month=2, weekday=MO(3))),
        ("Spring holiday", spring + relativedelta(month=4, weekday=FR(2))),
        ("Memorial Day", spring + relativedelta(month=5, day=31, weekday=MO(-1))),
        ("Juneteenth", date(year + 1, 6, 19)),
        ("Independence Day", date(year + 1, 7, 4)),
    ]
    breaks = [
        ("Thanksgiving break", thanksgiving - timedelta(days=1), thanksgiving + timedelta(days=1)),
        ("Winter break", winter, winter + timedelta(days=11)),
        ("Spring break", break_of_spring, break_of_spring + timedelta(days=4)),
    ]
    return sorted([*((name, day, day) for name, day in days), *breaks], key=lambda closure: closure[1])


class Days:
    """School days counted back from now: `days.ago(3)` is a moment of the third school day before today."""

    def __init__(self, now: datetime):
        self.now = now
        self.today = timezone.localdate(now)
        self._closed = closed_days(self.today - timedelta(days=500))

    def is_school_day(self, day: date) -> bool:
        return day.weekday() < 5 and day not in self._closed

    def back(self, days: int) -> date:
        """The school day so many school days before today; 0 is today, or the last school day when today is none."""
        day = self.today
        while not self.is_school_day(day):
            day -= timedelta(days=1)
        for _turn in range(days):
            day -= timedelta(days=1)
            while not self.is_school_day(day):
                day -= timedelta(days=1)
        return day

    def ago(self, days: int, *, hour: int = 9, minute: int = 0) -> datetime:
        """A moment on that day, never in the future."""
        moment = timezone.make_aware(datetime.combine(self.back(days), time(hour, minute)))
        return min(moment, self.now - timedelta(minutes=30))
