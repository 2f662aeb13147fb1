"""One commit for all who wait at once.

A commit waits for the disk; a hall of people writes faster than a disk turns. So whoever comes while another's commit
waits is stored together with all who came meanwhile (group commit, as a database does it for its own sessions; SQLite
has one writer and cannot). Each answer is given after its own commit.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")


@dataclass
class _Job(Generic[Asked, Answer]):
    asked: Asked
    answers: list[Answer] = field(default_factory=list)
    error: Exception | None = None

    @property
    def is_done(self) -> bool:
        return bool(self.answers) or self.error is not None


class Together(Generic[Asked, Answer]):
    """Does in one go what several threads ask for at the same time."""

    def __init__(self, act: Callable[[Sequence[Asked]], list[Answer]]) -> None:
        self._act = act
        self._turn, self._gate = threading.Lock(), threading.Lock()
        self._waiting: list[_Job[Asked, Answer]] = []

    def __call__(self, asked: Asked) -> Answer:
        """Wait for one's turn; who has it does what all have asked for who wait by then, and they find it done."""
        job: _Job[Asked, Answer] = _Job(asked)
        with self._gate:
            self._waiting.append(job)
        with self._turn:
            if not job.is_done:
                with self._gate:
                    jobs, self._waiting = self._waiting, []
                self._do(jobs)
        if job.error is not None:
            raise job.error
        return job.answers[0]

    def _do(self, jobs: list[_Job[Asked, Answer]]) -> None:
        try:
            answers = self._act([job.asked for job in jobs])
        except Exception as error:
            if len(jobs) == 1:
                jobs[0].error = error
                return
            for job in jobs:  # one of them was bad: each for itself
                self._do([job])
            return
        for job, answer in zip(jobs, answers, strict=True):
            job.answers.append(answer)
