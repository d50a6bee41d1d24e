"""Blocks on their way: read, answered and written, in their order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

from magadvise.batch.columnar.answering import Answered, Answering, Counts
from magadvise.batch.columnar.read import Rows, Work
from magadvise.batch.columnar.write import CsvOut, ParquetOut

AHEAD = 2  # blocks that are read, or wait to be written
Out = CsvOut | ParquetOut


class Flow:
    """Writes the blocks of one run."""

    def __init__(self, out: Out) -> None:
        self._out = out
        self._submitted = self._done = 0

    def run(
        self, answered: Iterable[Answered], written: Callable[[Counts], None] = lambda counts: None
    ) -> Iterator[Counts]:
        """The counts of each block, once it is on its way to the file. ``written`` gets them in the
        thread that writes, behind the last byte of the block and before the next block."""
        with ThreadPoolExecutor(1) as writing:
            pending: deque[Future[None]] = deque()
            try:
                for block in answered:
                    while len(pending) >= AHEAD:
                        pending.popleft().result()
                    pending.append(writing.submit(self._next, self._submitted, block, written))
                    self._submitted += 1
                    yield block.counts
                for future in pending:
                    future.result()
            finally:
                for future in pending:
                    future.cancel()

    def _next(self, number: int, block: Answered, written: Callable[[Counts], None]) -> None:
        if number == self._done:  # else one before it failed, or was cancelled
            if block.columns:
                self._out.write(block.columns, block.kept)
            written(block.counts)
            self._done += 1


def here(answering: Answering, source: Iterable[Work]) -> Iterator[Answered]:
    """The answers of each block by this process, which reads ahead in threads."""
    with ThreadPoolExecutor(2) as reading:
        for block in _ahead(source, reading):
            yield answering.block(block)


def _ahead(source: Iterable[Work], pool: ThreadPoolExecutor) -> Iterator[list[Rows]]:
    """Blocks, some of them read before they are asked for; the bytes come from one thread."""
    waiting: deque[Future[list[Rows]]] = deque()
    works = iter(source)
    with ThreadPoolExecutor(1) as bytes_:
        following = bytes_.submit(next, works, None)
        while (work := following.result()) is not None:
            following = bytes_.submit(next, works, None)
            waiting.append(pool.submit(work))
            if len(waiting) > AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
