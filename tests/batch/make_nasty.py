"""Nasty inputs for ``magadvise batch``, made when they are needed.

``python tests/batch/make_nasty.py FOLDER`` writes them all. Each names how many of its rows are
answered and how many are rejected, counted by hand. A good row has an id that begins with ``ok``.
"""

from __future__ import annotations

import codecs
import sys
from pathlib import Path
from typing import NamedTuple

HEAD = b"id,age,sex,kidney,medications\n"
ONE = b"ok1,45,female,normal,none\n"
TWO = b"ok2,70,male,normal,omeprazole\n"
HEADER = HEAD.decode()
ROWS = (ONE + TWO).decode()
DEEP = b"[" * 100_000 + b"]" * 100_000
LONG = b"x" * (3 << 20)


class Nasty(NamedTuple):
    """One file. ``code`` is the reason of every reject, where they all have the same."""

    name: str
    content: bytes
    answered: int
    rejected: int
    code: str = ""
    options: tuple[str, ...] = ()
    fatal: int = 0


def between(name: str, bad: bytes, code: str, rejected: int = 1) -> Nasty:
    """Bad rows between the two good ones."""
    return Nasty(f"{name}.csv", HEAD + ONE + bad + TWO, 2, rejected, code)


def age(name: str, cell: bytes, code: str) -> Nasty:
    """One age that cannot be."""
    return between(name, b"bad," + cell + b",female,normal,none\n", code)


def line(name: str, bad: bytes, code: str) -> Nasty:
    """A bad line of JSON between two good ones."""
    good = b'{"id": "ok%d", "age": "45", "sex": "female"}\n'
    return Nasty(f"{name}.jsonl", good % 1 + bad + b"\n" + good % 2, 2, 1, code)


def text(name: str, encoding: str, *options: str, mark: bytes = b"") -> Nasty:
    """The two good rows in another encoding."""
    rows = (HEADER + ROWS + "ok3,50,female,normal,zażółć\n").encode(encoding)
    return Nasty(f"{name}.csv", mark + rows, 3, 0, "", options)


ENCODINGS = [
    text("utf8_bom", "utf-8", mark=codecs.BOM_UTF8),
    Nasty("utf8_bom_quoted_header.csv", codecs.BOM_UTF8 + b'"id","age","sex"\nok1,45,female\n', 1, 0),
    Nasty("utf8_bom_at_a_row.csv", b"id,age,sex\n" + codecs.BOM_UTF8 + b"x,45,female\nok1,45,female\n", 2, 0),
    Nasty("utf8_bom.jsonl", codecs.BOM_UTF8 + b'{"id": "ok1", "age": 45}\n', 1, 0),
    text("utf16_le", "utf-16-le", mark=codecs.BOM_UTF16_LE),
    text("utf16_be", "utf-16-be", mark=codecs.BOM_UTF16_BE),
    text("utf16_no_mark", "utf-16-le"),
    text("utf32", "utf-32-le", mark=codecs.BOM_UTF32_LE),
    text("cp1250_told", "cp1250", "--encoding", "cp1250"),
    text("shift_jis_like_gb18030", "gb18030", "--encoding", "gb18030"),
    Nasty("latin1.csv", HEAD + ONE + "ok2,50,female,normal,Nedocromil Säure\n".encode("latin-1"), 2, 0),
    Nasty("utf16_half_a_character.csv", codecs.BOM_UTF16_LE + (HEADER + ROWS).encode("utf-16-le")
          + "bad,45,female,normal,".encode("utf-16-le") + b"\x00\xd8\n\x00", 2, 1, "bad_encoding"),
    Nasty("utf16_odd_length.csv", codecs.BOM_UTF16_LE + (HEADER + ROWS).encode("utf-16-le") + b"x", 2, 1,
          "bad_encoding"),
    Nasty("one_latin1_row_in_utf8.csv", HEAD + ONE + "ok2,50,female,normal,zażółć\n".encode()
          + b"bad,50,female,normal,S\xe4ure\n", 2, 1, "bad_encoding"),
    between("wrong_bytes_told", b"bad,45,female,normal,\xff\xfe\xfd\n", "bad_encoding")._replace(
        options=("--encoding", "utf-8")),
    between("undefined_in_cp1252", b"bad,45,female,normal,\x81\n", "bad_encoding"),
]  # fmt: skip
LINES = [
    Nasty("crlf.csv", (HEAD + ONE + TWO).replace(b"\n", b"\r\n"), 2, 0),
    Nasty("lone_cr.csv", (HEAD + ONE + TWO).replace(b"\n", b"\r"), 2, 0),
    Nasty("lone_cr_with_a_bad_row.csv", (HEAD + ONE + b"bad,45\n" + TWO).replace(b"\n", b"\r"), 2, 1,
          "wrong_number_of_fields"),
    Nasty("mixed_endings.csv", HEAD + ONE.replace(b"\n", b"\r\n") + TWO, 2, 0),
    between("cr_inside", b"bad,45,female,\rnormal,none\n", "lone_carriage_return"),
    Nasty("no_last_newline.csv", HEAD + ONE + TWO[:-1], 2, 0),
    Nasty("blank_lines.csv", b"\n\n" + HEAD + b"\n" + ONE + b"\r\n\n" + TWO + b"\n\n", 2, 0),
    between("spaces_only", b"   \n", "wrong_number_of_fields"),
    between("commas_only", b",,,,\n", "missing_answer"),
    between("nul", b"bad,4\x005,female,normal,none\n", "nul_byte"),
    between("nul_in_quotes", b'bad,"4\x005",female,normal,none\n', "nul_byte"),
    between("very_long_line", b"bad,45,female,normal," + LONG + b"\n", "line_too_long"),
    Nasty("very_long_last_line.csv", HEAD + ONE + LONG, 1, 1, "line_too_long"),
    Nasty("very_long_line_utf16.csv", codecs.BOM_UTF16_LE
          + (HEADER + ROWS + "x" * (1 << 20) + "\n" + ROWS).encode("utf-16-le"), 4, 1, "line_too_long"),
    between("control_z", b"\x1a\n", "wrong_number_of_fields"),
    between("escape_codes", b"bad,\x1b[31m45,female,normal,none\n", "not_a_number"),
]  # fmt: skip
QUOTES = [
    between("unterminated", b'bad,45,female,normal,"none\n', "unterminated_quote"),
    between("unterminated_before_quotes", b'bad,"45,female,normal,none\n"ok3",45,female,normal,"none"\n',
            "unterminated_quote")._replace(answered=3),
    Nasty("unterminated_swallows_nobody.csv", HEAD + b'bad,45,female,normal,"none\n' + ONE
          + b'bad2,46,male,normal,none"\n' + TWO, 2, 2),
    between("unterminated_closes_too_early", b'bad,45,"female,normal,none\nmore"\n', "", 2),
    between("unterminated_in_age", b'bad,"45,female,normal,none\n', "unterminated_quote"),
    Nasty("unterminated_last.csv", HEAD + ONE + TWO + b'bad,45,female,normal,"none', 2, 1,
          "unterminated_quote"),
    Nasty("every_line_unterminated.csv", HEAD + b'bad,45,female,normal,"none\n' * 200, 0, 200,
          "", (), 65),
    between("quote_in_the_middle", b'bad,45,fem"ale,normal,none\n', "quote_inside_field"),
    between("text_after_quote", b'bad,"45"x,female,normal,none\n', "text_after_quote"),
    Nasty("lines_in_quotes.csv", HEAD + ONE + b'ok2,45,female,normal,"zzz\nyyy\r\nxxx"\n' + TWO, 3, 0),
    Nasty("doubled_quotes.csv", HEAD + ONE + b'"ok""2",45,female,normal,none\n', 2, 0),
]  # fmt: skip
SHAPES = [
    Nasty("duplicate_header.csv", b"id,age,sex,age\n1,45,female,46\n", 0, 0, "", (), 2),
    Nasty("no_age_column.csv", b"id,sex\n1,female\n2,male\n", 0, 2, "missing_answer", (), 65),
    Nasty("extra_column.csv", b"id,age,sex,shoe_size\nok1,45,female,38\n", 1, 0),
    Nasty("nothing_known.csv", b"a,b,c\n1,2,3\n", 0, 0, "", (), 65),
    Nasty("no_header.csv", ONE + TWO, 0, 0, "", (), 65),
    between("short_row", b"bad,45,female\n", "wrong_number_of_fields"),
    between("long_row", b"bad,45,female,normal,none,more\n", "wrong_number_of_fields"),
    Nasty("empty.csv", b"", 0, 0, "", (), 65),
    Nasty("newlines_only.csv", b"\n\r\n\n", 0, 0, "", (), 65),
    Nasty("header_only.csv", HEAD, 0, 0, "", (), 65),
    Nasty("header_broken.csv", b'id,"age,sex\n1,45,female\n', 0, 0, "", (), 65),
    Nasty("empty.jsonl", b"", 0, 0, "", (), 65),
    Nasty("many_columns.csv", b"age,sex," + b",".join(b"c%d" % n for n in range(100_000)) + b"\n"
          + b"45,female" + b",x" * 100_000 + b"\n46,male,x\n", 1, 1, "wrong_number_of_fields"),
    Nasty("semicolons.csv", (HEAD + ONE + TWO).replace(b",", b";"), 2, 0),
    Nasty("tabs.csv", (HEAD + ONE + TWO).replace(b",", b"\t"), 2, 0),
    Nasty("bars.csv", (HEAD + ONE + TWO).replace(b",", b"|"), 2, 0),
    Nasty("binary.csv", bytes(range(256)) * 40, 0, 0, "", (), 65),
]  # fmt: skip
CELLS = [
    age("arabic_digits", "٤٥".encode(), "not_a_number"),
    age("full_width_digits", "４５".encode(), "not_a_number"),
    age("decimal_comma", b'"45,5"', "not_a_number"),
    age("fraction", b"45.0", "not_a_number"),
    age("underscore", b"4_5", "not_a_number"),
    age("date", b"1980-02-29", "not_a_number"),
    age("year_of_birth", b"1980", "out_of_range"),
    age("negative", b"-45", "not_a_number"),
    age("zero", b"0", "out_of_range"),
    age("nan", b"NaN", "not_a_number"),
    age("exponent", b"4e1", "not_a_number"),
    age("excel_error", b"#REF!", "not_a_number"),
    age("excel_not_available", b"#N/A", "not_a_number"),
    age("formula", b"=40+5", "not_a_number"),
    age("digits_5000", b"9" * 5000, "not_a_number"),
    age("letters_100000", b"9" * 100_000, "too_long"),
    age("blank_age", b"", "missing_answer"),
    age("shifted_cell", b"female", "not_a_number"),
    between("thousands_of_medicines", b"bad,45,female,normal," + b"a;" * 5_000 + b"\n", "too_many"),
    Nasty("negative_ids.csv", b"id,age\n-17,45\n-18,46\n", 2, 0),
    Nasty("excel_error_medicine.csv", HEAD + ONE + b"ok2,45,female,normal,#VALUE!\n", 2, 0),
    Nasty("blank_sex.csv", HEAD + b"ok1,45,,normal,none\n", 1, 0),
    Nasty("odd_words.csv", b"id,age,conditions,patterns,red_flags\nok1,45,lupus,moonlight,hiccups\n", 1, 0),
]  # fmt: skip
JSON = [
    line("deep_json", DEEP, "bad_json"),
    line("deep_value", b'{"age": "45", "x": ' + DEEP + b"}", "bad_json"),
    line("duplicate_keys", b'{"age": "45", "age": "54"}', "duplicate_key"),
    line("same_key_in_two_cases", b'{"age": "45", "Age": "54"}', "duplicate_key"),
    line("nan_value", b'{"age": NaN}', "bad_json"),
    line("infinite", b'{"age": 1e999}', "not_a_number"),
    line("number_of_5000_digits", b'{"age": ' + b"9" * 5000 + b"}", "not_a_number"),
    line("lone_surrogate", rb'{"id": "\ud800", "age": 45}', "bad_text"),
    line("object_as_value", b'{"age": {"years": 45}}', "bad_value"),
    line("list_in_list", b'{"age": 45, "medications": [["warfarin"]]}', "bad_value"),
    line("no_object", b"[45]", "bad_json"),
    line("only_text", b'"45', "bad_json"),
    line("cut_off", b'{"age": 45, "sex": "fem', "bad_json"),
    line("two_ages", b'{"age": [45, 54]}', "repeated"),
    line("nul_in_json", b'{"age": \x00}', "bad_json"),
    line("bad_bytes_in_json", b'{"age": "\xff"}', "bad_encoding")._replace(options=("--encoding", "utf-8")),
    line("long_json", b'{"age": "' + LONG + b'"}', "line_too_long"),
    Nasty("numbers_and_nulls.jsonl", b'{"id": 1, "age": 45, "egfr": 92.5, "stool": null, "pregnant": false}\n',
          1, 0),
]  # fmt: skip
FILES = (*ENCODINGS, *LINES, *QUOTES, *SHAPES, *CELLS, *JSON)


def main(folder: Path) -> None:
    """Write every file."""
    folder.mkdir(parents=True, exist_ok=True)
    for nasty in FILES:
        (folder / nasty.name).write_bytes(nasty.content)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
