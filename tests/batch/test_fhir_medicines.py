"""Medicines from FHIR: which are taken, by text and code, by which route, and when."""

from __future__ import annotations

import pytest

from batch.fhir_made import (
    SNOMED,
    answered,
    dose,
    folder,
    one,
    patient,
    read,
    request,
    statement,
)

ATC = "http://www.whocc.no/atc"


def medicines(place, *resources):
    return one(place, *resources)["medications"]


def taken(place, *resources):
    """Ingredient, route and how it was found, of all that was listed."""
    told = answered(one(place, *resources))
    return {(m.ingredient, m.route) for use in told.profile.medicines for m in use.matches}


# which are taken ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "counts"),
    [
        ("active", True), ("unknown", True), (None, True), ("on-hold", False), ("cancelled", False),
        ("completed", False), ("entered-in-error", False), ("stopped", False), ("draft", False),
    ],
)  # fmt: skip
def test_an_order_counts_while_it_is_active_or_nobody_knows(tmp_path, status, counts):
    assert medicines(tmp_path, request("warfarin", status=status)) == (
        ["warfarin"] if counts else []
    )


@pytest.mark.parametrize(
    ("status", "counts"),
    [
        ("active", True), ("intended", True), ("unknown", True), ("completed", False),
        ("entered-in-error", False), ("stopped", False), ("on-hold", False), ("not-taken", False),
    ],
)  # fmt: skip
def test_a_statement_counts_while_it_is_active_or_intended(tmp_path, status, counts):
    assert medicines(tmp_path, statement("warfarin", status)) == (["warfarin"] if counts else [])


@pytest.mark.parametrize(
    ("fields", "counts"),
    [
        ({"intent": "order"}, True),
        ({"intent": "plan"}, True),  # what people take of their own accord
        ({"intent": "instance-order"}, True),
        ({"intent": "proposal"}, False),
        ({"intent": "option"}, False),
        ({"doNotPerform": True}, False),
        ({"doNotPerform": False}, True),
    ],
)
def test_a_proposal_or_an_order_not_to_give_it_does_not_count(tmp_path, fields, counts):
    assert medicines(tmp_path, request("warfarin", **fields)) == (["warfarin"] if counts else [])


def test_a_person_without_an_active_medicine_has_said_nothing(tmp_path):
    assert medicines(tmp_path / "a", request("warfarin", status="stopped")) == []
    found = read(folder(tmp_path / "b", patient(), patient("p2"), request("warfarin")))
    assert found.cells["p2"]["medications"] == []
    assert not answered(found.cells["p2"], medications="none").profile.medicines_known
    assert "medications" not in one(tmp_path / "c", patient())


def test_only_a_record_that_says_so_makes_an_empty_list(tmp_path):
    ips = "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips"

    def told(code):
        coding = [{"system": ips, "code": code, "display": "No known medications"}]
        return statement("", "unknown", medicationCodeableConcept={"coding": coding})

    assert medicines(tmp_path / "a", told("no-known-medications")) == ["none"]
    assert medicines(tmp_path / "b", told("no-medication-info")) == ["unknown"]
    assert medicines(tmp_path / "c", told("no-known-medications"), request("warfarin")) == [
        "warfarin"
    ]


def test_orders_and_statements_make_one_list(tmp_path):
    found = medicines(tmp_path, request("warfarin"), statement("aspirin"), request("warfarin"))
    assert sorted(found) == ["aspirin", "warfarin"]


# what they are -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        # 10582 is levothyroxine, 2551 ciprofloxacin, 17128 lansoprazole in RxNorm.
        (request("Levothyroxine", "10582", "Levothyroxine (Synthroid)"), ["Levothyroxine"]),
        (request(None, "10582", "Levothyroxine (Synthroid)"), ["Levothyroxine (Synthroid)"]),
        (request(None, "10582"), ["rxnorm:10582"]),
        (request("Xyzzyol tablets", "10582"), ["rxnorm:10582"]),
        (request("Xyzzyol tablets", "10582", "Levothyroxine"), ["Levothyroxine"]),
        (request("Xyzzyol tablets", "999999999"), ["Xyzzyol tablets"]),
        (request(None, "999999999"), ["rxnorm:999999999"]),
        (request("lisinopril 10 MG Oral Tablet", "314076"), ["lisinopril 10 MG Oral Tablet"]),
        (request("Lansoprazole", "2551"), ["Lansoprazole", "rxnorm:2551"]),
        (request("Lansoprazole", "17128", "Ciprofloxacin"), ["Lansoprazole", "Ciprofloxacin"]),
        (request("warfarin; aspirin | gout pills"), ["warfarin, aspirin, gout pills"]),
        (request("  warfarin \n 5 mg "), ["warfarin 5 mg"]),
        (request("none"), ["unknown"]),
        (request("unknown", "10582"), ["rxnorm:10582"]),
        (request(), ["unknown"]),
        (request("caf\ud800ergot"), ["caf?ergot"]),
    ],
)  # fmt: skip
def test_text_and_code_say_what_it_is_and_both_are_listed_where_they_differ(
    tmp_path, made, expected
):
    assert medicines(tmp_path, made) == expected


def test_an_atc_code_is_read_as_well(tmp_path):
    coding = [{"system": ATC, "code": "J01MA02"}]
    assert medicines(tmp_path, request(medicationCodeableConcept={"coding": coding})) == [
        "atc:j01ma02"
    ]
    assert taken(tmp_path / "b", request(medicationCodeableConcept={"coding": coding})) == {
        ("ciprofloxacin", "unknown")
    }


def test_a_medicine_that_nothing_names_leaves_the_list_open(tmp_path):
    told = answered(one(tmp_path, request("warfarin"), request()))
    assert [use.text for use in told.profile.medicines] == ["warfarin"]
    assert not told.profile.medicines_known


def medication(id_, name, **more):
    return {"resourceType": "Medication", "id": id_, "code": {"text": name}, **more}


def test_a_medicine_may_be_a_record_of_its_own_before_or_after_the_order(tmp_path):
    order = request(medicationReference={"reference": "Medication/m1"})
    for number, records in enumerate(
        ([medication("m1", "warfarin"), order], [order, medication("m1", "warfarin")])
    ):
        assert medicines(tmp_path / str(number), *records) == ["warfarin"]


def test_a_medicine_may_be_contained_or_shown_or_missing(tmp_path):
    inside = request(
        medicationReference={"reference": "#m"}, contained=[medication("m", "warfarin")]
    )
    assert medicines(tmp_path / "a", inside) == ["warfarin"]
    shown = request(medicationReference={"reference": "Medication/gone", "display": "warfarin"})
    assert medicines(tmp_path / "b", shown) == ["warfarin"]
    assert medicines(
        tmp_path / "c", request(medicationReference={"reference": "Medication/gone"})
    ) == ["unknown"]
    assert medicines(tmp_path / "d", request(medicationReference={"reference": "#gone"})) == [
        "unknown"
    ]


def test_a_medicine_without_a_code_is_its_ingredients(tmp_path):
    parts = [{"itemCodeableConcept": {"text": name}} for name in ("levodopa", "carbidopa")]
    made = medication("m1", None, code=None, ingredient=parts)
    order = request(medicationReference={"reference": "Medication/m1"})
    assert {name for name, _ in taken(tmp_path, made, order)} == {"levodopa", "carbidopa"}


# routes ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "told", "expected"),
    [
        ("Ciprofloxacin", dose("26643006"), "unknown"),
        ("Ciprofloxacin", dose(words="PO"), "unknown"),
        ("Ciprofloxacin", dose(), "unknown"),
        ("Ciprofloxacin", dose("127492001"), "unknown"),  # a tube to the stomach
        ("Ciprofloxacin", dose("999999999", "a way of its own"), "unknown"),
        ("Ciprofloxacin", dose("47625008", "IV"), "injection"),
        ("Ciprofloxacin", dose(words="IM"), "injection"),
        ("Ciprofloxacin", dose("34206005"), "injection"),
        ("Ciprofloxacin", dose("54485002"), "eye"),
        ("Ciprofloxacin", dose("10547007"), "ear"),
        ("Ciprofloxacin", dose(words="topical"), "skin"),
        ("Salbutamol", dose("447694001", "INH"), "inhaled"),
        ("Estradiol", dose("16857009"), "vaginal"),
        ("Mesalazine", dose("37161004"), "rectal"),
        ("Oxymetazoline", dose(words="NASAL"), "nose"),
        # The name and the record differ: it may be swallowed.
        ("Ofloxacin ophthalmic", dose("26643006"), "unknown"),
        ("Ofloxacin ophthalmic", dose(), "eye"),
        ("levofloxacin 500 MG Oral Tablet", dose("54485002"), "oral"),
    ],
)
def test_the_route_of_the_record_reaches_the_rules(tmp_path, name, told, expected):
    assert {route for _, route in taken(tmp_path, request(name, dosageInstruction=[told]))} == {
        expected
    }


def test_a_route_code_counts_only_in_its_own_system(tmp_path):
    route = {"coding": [{"system": "http://x.test/routes", "code": "54485002"}]}
    made = request("Ciprofloxacin", dosageInstruction=[{"route": route}])
    assert taken(tmp_path, made) == {("ciprofloxacin", "unknown")}
    assert SNOMED != "http://x.test/routes"


@pytest.mark.parametrize(
    ("doses", "expected"),
    [
        ([dose("54485002"), dose("26643006")], "unknown"),
        ([dose("54485002"), dose()], "unknown"),
        ([dose("54485002"), dose("47625008")], "unknown"),
        ([dose("54485002"), dose("54485002")], "eye"),
        ([], "unknown"),
    ],
)
def test_of_several_doses_all_must_go_one_local_way(tmp_path, doses, expected):
    made = request("Ciprofloxacin", dosageInstruction=doses)
    assert taken(tmp_path, made) == {("ciprofloxacin", expected)}


def test_a_dose_that_is_swallowed_counts_beside_drops_of_the_same_order(tmp_path):
    made = request("Ofloxacin ophthalmic", dosageInstruction=[dose("54485002"), dose("26643006")])
    assert taken(tmp_path, made) == {("ofloxacin", "unknown")}


def test_a_name_that_a_route_would_make_unreadable_is_left_alone(tmp_path):
    """A brand beside other words is none: the name has to stand as it is."""
    made = request("Augmentin ES 600", dosageInstruction=[dose("47625008")])
    assert medicines(tmp_path, made) == ["Augmentin ES 600"]


def test_a_medicine_known_by_its_code_alone_keeps_its_route(tmp_path):
    made = request(None, "2551", dosageInstruction=[dose("54485002")])
    assert taken(tmp_path, made) == {("ciprofloxacin", "eye")}


def test_a_statement_tells_its_route_too(tmp_path):
    assert taken(tmp_path, statement("Ciprofloxacin", dosage=[dose("54485002")])) == {
        ("ciprofloxacin", "eye")
    }


def test_a_name_that_is_not_understood_stays_as_it_is(tmp_path):
    made = request("Xyzzyol", dosageInstruction=[dose("47625008")])
    assert medicines(tmp_path, made) == ["Xyzzyol"]


def test_magnesium_into_a_vein_stops(tmp_path):
    made = request("Magnesium Sulfate", "6475", dosageInstruction=[dose("47625008")])
    assert answered(one(tmp_path, made)).disposition == "do_not_supplement"


def test_eye_drops_bring_no_window_and_tablets_do(tmp_path):
    drops = request("Ciprofloxacin", dosageInstruction=[dose("54485002")])
    tablets = request("Ciprofloxacin", dosageInstruction=[dose("26643006")])
    dull, sharp = (answered(one(tmp_path / n, m)) for n, m in (("a", drops), ("b", tablets)))
    assert [f for f in dull.findings if f.severity == "separate"] == []
    assert [f for f in sharp.findings if f.severity == "separate"] != []


# times -------------------------------------------------------------------------------------------


def test_clock_times_of_a_dose_reach_the_plan(tmp_path):
    made = request(
        "Levothyroxine", dosageInstruction=[dose("26643006", times=["07:00:00", "19:30"])]
    )
    cells = one(tmp_path, made)
    assert cells["medication_times"] == ["Levothyroxine=07:00,19:30"]
    assert answered(cells).profile.medicines[0].times == (7 * 60, 19 * 60 + 30)


@pytest.mark.parametrize("times", [["25:00"], ["7 am"], [700], "07:00", [None], []])
def test_what_is_no_clock_time_is_none(tmp_path, times):
    told = {"timing": {"repeat": {"timeOfDay": times}}}
    assert "medication_times" not in one(
        tmp_path, request("Levothyroxine", dosageInstruction=[told])
    )


def test_times_of_two_orders_of_one_medicine_are_joined(tmp_path):
    orders = [
        request("Levothyroxine", dosageInstruction=[dose(times=[t])]) for t in ("07:00", "19:00")
    ]
    told = answered(one(tmp_path, *orders))
    assert [use.times for use in told.profile.medicines] == [(420, 1140)]


def test_times_of_a_medicine_that_nothing_names_are_left_out(tmp_path):
    assert "medication_times" not in one(
        tmp_path, request(dosageInstruction=[dose(times=["07:00"])])
    )
