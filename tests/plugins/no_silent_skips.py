"""Nothing is skipped silently: where CI is set, a skip that is not on the list fails the run.

Registered with ``-p tests.plugins.no_silent_skips`` by ``.ci/run``. A skip is allowed by the beginning of its
node id and a reason; keep this list short and say when the test does run.
"""

import os

import pytest

ALLOWED: dict[str, str] = {}


def _is_allowed(node: str) -> bool:
    return any(node.startswith(beginning) for beginning in ALLOWED)


class SkipKeeper:
    """Remembers what was skipped, and fails the session for what may not be."""

    def __init__(self) -> None:
        self.silent: list[str] = []

    def note(self, report: pytest.TestReport | pytest.CollectReport) -> None:
        """Remember a skipped test or module that is not on the list."""
        expected_failure = hasattr(report, "wasxfail")
        if report.skipped and (expected_failure or not _is_allowed(report.nodeid)):
            reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
            self.silent.append(f"{report.nodeid}  {reason}")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Look at every phase of every test."""
        self.note(report)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Look at modules skipped whole."""
        self.note(report)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Turn the run red."""
        if self.silent and os.environ.get("CI") and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Name what was skipped without leave."""
        if self.silent:
            terminalreporter.section("skipped without leave", sep="=", red=True)
            for line in self.silent:
                terminalreporter.write_line(line)


def pytest_configure(config: pytest.Config) -> None:
    """Join the run."""
    config.pluginmanager.register(SkipKeeper(), "skip-keeper")
