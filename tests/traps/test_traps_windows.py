"""Traps 27 to 33: hours between magnesium and other medicines, on a clock that wraps at midnight.

``A``: magnesium at least so many hours after the medicine; ``B``: at least so many before it. The
figures are those of the product labels, for example ciprofloxacin "2 hours before or 6 hours after".
"""

from __future__ import annotations

from itertools import combinations

import pytest

from helpers import healthy, json_of
from magadvise import load_knowledge, parse
from magadvise.errors import InputError

pytestmark = pytest.mark.core

LABELS = {  # medicine: (A, B) in hours
    "ciprofloxacin": (2, 6),
    "delafloxacin": (2, 6),
    "levofloxacin": (2, 2),
    "moxifloxacin": (4, 8),
    "gemifloxacin": (2, 3),
    "enoxacin": (2, 8),
    "doxycycline": (2, 6),
    "omadacycline": (4, 4),
    "levothyroxine": (4, 4),
    "alendronate": (2, 6),
    "dolutegravir": (2, 6),
    "bictegravir": (2, 6),
    "elvitegravir": (4, 4),
    "cabotegravir": (4, 2),
    "rilpivirine": (4, 2),
    "atazanavir": (2, 1),
    "Evotaz": (2, 2),
    "Harvoni": (4, 4),
    "gabapentin": (2, 2),
    "penicillamine": (4, 4),
    "cefdinir": (2, 2),
    "nitrofurantoin": (4, 4),
    "fexofenadine": (2, 2),
    "hydroxychloroquine": (4, 4),
    "ferrous sulfate": (2, 2),
    "riociguat": (1, 2),
    "phenytoin": (3, 3),
}
WITH_A_CLINICIAN = {
    "sotorasib": (4, 10),
    "gefitinib": (6, 6),
    "erlotinib": (2, 4),
    "neratinib": (3, 3),
    "deferiprone": (4, 4),
    "eltrombopag": (2, 4),
    "isoniazid": (2, 3),
    "ethambutol": (4, 4),
}
DAY = 24 * 60


def taken(**times: str) -> dict:
    """The plan of a healthy adult who takes these medicines at these times."""
    return json_of(
        medications=list(times), medication_times=[f"{m}={at}" for m, at in times.items()]
    )


def allowed(document: dict) -> list[tuple[str, str]]:
    return [(window["from"], window["to"]) for window in document["timing"]["allowed"]]


def minute(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])


def clock(time: int) -> str:
    return f"{time % DAY // 60:02d}:{time % 60:02d}"


def free_by_hand(doses: list[tuple[int, int, int]]) -> set[int]:
    """Free minutes by asking every minute of the day, in stretches of half an hour and more."""
    good = [
        all((t - at) % DAY >= a * 60 and (at - t) % DAY >= b * 60 for at, a, b in doses)
        for t in range(DAY)
    ]
    free: set[int] = set()
    for start in range(DAY):
        if good[start] and not good[start - 1]:
            length = next(n for n in range(1, DAY) if not good[(start + n) % DAY])
            if length - 1 >= 30:
                free |= {(start + n) % DAY for n in range(length)}
    return free


def minutes_of(document: dict) -> set[int]:
    if document["timing"] is None:
        return set()
    return {
        (minute(start) + n) % DAY
        for start, end in allowed(document)
        for n in range((minute(end) - minute(start)) % DAY + 1)
    }


@pytest.mark.parametrize(("medicine", "hours"), LABELS.items())
def test_t28_every_medicine_has_its_own_hours_not_two_for_all(medicine, hours):
    a, b = hours
    at = 9 * 60
    document = taken(**{medicine: clock(at)})
    assert allowed(document) == [(clock(at + a * 60), clock(at - b * 60))]


@pytest.mark.parametrize(("medicine", "hours"), WITH_A_CLINICIAN.items())
def test_t28_medicines_that_need_a_clinician_have_their_own_hours_too(medicine, hours):
    profile = parse(healthy(medications=medicine), load_knowledge())
    ((row,),) = [match.interactions for match in profile.medicines[0].matches]
    assert row.mg_after_drug.minimum == hours[0] * 60
    assert row.mg_before_drug.minimum == hours[1] * 60
    assert json_of(medications=medicine)["dose"] is None


def test_t27_ciprofloxacin_keeps_two_hours_after_it_and_six_before_it():
    assert allowed(taken(ciprofloxacin="08:00,20:00")) == [("10:00", "14:00"), ("22:00", "02:00")]


def test_t27_rilpivirine_is_worded_the_other_way_round_on_its_label():
    assert allowed(taken(rilpivirine="08:00")) == [("12:00", "06:00")]
    assert allowed(taken(cabotegravir="08:00")) == [("12:00", "06:00")]


def test_t27_the_sentence_says_after_and_before_the_same_way_as_the_times():
    document = taken(ciprofloxacin="08:00", rilpivirine="08:00")
    told = [f["summary"] for f in document["findings"] if f["severity"] == "separate"]
    assert any("at least 2 h after it and at least 6 h before it" in s for s in told)
    assert any("at least 4 h after it and at least 2 h before it" in s for s in told)


@pytest.mark.parametrize(
    ("medicine", "at", "window"),
    [
        ("levothyroxine", "07:00", ("11:00", "03:00")),
        ("levothyroxine", "02:00", ("06:00", "22:00")),
        ("levothyroxine", "23:30", ("03:30", "19:30")),
        ("ciprofloxacin", "23:00", ("01:00", "17:00")),
        ("ciprofloxacin", "00:00", ("02:00", "18:00")),
        ("moxifloxacin", "09:00", ("13:00", "01:00")),
        ("moxifloxacin", "23:59", ("03:59", "15:59")),
        ("dolutegravir", "22:00", ("00:00", "16:00")),
        ("dolutegravir", "05:00", ("07:00", "23:00")),
        ("rilpivirine", "01:00", ("05:00", "23:00")),
        ("ferrous sulfate", "23:00", ("01:00", "21:00")),
    ],
)
def test_t29_hours_wrap_around_midnight(medicine, at, window):
    assert allowed(taken(**{medicine: at})) == [window]


@pytest.mark.parametrize("at", ["24:00", "25:00", "7", "7.30", "07:60", "7pm", "-1:00", "07:00:00"])
def test_t29_a_time_that_is_not_on_the_clock_is_refused(at):
    with pytest.raises(InputError, match="medication_times"):
        taken(levothyroxine=at)


@pytest.mark.parametrize(
    ("times", "windows"),
    [
        ({"doxycycline": "08:00,20:00"}, [("10:00", "14:00"), ("22:00", "02:00")]),
        ({"gabapentin": "08:00,14:00,22:00"},
         [("00:00", "06:00"), ("10:00", "12:00"), ("16:00", "20:00")]),
        ({"gabapentin": "06:00,12:00,18:00,00:00"},
         [("02:00", "04:00"), ("08:00", "10:00"), ("14:00", "16:00"), ("20:00", "22:00")]),
        ({"levothyroxine": "07:00,15:00"}, [("19:00", "03:00")]),
    ],
)  # fmt: skip
def test_t30_every_dose_of_the_day_counts(times, windows):
    got = allowed(taken(**times))
    assert [w for w in got if w[0] != w[1]] == windows


def test_t30_times_given_in_two_answers_are_all_kept():
    document = json_of(
        medications="ciprofloxacin",
        medication_times=["ciprofloxacin=08:00", "ciprofloxacin=20:00"],
    )
    assert allowed(document) == [("10:00", "14:00"), ("22:00", "02:00")]


def test_t30_a_twice_a_day_medicine_without_times_is_assumed_twice_a_day():
    document = json_of(medications="ciprofloxacin")
    assert len(allowed(document)) == 2
    assert len([t for t in document["timing"]["assumed_times"] if "ciprofloxacin" in t]) == 2


def test_t31_bone_and_thyroid_tablets_in_the_morning_leave_the_evening():
    document = taken(alendronate="06:30", levothyroxine="07:00")
    assert allowed(document) == [("11:00", "00:30")]
    for intake in document["timing"]["intakes"]:
        assert "11:00" <= intake["time"] <= "23:59"


def test_t31_no_time_of_the_fasted_morning_is_ever_offered():
    for wake in ("05:00", "06:00", "06:30", "07:00"):
        document = json_of(
            medications=["alendronate", "levothyroxine"],
            medication_times=["alendronate=06:30", "levothyroxine=07:00"],
            wake=wake,
            patterns="daytime",
        )
        assert min(intake["time"] for intake in document["timing"]["intakes"]) >= "11:00"


@pytest.mark.parametrize("bedtime", ["21:00", "22:00", "22:30", "23:30", "00:30"])
@pytest.mark.parametrize(("medicine", "b"), [("levothyroxine", 4), ("dolutegravir", 6)])
def test_t32_a_bedtime_medicine_moves_magnesium_away_from_bed(medicine, b, bedtime):
    document = json_of(
        medications=medicine, medication_times=f"{medicine}={bedtime}", bedtime=bedtime
    )
    for intake in document["timing"]["intakes"]:
        assert (minute(bedtime) - minute(intake["time"])) % DAY >= b * 60
        assert "before bed" not in intake["relative"]


def test_t32_dolutegravir_at_ten_at_night_means_magnesium_by_four_in_the_afternoon():
    for intake in taken(dolutegravir="22:00")["timing"]["intakes"]:
        assert "07:00" <= intake["time"] <= "16:00"


@pytest.mark.parametrize(
    "times",
    [
        {"ciprofloxacin": "08:00,16:00,00:00"},
        {"moxifloxacin": "08:00,20:00"},
        {"levothyroxine": "00:00,08:00,16:00"},
        {"ciprofloxacin": "06:00,12:00,18:00,00:00"},
        {"dolutegravir": "06:00,14:00", "moxifloxacin": "22:00"},
    ],
)
def test_t33_a_single_free_instant_is_no_time_at_all(times):
    document = taken(**times)
    assert document["disposition"] == "clinician_first"
    assert (document["dose"], document["timing"]) == (None, None)
    (told,) = [f["summary"] for f in document["findings"] if f["code"] == "TIM001"]
    assert "No safe time of day" in told
    assert "pharmacist" in told
    assert "pause magnesium" in told


@pytest.mark.parametrize(("third", "fits"), [("16:28", False), ("16:29", False), ("16:30", True)])
def test_t33_a_slot_needs_half_an_hour(third, fits):
    document = taken(ciprofloxacin=f"08:00,{third},00:15")
    assert (document["dose"] is not None) == fits
    if fits:
        assert allowed(document) == [("10:00", "10:30")]
        assert [len(step["intakes_mg"]) for step in document["dose"]["steps"]] == [1, 1]


GRID = [
    (medicine, at)
    for medicine in ("ciprofloxacin", "moxifloxacin", "levothyroxine", "rilpivirine", "gabapentin")
    for at in ("00:00", "03:15", "07:00", "12:40", "18:00", "22:30")
]


@pytest.mark.parametrize("first", GRID, ids="-".join)
def test_t29_two_medicines_at_any_hours_leave_what_asking_every_minute_leaves(first):
    for pair in combinations(GRID, 2):
        if first != pair[0] or pair[0][0] == pair[1][0]:
            continue
        document = taken(**dict(pair))
        doses = [(minute(at), *LABELS[medicine]) for medicine, at in pair]
        free = free_by_hand(doses)
        assert minutes_of(document) == free, pair
        if document["timing"]:
            assert {minute(i["time"]) for i in document["timing"]["intakes"]} <= free, pair
