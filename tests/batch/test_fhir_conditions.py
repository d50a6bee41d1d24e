"""Pregnancy and health conditions from FHIR: open records by their codes; unknown stays unknown."""

from __future__ import annotations

import pytest

from batch.fhir_made import (
    SNOMED,
    answered,
    condition,
    folder,
    lab,
    one,
    patient,
    read,
    verified,
)
from magadvise.errors import InputError

IPS = "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips"
GERMAN = "http://fhir.de/CodeSystem/bfarm/icd-10-gm"


def pregnant(place, *resources):
    return one(place, *resources)["pregnant"]


def conditions(place, *resources):
    return one(place, *resources)["conditions"]


# pregnancy ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "system"),
    [
        ("O26.9", None), ("O00.9", None), ("O24.419", None), ("O9A.2", None), ("O99.0", None),
        ("Z33.1", None), ("Z33.3", None), ("Z34.90", None), ("Z3A.20", None), ("Z35.1", GERMAN),
        ("77386006", SNOMED), ("72892002", SNOMED), ("11687002", SNOMED),
    ],
)  # fmt: skip
def test_an_open_pregnancy_code_says_yes(tmp_path, code, system):
    assert pregnant(tmp_path, condition(code, system) if system else condition(code)) == "yes"


@pytest.mark.parametrize(
    ("code", "system"),
    [
        ("Z32.02", None),  # test negative
        ("Z33.2", None),  # to end a pregnancy
        ("O85", None), ("O90.9", None), ("O92.6", None), ("O94", None),  # after birth
        ("Z39.2", None), ("Z37.0", None), ("Z38.00", None), ("P07.3", None),
        ("Z87.59", None),  # history
        ("60001007", SNOMED),  # not pregnant
        ("271903000", SNOMED),  # history
    ],
)  # fmt: skip
def test_history_birth_and_a_negative_test_say_nothing_and_never_no(tmp_path, code, system):
    assert pregnant(tmp_path, condition(code, system) if system else condition(code)) == ""


@pytest.mark.parametrize(
    "closing",
    [
        {"status": "resolved"}, {"status": "inactive"}, {"status": "remission"},
        {"abatementDateTime": "2026-01-31"}, {"abatementDateTime": "2026-01-20T08:00:00Z"},
        {"abatementPeriod": {"start": "2026-01-01", "end": "2026-01-20"}},
        verified("refuted"), verified("entered-in-error"),
    ],
)  # fmt: skip
def test_a_pregnancy_that_is_over_or_was_none_says_nothing(tmp_path, closing):
    assert pregnant(tmp_path, condition("Z34.90", **closing)) == ""


@pytest.mark.parametrize(
    "open_",
    [
        {"status": "recurrence"}, {"status": "relapse"}, {"status": None},
        {"abatementDateTime": "2026-02-01"}, {"abatementDateTime": "2026"}, {"abatementString": "no"},
        verified("provisional"),
    ],
)  # fmt: skip
def test_a_pregnancy_that_may_go_on_says_yes(tmp_path, open_):
    assert pregnant(tmp_path, condition("Z34.90", **open_)) == "yes"


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ({"onsetDateTime": "2025-03-31"}, "yes"),
        ({"onsetDateTime": "2025-03-30"}, ""),
        ({"onsetDateTime": "2025"}, "yes"),
        ({"onsetDateTime": "2024"}, ""),
        ({"onsetDateTime": None, "recordedDate": "2025-03-30"}, ""),
        ({"onsetDateTime": None, "onsetPeriod": {"start": "2025-12-01"}}, "yes"),
        ({"onsetDateTime": "2025-03-30", "recordedDate": "2026-01-01"}, ""),
        ({"onsetDateTime": None}, "yes"),
    ],
)
def test_an_open_pregnancy_of_more_than_ten_months_is_stale_and_unknown(tmp_path, dates, expected):
    assert pregnant(tmp_path, condition("Z34.90", **dates)) == expected


def test_one_fresh_record_is_enough(tmp_path):
    stale, fresh = condition("Z33.1", onsetDateTime="2023-01-01"), condition("Z34.90")
    assert pregnant(tmp_path, stale, fresh) == "yes"


def test_a_stale_pregnancy_is_asked_about_and_taken_for_neither(tmp_path):
    told = answered(
        one(tmp_path, condition("Z34.90", onsetDateTime="2023-01-01")), medications="none"
    )
    assert told.profile.pregnant == "unknown"
    assert told.disposition != "supplement"


def test_a_pregnant_man_is_refused_like_in_any_row(tmp_path):
    cells = one(tmp_path, patient(gender="male"), condition("Z34.90"))
    with pytest.raises(InputError) as caught:
        answered(cells)
    assert caught.value.problems()[0].code == "contradiction"


# conditions --------------------------------------------------------------------------------------

OURS = [
    ("myasthenia_gravis", "G70.00 G70.01", "91637004"),
    ("lambert_eaton", "G70.80 G70.81 G73.1", "56989000"),
    ("heart_block", "I44.0 I44.1 I44.2 I44.30 I44.39 I49.5",
     "233917008 270492004 195042002 28189009 27885002 36083008"),
    ("slow_pulse", "R00.1", "49710005 48867003"),
    ("slow_pulse_paced", "Z95.0", ""),
    ("bowel_obstruction", "K56.0 K56.1 K56.2 K56.41 K56.50 K56.609 K56.7 K91.30", "81060008 55525008"),
    ("diabetes", "E08.9 E09.9 E10.9 E11.65 E13.9 O24.4", "73211009 44054006 46635009 11687002"),
    ("hypertension", "I10 I11.9 I12.9 I13.10 I15.0 I16.0 I1A.0", "38341003 59621000"),
    ("heart_failure", "I50.9 I11.0 I13.0 I13.2", "84114007 42343007"),
    ("gout", "M10.9 M1A.9XX0", "90560007"),
    ("hypermagnesaemia", "E83.41", ""),
    ("hypomagnesaemia", "E83.42", ""),
    ("alcohol_use_disorder", "F10.20 F10.10", ""),
    ("cirrhosis", "K74 K74.60 K70.30", "19943007"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("ours", "code", "system"),
    [(ours, code, None) for ours, icd10, _ in OURS for code in icd10.split()]
    + [(ours, code, SNOMED) for ours, _, snomed in OURS for code in snomed.split()],
)
def test_each_code_gives_its_condition(tmp_path, ours, code, system):
    found = conditions(tmp_path, condition(code, system) if system else condition(code))
    assert ours in found
    assert "unknown" not in found


@pytest.mark.parametrize("code", ["E83.4", "E83.40", "E83.49"])
def test_a_code_for_too_much_or_too_little_magnesium_leaves_the_question_open(tmp_path, code):
    """Lists of ICD-10 outside the US have no code below E83.4."""
    assert conditions(tmp_path, condition(code)) == ["unknown"]


@pytest.mark.parametrize("code", ["K50.012", "K50.912", "K51.212"])
def test_crohns_disease_with_obstruction_is_both(tmp_path, code):
    found = conditions(tmp_path, condition(code))
    assert set(found) == {"bowel_obstruction", "inflammatory_bowel_disease"}


def test_high_blood_pressure_with_heart_and_kidney_disease_is_all_three(tmp_path):
    cells = one(tmp_path, condition("I13.2"))
    assert set(cells["conditions"]) == {"hypertension", "heart_failure"}
    assert cells["kidney"] == "ckd"


def test_a_condition_of_ours_and_others_are_listed_once(tmp_path):
    assert conditions(tmp_path, condition("I10"), condition("I10"), condition("J20.9")) == [
        "hypertension"
    ]


@pytest.mark.parametrize("code", ["E78.5", "J45.909", "M17.9", "K21.9"])
def test_a_list_of_understood_diagnoses_without_one_of_ours_says_none(tmp_path, code):
    assert conditions(tmp_path, condition(code)) == ["none"]


@pytest.mark.parametrize(
    "made",
    [
        condition("162864005", SNOMED),  # a code that is not on the list
        condition("copd_exacerbation"),  # no ICD-10 code at all
        condition("I10", "http://hl7.org/fhir/sid/icd-9-cm"),
        condition("I10", code={"text": "High blood pressure"}),
        condition("I10", code=None),
        condition("C50.919"),  # cancer: treated now or not
    ],
)
def test_a_record_that_is_not_understood_leaves_the_question_open(tmp_path, made):
    assert conditions(tmp_path, condition("I10"), made) == ["hypertension", "unknown"]


def test_a_diagnosis_in_two_systems_is_understood_by_one(tmp_path):
    both = [{"system": SNOMED, "code": "55822004"}, {"system": GERMAN, "code": "E78.5"}]
    assert conditions(tmp_path, condition("", code={"coding": both})) == ["none"]


def test_a_person_without_an_open_record_has_said_nothing(tmp_path):
    assert (
        conditions(tmp_path / "a", patient(), condition("I10", subject={"reference": "Patient/p2"}))
        == []
    )
    assert conditions(tmp_path / "b", condition("J20.9", status="resolved")) == []
    assert conditions(tmp_path / "c", condition("J20.9", abatementDateTime="2026-01-30")) == []
    assert conditions(tmp_path / "d", condition("J20.9", abatementDateTime="2026-02-02")) == [
        "none"
    ]


def test_only_a_record_that_says_so_makes_an_empty_list(tmp_path):
    assert conditions(tmp_path / "a", condition("no-known-problems", IPS)) == ["none"]
    assert conditions(tmp_path / "b", condition("160245001", SNOMED)) == ["none"]
    assert conditions(tmp_path / "c", condition("no-problem-info", IPS)) == ["unknown"]
    assert conditions(tmp_path / "d", condition("no-known-problems", IPS), condition("I10")) == [
        "hypertension"
    ]


@pytest.mark.parametrize("code", ["G70.00", "G70.80", "I44.2", "N20.0"])
def test_what_lasts_counts_when_its_record_is_closed(tmp_path, code):
    assert conditions(tmp_path, condition(code, status="resolved"), condition("E78.5")) != ["none"]


@pytest.mark.parametrize("code", ["K56.7", "R00.1", "I10", "A08.4"])
def test_what_passes_does_not_count_when_its_record_is_closed(tmp_path, code):
    assert conditions(tmp_path, condition(code, status="resolved"), condition("E78.5")) == ["none"]


def test_without_any_condition_record_in_the_input_a_flag_may_answer(tmp_path):
    cells = one(tmp_path / "a", patient(), lab(90))
    assert "conditions" not in cells
    assert answered(cells, conditions="gout").profile.conditions == ("gout",)
    some = read(folder(tmp_path / "b", patient(), patient("p2"), condition("I10")))
    told = answered(some.cells["p2"], conditions="none")
    assert not told.profile.conditions_known
