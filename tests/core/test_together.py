"""One commit for all who wait: each gets its own answer, and its own error."""

import threading
import time

from rumahbersama.ground.core.together import Together, _Job


def test_who_waits_at_once_is_done_in_one_go():
    """While the first is held up, nine more come: they are two goes, and each gets its own answer."""
    held, goes = threading.Event(), []

    def act(asked):
        goes.append(len(asked))
        held.wait(5)
        return [each * 2 for each in asked]

    together, found = Together(act), {}
    threads = [threading.Thread(target=lambda n=n: found.update({n: together(n)})) for n in range(10)]
    threads[0].start()
    while not goes:
        time.sleep(0.001)
    for thread in threads[1:]:
        thread.start()
    while len(together._waiting) < 9:
        time.sleep(0.001)
    held.set()
    for thread in threads:
        thread.join()
    assert (goes, found) == ([1, 9], {number: number * 2 for number in range(10)})


def test_a_bad_one_does_not_take_the_others_with_it():
    def act(asked):
        if 3 in asked:
            raise ValueError(asked)
        return list(asked)

    together = Together(act)
    jobs = [_Job(number) for number in range(5)]
    together._do(jobs)
    assert [job.answers for job in jobs] == [[0], [1], [2], [], [4]]
    assert isinstance(jobs[3].error, ValueError)
