"""Prints at the end which seeds chance was given, so that what was found can be found again."""


def pytest_terminal_summary(terminalreporter):
    reports = [report for reports in terminalreporter.stats.values() for report in reports]
    for report in reports:
        for name, value in getattr(report, "user_properties", ()):
            if name == "seed" and report.when == "call":
                terminalreporter.write_line(f"{report.nodeid}: {value}")
