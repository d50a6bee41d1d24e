"""Blocks answered by other processes: each learns names and answers of its own, no row needs two."""

from __future__ import annotations

import multiprocessing
import os
import queue
import signal
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from multiprocessing.connection import Connection
from typing import Any, NamedTuple

import pyarrow as pa

from magadvise.batch import bands
from magadvise.batch.answer import Texts
from magadvise.batch.columnar.answering import Answered, Answering, Counts
from magadvise.batch.columnar.read import Work
from magadvise.errors import InputError, KnowledgeError, Problem
from magadvise.knowledge.load import load_knowledge

MOST = 2  # workers; the process that reads and writes is a third
FROM_BYTES = 100_000_000  # of input, from which a second process pays for what it has to learn
WAITING = 1  # blocks that are read beyond those at work


class How(NamedTuple):
    """What a worker needs to know."""

    knowledge_version: str
    standard: str
    defaults: Texts
    ages: Sequence[bands.AgeBand]


def worth(size: int | None) -> bool:
    """Whether workers pay for an input of so many bytes on this machine."""
    return size is not None and size >= FROM_BYTES and cores() >= MOST


def cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Worker(NamedTuple):
    """One process, and the pipes to it and from it."""

    process: Any
    to: Connection
    from_: Connection


class Workers:
    """Processes that live until :meth:`close`."""

    def __init__(self, how: How, count: int = MOST) -> None:
        self.processes = [_started(how) for _ in range(count)]
        self._free: queue.SimpleQueue[Worker] = queue.SimpleQueue()
        for worker in self.processes:
            self._free.put(worker)

    def answered(self, source: Iterable[Work]) -> Iterator[Answered]:
        """The answers of each block, in order. Raises :class:`InputError` as the work itself would, and
        ``RuntimeError`` for any other fault of a worker."""
        waiting: deque[Future[Answered]] = deque()
        with ThreadPoolExecutor(len(self.processes)) as asking:
            try:
                for work in source:
                    waiting.append(asking.submit(self._ask, work))
                    if len(waiting) > len(self.processes) + WAITING:
                        yield waiting.popleft().result()
                while waiting:
                    yield waiting.popleft().result()
            finally:
                if waiting:  # a thread that waits for a worker ends with it
                    self.close()

    def close(self) -> None:
        """End the processes, whatever they do."""
        for worker in self.processes:
            worker.process.terminate()
        for worker in self.processes:
            worker.process.join()

    def _ask(self, work: Work) -> Answered:
        worker = self._free.get()
        try:
            worker.to.send(work)
            reply: Reply = worker.from_.recv()
        except (EOFError, OSError) as error:
            raise RuntimeError("a process of this run ended before its work was done") from error
        finally:
            self._free.put(worker)
        if reply.problems:
            raise InputError(reply.problems)
        if reply.fault or reply.counts is None:
            raise RuntimeError(f"{reply.fault} in a process of this run")
        return _unpacked(reply.counts, reply.stream)


def _started(how: How) -> Worker:
    context = multiprocessing.get_context("spawn")
    (theirs, to), (from_, back) = context.Pipe(duplex=False), context.Pipe(duplex=False)
    process = context.Process(target=_serve, args=(theirs, back, how), daemon=True)
    process.start()
    theirs.close()
    back.close()
    return Worker(process, to, from_)


class Reply(NamedTuple):
    """Answers as an Arrow stream, with their counts; or what went wrong."""

    counts: Counts | None = None
    stream: bytes = b""
    problems: tuple[Problem, ...] = ()
    fault: str = ""


def _serve(asked: Connection, back: Connection, how: How) -> None:
    """Answer blocks until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who asks is told too, and ends this process
    try:
        answering = _answering(how)
        while True:
            work: Work = asked.recv()
            back.send(_reply(answering, work))
    except (EOFError, BrokenPipeError):
        return


def _reply(answering: Answering, work: Work) -> Reply:
    try:
        block = answering.block(work())
    except InputError as error:
        return Reply(problems=tuple(error.problems()))
    except Exception as error:  # noqa: BLE001 - of no text, which could hold an answer of a patient
        return Reply(fault=type(error).__name__)
    return Reply(block.counts, _packed(block))


def _answering(how: How) -> Answering:
    knowledge = load_knowledge()
    if knowledge.version != how.knowledge_version:
        raise KnowledgeError("seal.json", "version", "changed while the program ran")
    return Answering(knowledge, how.standard, how.defaults, how.ages)


def _packed(block: Answered) -> bytes:
    """Columns as the bytes of an Arrow stream."""
    names = [*block.columns, *(f"kept {number}" for number in range(len(block.kept)))]
    batch = pa.RecordBatch.from_arrays([*block.columns.values(), *block.kept], names=names)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as stream:
        stream.write_batch(batch)
    return bytes(sink.getvalue().to_pybytes())


def _unpacked(counts: Counts, stream: bytes) -> Answered:
    batch: Any = pa.ipc.open_stream(pa.py_buffer(stream)).read_next_batch()
    kept = sum(name.startswith("kept ") for name in batch.schema.names)
    arrays = batch.columns
    ours = len(arrays) - kept
    columns = dict(zip(batch.schema.names[:ours], arrays[:ours], strict=True))
    return Answered(columns, list(arrays[ours:]), counts)
