"""Patients of FHIR records: age on the day, sex, death, ids, cramp patterns."""

from __future__ import annotations

from datetime import date

import pytest

from batch.fhir_made import answered, bundle, condition, folder, lab, patient, read, request
from magadvise.batch.sources import NoUsableData
from magadvise.errors import InputError


def only(place, as_of=date(2026, 1, 31), **fields):
    """The row or the error of one patient."""
    found = read(folder(place, patient(**fields)), as_of=as_of)
    assert len(found.items) + found.left_out.total() == 1
    return found


def age(place, born, as_of):
    cells = only(place, date.fromisoformat(as_of), birthDate=born).cells["p1"]
    return cells.get("age"), cells.get("age_months")


@pytest.mark.parametrize(
    ("born", "as_of", "expected"),
    [
        ("1980-06-15", "2026-06-14", ("45", None)),
        ("1980-06-15", "2026-06-15", ("46", None)),
        ("1961-01-31", "2026-01-30", ("64", None)),
        ("1961-01-31", "2026-01-31", ("65", None)),
        ("2004-02-29", "2026-02-28", ("21", None)),
        ("2004-02-29", "2026-03-01", ("22", None)),
        ("2025-01-31", "2026-01-31", ("1", None)),
        ("2025-02-01", "2026-01-31", (None, "11")),
        ("2026-01-31", "2026-01-31", (None, "0")),
        ("1980-06-15T04:00:00Z", "2026-06-15", ("46", None)),
    ],
)
def test_the_age_is_in_completed_years_or_months_on_the_day(tmp_path, born, as_of, expected):
    assert age(tmp_path, born, as_of) == expected


@pytest.mark.parametrize(
    ("born", "as_of", "expected"),
    [
        # Somebody of 17 or 18 counts as 17, of 64 or 65 as 65: each is the stricter.
        ("2008", "2026-06-01", ("17", None)),
        ("2008-06", "2026-06-15", ("17", None)),
        ("2008-05", "2026-06-15", ("18", None)),
        ("1961", "2026-06-01", ("65", None)),
        ("1961-06", "2026-06-15", ("65", None)),
        ("1961-07", "2026-06-15", ("64", None)),
        ("2025", "2026-01-31", (None, "1")),
        ("2026", "2026-01-31", (None, "0")),
    ],
)
def test_of_a_birth_date_without_a_day_the_stricter_age_is_taken(tmp_path, born, as_of, expected):
    assert age(tmp_path, born, as_of) == expected


@pytest.mark.parametrize(
    ("born", "code"),
    [
        (None, "no_birth_date"),
        ("", "no_birth_date"),
        (1980, "no_birth_date"),
        ("15.06.1980", "bad_birth_date"),
        ("1980-13-01", "bad_birth_date"),
        ("1981-02-29", "bad_birth_date"),
        ("0001-01-01", "bad_birth_date"),
        ("80", "bad_birth_date"),
        ("2026-02-01", "born_later"),
        ("2027", "born_later"),
    ],
)
def test_a_patient_whose_age_cannot_be_told_is_rejected_with_a_reason(tmp_path, born, code):
    found = only(tmp_path, birthDate=born)
    assert found.errors == [code]
    assert found.items[0].raw == (tmp_path / "Patient.ndjson").read_bytes()


def test_an_age_above_120_is_refused_like_that_of_any_row(tmp_path):
    cells = only(tmp_path, birthDate="1905-01-01").cells["p1"]
    with pytest.raises(InputError) as caught:
        answered(cells)
    assert [problem.code for problem in caught.value.problems()] == ["out_of_range"]


@pytest.mark.parametrize(
    ("gender", "sex"),
    [
        ("female", "female"),
        ("male", "male"),
        ("other", "unknown"),
        ("unknown", "unknown"),
        (None, "unknown"),
        ("F", "unknown"),
        (1, "unknown"),
    ],
)
def test_any_gender_but_female_and_male_is_an_unknown_sex(tmp_path, gender, sex):
    assert only(tmp_path, gender=gender).cells["p1"]["sex"] == sex


# death -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fields",
    [
        {"deceasedBoolean": True},
        {"deceasedDateTime": "2026-01-31"},
        {"deceasedDateTime": "2025-12-24T10:00:00+01:00"},
        {"deceasedDateTime": "2026"},
        {"deceasedDateTime": "long ago"},
    ],
)
def test_who_has_died_is_left_out_and_counted(tmp_path, fields):
    found = only(tmp_path, **fields)
    assert found.items == []
    assert found.left_out == {"died": 1}


@pytest.mark.parametrize(
    "fields", [{}, {"deceasedBoolean": False}, {"deceasedDateTime": "2026-02-01"}]
)
def test_who_is_alive_on_the_day_is_answered(tmp_path, fields):
    assert only(tmp_path, **fields).cells.keys() == {"p1"}


def test_active_medicines_of_a_dead_patient_bring_no_row(tmp_path):
    found = read(
        folder(tmp_path, patient(deceasedBoolean=True), request("warfarin"), patient("p2"))
    )
    assert found.cells.keys() == {"p2"}
    assert found.left_out == {"died": 1}


# the day -----------------------------------------------------------------------------------------


def test_the_day_is_the_newest_date_of_the_records_and_is_told(tmp_path):
    place = folder(
        tmp_path,
        patient(deceasedDateTime="2025-01-01"),
        lab(90, effectiveDateTime="2025-03-04T23:30:00-05:00"),
        condition("I10", onsetDateTime="2024-01-01", recordedDate="2025-03-02"),
        request("warfarin", authoredOn="2025-03-03"),
    )
    found = read(place, as_of=None)
    assert found.as_of == date(2025, 3, 4)
    assert any("2025-03-04" in line and "--as-of" in line for line in found.said)


def test_the_end_of_a_period_may_lie_ahead_and_is_not_the_day(tmp_path):
    place = folder(
        tmp_path,
        patient(),
        condition("J20", onsetDateTime="2025-03-01", abatementDateTime="2030-01-01"),
        lab(
            90, effectiveDateTime=None, effectivePeriod={"start": "2025-02-01", "end": "2031-01-01"}
        ),
    )
    assert read(place, as_of=None).as_of == date(2025, 3, 1)


def test_a_single_date_far_beyond_all_others_is_pointed_out(tmp_path):
    place = folder(tmp_path, patient(), lab(90), lab(91, effectiveDateTime="2062-01-10"))
    found = read(place, as_of=None)
    assert found.as_of == date(2062, 1, 10)
    assert any("2026-01-10" in line and "check" in line for line in found.said)


def test_a_newest_date_that_several_records_share_is_nothing_to_check(tmp_path):
    found = read(folder(tmp_path, patient(), condition("I10", onsetDateTime="2019-01-01"), lab(90), lab(91)),
                 as_of=None)  # fmt: skip
    assert not any("check" in line for line in found.said)


def test_without_any_date_no_age_is_guessed_from_birth_dates(tmp_path):
    with pytest.raises(NoUsableData) as caught:
        read(folder(tmp_path, patient()), as_of=None)
    assert "--as-of" in caught.value.hint


def test_records_of_a_later_day_do_not_count_and_are_counted(tmp_path):
    place = folder(
        tmp_path,
        patient(),
        lab(90, effectiveDateTime="2025-06-01"),
        lab(20, effectiveDateTime="2025-06-03"),
        condition("N18.5", onsetDateTime="2025-07-01"),
        request("warfarin", authoredOn="2025-06-03"),
    )
    found = read(place, as_of=date(2025, 6, 2))
    assert found.cells["p1"]["egfr"] == "90"
    assert found.cells["p1"]["kidney"] == ""
    assert found.cells["p1"]["medications"] == []
    assert any(line.endswith("later day, which do not count: 3") for line in found.said)


# ids ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("id_", [None, "", "  ", 17, "x" * 257, ["p1"]])
def test_a_patient_without_an_id_is_rejected(tmp_path, id_):
    assert only(tmp_path, id=id_).errors == ["no_id"]


def test_an_id_with_half_a_character_is_rejected_and_its_neighbour_is_not(tmp_path):
    found = read(folder(tmp_path, patient("\ud800"), patient("p2")))
    assert found.errors == ["bad_text"]
    assert found.cells.keys() == {"p2"}


def test_the_same_patient_twice_is_answered_once(tmp_path):
    folder(tmp_path / "a", patient(), lab(90))
    folder(tmp_path / "b", patient(name=[{"family": "Another spelling"}]))
    found = read(tmp_path / "a", tmp_path / "b")
    assert found.cells.keys() == {"p1"}
    assert len(found.items) == 1
    assert found.left_out == {"repeated": 1}


def test_two_people_with_one_id_are_both_rejected_because_their_records_are_mixed(tmp_path):
    folder(tmp_path / "a", patient(), lab(90), patient("p2"))
    bundle(tmp_path / "b.json", patient(birthDate="1950-01-01"), condition("N18.5"))
    found = read(tmp_path / "a", tmp_path / "b.json")
    assert found.errors == ["duplicate_patient"] * 2
    assert found.cells.keys() == {"p2"}


def test_records_of_somebody_without_a_patient_record_are_said_and_not_used(tmp_path):
    found = read(folder(tmp_path, patient("p2"), condition("N18.5"), lab(12), request("warfarin")))
    assert found.cells.keys() == {"p2"}
    assert found.cells["p2"]["kidney"] == ""
    assert any(line.endswith("not answered: 1") for line in found.said)


# patterns ----------------------------------------------------------------------------------------


def pattern(**value):
    return {"url": "urn:magadvise:cramp-pattern", **value}


@pytest.mark.parametrize(
    "value",
    [
        {"valueCode": "night"},
        {"valueString": "night"},
        {"valueCoding": {"code": "night"}},
        {"valueCodeableConcept": {"coding": [{"code": "night"}]}},
    ],
)
def test_the_cramp_pattern_comes_from_an_extension(tmp_path, value):
    cells = only(tmp_path, extension=[{"url": "http://x.test/other"}, pattern(**value)]).cells["p1"]
    assert cells["patterns"] == ["night"]


def test_without_the_extension_a_flag_may_tell_the_pattern(tmp_path):
    cells = only(tmp_path).cells["p1"]
    assert "patterns" not in cells
    assert answered(cells, patterns="exercise").profile.patterns == ("exercise",)
    assert answered(cells, patterns="unknown").profile.patterns == ()


def test_questions_that_no_record_answers_are_left_to_flags_or_unknown(tmp_path):
    cells = only(tmp_path).cells["p1"]
    assert cells.keys() == {"id", "age", "sex"}
    told = answered(cells, kidney="normal", medications="none", conditions="none", pregnant="no")
    assert told.disposition == "supplement"
    assert answered(cells).disposition == "check_first"
