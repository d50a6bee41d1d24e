"""Every nasty file: each row is answered or rejected with its bytes, and its neighbours stay as they
are."""

from __future__ import annotations

import base64

import pytest

from batch.make_nasty import FILES, HEAD, ONE, TWO

ROWS = {"id", "disposition", "ceiling_mg", "codes"}


def test_there_are_more_than_sixty_and_no_two_share_a_name():
    assert len({nasty.name for nasty in FILES}) == len(FILES) > 60


@pytest.mark.parametrize("nasty", FILES, ids=lambda nasty: nasty.name)
def test_every_row_of_a_nasty_file_is_answered_or_rejected_with_its_bytes(batch, written, nasty):
    file = written(nasty.content, nasty.name)
    done = batch(file, *nasty.options)
    assert done.code == (nasty.fatal or (3 if nasty.rejected else 0)), done.err
    assert len(done.rows) == nasty.answered
    assert len(done.rejects) == nasty.rejected
    if done.summary:
        counted = [done.summary[k] for k in ("rows_in", "answered", "rejected", "left_out")]
        assert counted == [nasty.answered + nasty.rejected, nasty.answered, nasty.rejected, 0]
        assert "rows in {} = answered {} + rejected {} + left out {}".format(*counted) in done.err
    else:
        assert nasty.fatal
        assert len(done.err.splitlines()) <= 3
    for reject in done.rejects:
        raw = nasty.content[reject["byte_start"] : reject["byte_end"]]
        if reject["raw_b64"] is None:
            assert reject["code"] == "line_too_long"
            assert len(raw) > 1 << 20
        else:
            assert base64.b64decode(reject["raw_b64"]) == raw
        assert raw
        assert nasty.code in ("", reject["code"])
        assert reject["message"]


@pytest.mark.parametrize("nasty", FILES, ids=lambda nasty: nasty.name)
def test_both_engines_give_the_same_bytes(batch, written, nasty, tmp_path):
    file, found = written(nasty.content, nasty.name), []
    for engine in ("rows", "columns"):
        done = batch(file, *nasty.options, "--engine", engine)
        outputs = [tmp_path / name for name in ("o.csv", "r.jsonl", "s.json")]
        found.append((done.code, done.err, [f.exists() and f.read_bytes() for f in outputs]))
    assert found[0] == found[1]


@pytest.mark.parametrize(
    "nasty", [n for n in FILES if n.content.startswith(HEAD + ONE)], ids=lambda nasty: nasty.name
)
def test_the_neighbours_of_a_bad_row_keep_their_answers(batch, written, nasty):
    alone = {row["id"]: row for row in batch(written(HEAD + ONE + TWO)).rows}
    beside = {row["id"]: row for row in batch(written(nasty.content), *nasty.options).rows}
    shared = [id_ for id_, good in (("ok1", ONE), ("ok2", TWO)) if good in nasty.content]
    assert shared
    assert [beside[id_] for id_ in shared] == [alone[id_] for id_ in shared]


def test_a_word_that_is_no_condition_pattern_or_warning_sign_is_a_finding_and_no_reject(
    batch, written
):
    done = batch(
        written("age,conditions,patterns,red_flags\n45,lupus,none,none\n45,none,none,none\n")
    )
    odd, plain = done.rows
    assert "DAT003" in odd["codes"].split(";")
    assert odd["disposition"] == "check_first"
    assert "DAT003" not in plain["codes"].split(";")


def test_a_blank_sex_is_unknown(batch, written):
    blank, said = batch(written("age,sex\n45,\n45,unknown\n")).rows
    assert blank == said
    assert blank["rda_mg"] == ""


def test_the_line_of_a_reject_is_the_line_of_the_file(batch, written):
    done = batch(written(HEAD + ONE + b'x,45,female,normal,"two\nlines"\n\nbad,45\n' + TWO))
    assert [reject["line"] for reject in done.rejects] == [6]
