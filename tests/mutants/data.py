"""``python -m mutants.data``: break the safety data in every small way, and count what is noticed.

A mutant is killed when the files are refused on loading, or by a test that quotes the world. The
checksum kills nothing: each mutant is sealed again first. See ``make mutants``.
"""

from __future__ import annotations

import argparse
import functools
import json
import os
import sys
import tempfile
import tomllib
import typing
from collections import Counter
from pathlib import Path

from pydantic import ValidationError

from magadvise.errors import KnowledgeError
from magadvise.knowledge import check, load, schema
from mutants.server import ROOT, Refused, Server, serve
from mutants.world import FILES, Mutant, mutants, remember, text_of

SURVIVORS = Path(__file__).with_name("survivors.toml")
DATA = ROOT / "data"
# None of these reads a data file while it is imported.
TESTS = tuple(
    f"tests/{name}.py"
    for name in """
knowledge/test_quoted_intakes knowledge/test_quoted_rules knowledge/test_quoted_medicines
knowledge/test_data_files knowledge/test_medicine_rows spec/test_ladder spec/test_ladder_kidney
spec/test_ladder_medicines spec/test_ladder_named spec/test_dose_steps spec/test_egfr
spec/test_severity_in_context spec/test_few_warnings traps/test_traps_gates
traps/test_traps_kidney traps/test_traps_life_stage traps/test_traps_limits
traps/test_traps_medicines traps/test_traps_windows
""".split()
)
TEXTS = {name: (DATA / name).read_bytes() for name in load.NAMES}
PARSED = {name: json.loads(TEXTS[name]) for name in FILES}
SAME = Mutant("rda.json", ("standards", 0, "id"), "standards", "nothing changed", "us")
SEAL = json.loads((DATA / load.SEAL).read_bytes())


def become(mutant: Mutant) -> None:
    """Make the child's data files those of the mutant, sealed; :class:`Refused` if its row has no
    longer the shape of a row."""
    _row(mutant)
    text = text_of(mutant.of(PARSED[mutant.file]))
    place = Path(tempfile.mkdtemp(dir=_scratch)) / "data"
    place.mkdir()
    for name in load.NAMES:
        if name == mutant.file:
            (place / name).write_bytes(text)
        else:
            os.link(_copies / name, place / name)
    for folder in ("words", "languages"):
        (place / folder).symlink_to(DATA / folder)
    seal = {**SEAL, mutant.file: load._digest(text)}
    (place / load.SEAL).write_text(json.dumps(seal))
    # The loader looks beside its own file.
    load.__file__ = str(place.parent / "src" / "magadvise" / "knowledge" / "load.py")


def _row(mutant: Mutant) -> None:
    """What the schema says of the one row, which is quick; :func:`whole` asks for all the rest."""
    if len(mutant.path) < 3:
        return
    of_list = schema.FILES[mutant.file].model_fields[str(mutant.path[0])].annotation
    (model,) = typing.get_args(of_list)
    row = mutant.of(PARSED[mutant.file])[mutant.path[0]][mutant.path[1]]
    try:
        model.model_validate_json(json.dumps(row), strict=True)
    except ValidationError as error:
        raise Refused from error


def whole(mutant: Mutant) -> None:
    """What the program does with files that nobody sealed: all checks."""
    try:
        check.everything({**TEXTS, mutant.file: text_of(mutant.of(PARSED[mutant.file]))})
    except KnowledgeError as error:
        raise Refused from error


def no_data(event: str, arguments: tuple[object, ...]) -> None:
    """While tests are imported nothing may read the data."""
    if event == "open" and _guarded and str(arguments[0]).startswith(f"{DATA}/"):
        raise RuntimeError("a test file reads the data while it is imported: take it out of TESTS")


def main() -> int:
    """Exit 1 if a mutant survives that ``survivors.toml`` does not know."""
    options = _options()
    wanted = [m for name in options.file or FILES for m in mutants(name, PARSED[name])]
    wanted = [m for m in wanted if options.only in str(m)][:: options.every]
    _warm()
    server = Server(
        wanted, become, lambda m: f"{m.file} {m.path[0]}", whole, same=SAME,
        workers=options.workers,
    )  # fmt: skip
    _guarded.append(True)
    serve(server, options.tests or TESTS)
    return _told(server, options)


def _told(server: Server, options: argparse.Namespace) -> int:
    known = tomllib.loads(SURVIVORS.read_text(encoding="utf-8"))["survivor"]
    reasons = {row["mutant"]: row["reason"] for row in known}
    alive = [str(fate.mutant) for fate in server.fates if not fate.killed]
    new = [name for name in alive if name not in reasons]
    if options.list:
        print("\n".join(new))
    total, by_load = len(server.fates), sum(fate.how == "load" for fate in server.fates)
    for name in options.file or FILES:
        mine = [fate for fate in server.fates if fate.mutant.file == name]
        print(f"{name}: {sum(f.killed for f in mine)} of {len(mine)} killed")
    if options.killers:
        for how, count in Counter(f.how.split("[")[0] for f in server.fates).most_common():
            print(f"{count:6} {how}")
    score = 100 * (total - len(alive)) / max(1, total)
    print(
        f"{total} mutants of the data: {total - len(alive)} killed ({score:.2f} %), {by_load} of them"
        f" on loading; {len(alive) - len(new)} alive with a reason, {len(new)} alive without."
    )
    return 1 if new else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--file", action="append", choices=FILES, help="only this file; can be repeated"
    )
    parser.add_argument("--only", default="", help="only mutants whose name holds this text")
    parser.add_argument("--every", type=int, default=1, help="every so manyth mutant")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--list", action="store_true", help="name those alive without a reason")
    parser.add_argument("--killers", action="store_true", help="how many each test killed")
    parser.add_argument("tests", nargs="*", help="test files in place of the usual ones")
    return parser.parse_args()


def _warm() -> None:
    """Read the shipped files once: a child checks only the one that differs."""
    check._model = functools.cache(check._model)
    check.everything(TEXTS)
    for data in PARSED.values():
        remember(data)


_guarded: list[bool] = []
_scratch = ""
_copies = Path()

if __name__ == "__main__":
    sys.addaudithook(no_data)
    with tempfile.TemporaryDirectory() as scratch:
        _scratch, _copies = scratch, Path(scratch)
        for _name, _text in TEXTS.items():
            (_copies / _name).write_bytes(_text)
        status = main()
    sys.exit(status)
