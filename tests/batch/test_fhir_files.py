"""FHIR folders, bundles and files: what is read, what is refused, and that neighbours stay as they are."""

from __future__ import annotations

import json

import pytest

from batch.fhir_made import (
    bundle,
    condition,
    folder,
    lab,
    patient,
    read,
    request,
    statement,
)
from magadvise.batch import fhir
from magadvise.batch.sources import NoUsableData

RECORDS = (patient(), condition("I10"), lab(75), request("lisinopril 10 MG Oral Tablet"))
EXPECTED = {
    "id": "p1", "age": "45", "sex": "female", "pregnant": "", "conditions": ["hypertension"],
    "kidney": "", "egfr": "75", "creatinine": "", "creatinine_unit": "",
    "medications": ["lisinopril 10 MG Oral Tablet"],
}  # fmt: skip


def lines(*resources):
    return "".join(json.dumps(resource) + "\n" for resource in resources)


# the same people in every kind of file -----------------------------------------------------------


def bulk(place):
    return [folder(place / "export", *RECORDS)]


def numbered(place):
    export = folder(place / "export", *RECORDS)
    (export / "Patient.ndjson").rename(export / "Patient.000.ndjson")
    (export / "Condition.ndjson").rename(export / "Condition-1.ndjson")
    (export / "Observation.ndjson").rename(export / "2.Observation.ndjson")
    return [export]


def one_file_of_all(place):
    file = place / "all.ndjson"
    file.write_text(lines(*reversed(RECORDS)), encoding="utf-8")
    return [file]


def nameless(place):
    export = folder(place / "export", *RECORDS)
    for number, file in enumerate(sorted(export.iterdir())):
        file.rename(export / f"{number:032x}.ndjson")
    return [export]


def files(place):
    return sorted(folder(place / "export", *RECORDS).iterdir())


def one_bundle(place, kind="collection"):
    return [bundle(place / "b.json", *RECORDS, kind=kind)]


def two_pages(place):
    return [
        bundle(place / "page1.json", *RECORDS[:1], kind="searchset"),
        bundle(place / "page2.json", *RECORDS[1:], kind="searchset"),
    ]


def folder_of_bundles(place):
    two_pages(place)
    return [place]


def bundle_on_one_line(place):
    file = place / "b.ndjson"
    made = {"resourceType": "Bundle", "type": "batch", "entry": [{"resource": r} for r in RECORDS]}
    file.write_text(lines(made), encoding="utf-8")
    return [file]


def lines_in_a_json_file(place):
    file = place / "all.json"
    file.write_text(lines(*RECORDS), encoding="utf-8")
    return [file]


def single_resources(place):
    for number, resource in enumerate(RECORDS):
        (place / f"{number}.json").write_text(json.dumps(resource, indent=2), encoding="utf-8")
    return sorted(place.iterdir())


def with_a_mark(place):
    file = place / "all.ndjson"
    file.write_bytes(b"\xef\xbb\xbf" + lines(*RECORDS).replace("\n", "\r\n").encode())
    return [file]


SHAPES = [bulk, numbered, one_file_of_all, nameless, files, one_bundle, two_pages, folder_of_bundles,
          bundle_on_one_line, lines_in_a_json_file, single_resources, with_a_mark]  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_every_kind_of_file_gives_the_same_row(tmp_path, shape):
    found = read(*shape(tmp_path))
    assert found.errors == []
    assert found.cells == {"p1": EXPECTED}


@pytest.mark.parametrize("kind", ["collection", "searchset", "transaction", "batch", "document"])
def test_the_bundles_that_hold_each_record_once_are_read(tmp_path, kind):
    assert read(*one_bundle(tmp_path, kind)).cells == {"p1": EXPECTED}


def test_a_history_bundle_is_refused_because_it_holds_old_versions(tmp_path):
    folder(tmp_path / "a", patient("p2"))
    found = read(tmp_path / "a", *one_bundle(tmp_path, "history"))
    assert found.errors == ["bundle_type"]
    assert found.cells.keys() == {"p2"}


def test_in_a_transaction_records_may_be_named_by_their_address_alone(tmp_path):
    subject = {"reference": "urn:uuid:6c2f0a0e-0000-4000-8000-000000000001"}
    entries = [
        {"fullUrl": subject["reference"], "resource": patient(id=None)},
        {"fullUrl": "urn:uuid:6c2f0a0e-0000-4000-8000-000000000002", "resource": lab(40, subject=subject)},
        {"request": {"method": "DELETE", "url": "Patient/p9"}},
        {"resource": {"resourceType": "Bundle", "entry": [{"resource": condition("I10", subject=subject)}]}},
    ]  # fmt: skip
    file = tmp_path / "t.json"
    file.write_text(json.dumps({"resourceType": "Bundle", "type": "transaction", "entry": entries}))
    found = read(file)
    id_ = "6c2f0a0e-0000-4000-8000-000000000001"
    assert found.cells.keys() == {id_}
    assert found.cells[id_]["egfr"] == "40"
    assert found.cells[id_]["conditions"] == ["hypertension"]


@pytest.mark.parametrize(
    "reference",
    [
        "Patient/p1",
        "https://x.test/fhir/Patient/p1",
        "Patient/p1/_history/3",
        "https://x.test/any/p1",
    ],
)
def test_a_reference_may_be_relative_absolute_of_a_version_or_the_address_of_an_entry(
    tmp_path, reference
):
    file = bundle(tmp_path / "b.json", patient(), lab(40, subject={"reference": reference}),
                  p1="https://x.test/any/p1")  # fmt: skip
    assert read(file).cells["p1"]["egfr"] == "40"


@pytest.mark.parametrize("reference", ["Group/p1", "p1", "#p1", "Device/p1", ""])
def test_a_reference_to_something_else_is_nobody(tmp_path, reference):
    found = read(folder(tmp_path, patient(), lab(40, subject={"reference": reference})))
    assert found.cells["p1"]["egfr"] == ""


def test_other_records_of_a_folder_are_not_read_and_that_is_said(tmp_path):
    export = folder(tmp_path, *RECORDS)
    for kind in ("Encounter", "AllergyIntolerance"):
        (export / f"{kind}.ndjson").write_text(lines({"resourceType": kind}) + "{broken\n")
    (export / "manifest.json").write_text('{"transactionTime": "2026-01-01", "output": []}')
    (export / "notes.txt").write_text("nothing")
    found = read(export)
    assert found.errors == []
    assert found.cells == {"p1": EXPECTED}
    assert "files of the folder with other records, not read: 3" in found.said


def test_the_file_of_each_row_can_be_told(tmp_path):
    folder(tmp_path / "a", patient("p1"))
    folder(tmp_path / "b", patient("p2"))
    from batch.fhir_made import AS_OF
    from magadvise.knowledge.load import load_codes

    table = fhir.table([str(tmp_path / "a"), str(tmp_path / "b")], load_codes(), AS_OF)
    told = [(item.cells["id"], table.file()) for item in table.rows]
    assert told == [("p1", str(tmp_path / "a" / "Patient.ndjson")),
                    ("p2", str(tmp_path / "b" / "Patient.ndjson"))]  # fmt: skip


# refused as a whole ------------------------------------------------------------------------------


def refused(*names):
    with pytest.raises(NoUsableData) as caught:
        read(*names)
    assert caught.value.exit_code == 65
    return str(caught.value)


def test_a_folder_without_a_patient_is_no_usable_data(tmp_path):
    assert "Patient" in refused(folder(tmp_path / "a", *RECORDS[1:]))
    empty = folder(tmp_path / "b", *RECORDS)
    (empty / "Patient.ndjson").write_text("\n\n")
    assert "Patient" in refused(empty)
    (tmp_path / "c").mkdir()
    assert "folder" in refused(tmp_path / "c")


def r5_request():
    return {**request(), "medication": {"concept": {"text": "warfarin"}}}


def stu3_condition():
    return {**condition("I10"), "clinicalStatus": "active", "verificationStatus": "confirmed"}


def dstu2_condition():
    made = {**stu3_condition(), "patient": {"reference": "Patient/p1"}}
    del made["subject"]
    return made


OTHERS = [
    ("R5", [r5_request()]),
    ("R5", [{**statement("x"), "medication": {"reference": {"reference": "Medication/1"}}}]),
    ("STU3", [stu3_condition()]),
    ("STU3", [{**statement("warfarin"), "taken": "y"}]),
    ("DSTU2", [dstu2_condition()]),
    ("DSTU2", [{"resourceType": "MedicationOrder", "status": "active"}]),
    ("R5", [{"resourceType": "CapabilityStatement", "fhirVersion": "5.0.0"}]),
    ("STU3", [{"resourceType": "CapabilityStatement", "fhirVersion": "3.0.2"}]),
    ("R5", [lab(90, meta={"profile": ["http://hl7.org/fhir/5.0/StructureDefinition/Observation"]})]),
    ("STU3", [lab(90, meta={"profile": ["http://hl7.org/fhir/StructureDefinition/Observation|3.0.1"]})]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "records"), OTHERS)
def test_records_of_another_version_are_refused_with_its_name(tmp_path, name, records):
    assert name in refused(folder(tmp_path, patient(), *records))


@pytest.mark.parametrize(
    "meta",
    [
        {"profile": ["http://hl7.org/fhir/us/core/StructureDefinition/us-core-patient|7.0.0"]},
        {"profile": ["http://hl7.org/fhir/StructureDefinition/Patient|4.0.1"]},
        {"profile": ["http://hl7.org/fhir/StructureDefinition/Patient|4.3.0"]},
        {"profile": ["http://hl7.org/fhir/StructureDefinition/Patient"]},
        {"profile": "5.0"},
        {"profile": [5]},
    ],
)
def test_profiles_of_guides_and_of_r4_and_r4b_are_no_other_version(tmp_path, meta):
    assert read(folder(tmp_path, patient(meta=meta))).cells.keys() == {"p1"}


def test_one_record_of_another_version_is_rejected_and_leaves_its_question_open(tmp_path):
    mixed = [*RECORDS, r5_request(), stu3_condition()]
    found = read(folder(tmp_path, *mixed))
    assert found.errors == ["other_version"] * 2
    assert found.cells["p1"]["medications"] == ["lisinopril 10 MG Oral Tablet", "unknown"]
    assert found.cells["p1"]["conditions"] == ["hypertension", "unknown"]


# bad lines ---------------------------------------------------------------------------------------

DEEP = b"[" * 100_000 + b"]" * 100_000
BAD_LINES = [
    (b'{"resourceType": "Patient", "id": "bad", ', "bad_json"),
    (b'{"resourceType": "Patient", "id": "bad"}}', "bad_json"),
    (b"[1, 2]", "no_resource"),
    (b'"Patient"', "no_resource"),
    (b'{"id": "bad", "birthDate": "1980-01-01"}', "no_resource"),
    (b'{"resourceType": 5, "id": "bad"}', "no_resource"),
    (b'{"resourceType": "patient", "id": "bad", "birthDate": "1980-01-01"}', "no_resource"),
    (b'{"resourceType": "Patient", "id": "bad", "x": ' + DEEP + b"}", "bad_json"),
    (b'{"resourceType": "Patient", "id": "bad", "x": NaN}', "bad_json"),
    (b'{"resourceType": "Patient", "id": "bad", "x": "\xff"}', "bad_encoding"),
    (b'{"resourceType": "Patient", "id": "bad", "x": "\x00"}', "bad_json"),
    (b'{"resourceType": "Patient", "id": "bad", "id": "p1", "birthDate": "1980-01-01"}', "duplicate_key"),
    (b'{"resourceType": "Patient", "id": "bad", "x": "' + b"x" * (1 << 20) + b'"}', "line_too_long"),
]  # fmt: skip


@pytest.mark.parametrize(("bad", "code"), BAD_LINES, ids=lambda value: str(value)[:40])
def test_a_bad_patient_line_is_rejected_with_its_bytes_and_leaves_its_neighbours(
    tmp_path, bad, code
):
    export = folder(tmp_path, *RECORDS)
    good = lines(patient("p0")).encode(), lines(patient()).encode()
    (export / "Patient.ndjson").write_bytes(good[0] + bad + b"\n" + good[1])
    found = read(export)
    assert found.errors == [code]
    assert list(found.cells) == ["p0", "p1"]
    assert found.cells["p1"] == EXPECTED
    reject = found.items[1]
    assert (reject.line, reject.start, reject.end) == (2, len(good[0]), len(good[0]) + len(bad) + 1)
    assert reject.raw == (None if code == "line_too_long" else bad + b"\n")


@pytest.mark.parametrize("kind", ["Condition", "Observation", "MedicationRequest"])
@pytest.mark.parametrize(
    ("bad", "code"), [(b'{"resourceType": "?", "x": [', "bad_json"), (b"{}", "no_resource")]
)
def test_a_bad_line_of_another_file_is_rejected_with_its_bytes(tmp_path, kind, bad, code):
    export = folder(tmp_path, *RECORDS)
    file = export / f"{kind}.ndjson"
    before = file.read_bytes()
    file.write_bytes(before + bad + b"\n" + before)
    found = read(export)
    assert found.errors == [code]
    assert found.cells == {"p1": EXPECTED}
    reject = next(item for item in found.items if item.cells is None)
    assert (reject.line, reject.start, reject.raw) == (2, len(before), bad + b"\n")


@pytest.mark.parametrize(
    ("kind", "question"), [("Condition", "conditions"), ("MedicationRequest", "medications")]
)
def test_a_cut_off_line_leaves_the_question_of_its_patient_open(tmp_path, kind, question):
    export = folder(tmp_path, *RECORDS, patient("p2"))
    cut = json.dumps({"resourceType": kind, "subject": {"reference": "Patient/p1"}})[:-1]
    with (export / f"{kind}.ndjson").open("a", encoding="utf-8") as stream:
        stream.write(cut + "\n")
    found = read(export)
    assert found.errors == ["bad_json"]
    assert found.cells["p1"][question][-1] == "unknown"
    assert "unknown" not in found.cells["p2"][question]


def test_a_cut_off_kidney_test_takes_a_good_older_one_away_and_not_a_bad_one(tmp_path):
    export = folder(tmp_path, patient(), lab(90), patient("p2"),
                    lab(25, subject={"reference": "Patient/p2"}))  # fmt: skip
    with (export / "Observation.ndjson").open("a", encoding="utf-8") as stream:
        for who in ("p1", "p2"):
            stream.write(json.dumps(lab(20, subject={"reference": f"Patient/{who}"}))[:-1] + "\n")
    found = read(export)
    assert found.errors == ["bad_json"] * 2
    assert [found.cells[who]["egfr"] for who in ("p1", "p2")] == ["", "25"]


def test_a_cut_off_result_of_another_test_takes_nothing_away(tmp_path):
    export = folder(tmp_path, patient(), lab(90))
    with (export / "Observation.ndjson").open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(lab(70, "29463-7", "kg"))[:-1] + "\n")
    assert read(export).cells["p1"]["egfr"] == "90"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b'{"resourceType": "Bundle", "entry": [', "bad_json"),
        (b'{"resourceType": "Bundle", "entry": [' + DEEP + b"]}", "bad_json"),
        (b'{"entry": []}', "no_resource"),
        (b"\xff\xfe{}", "bad_encoding"),
    ],
)
def test_a_bad_bundle_is_one_reject_beside_other_files(tmp_path, content, code):
    file = tmp_path / "bad.json"
    file.write_bytes(content)
    found = read(file, *one_bundle(tmp_path))
    assert found.errors == [code]
    assert found.cells == {"p1": EXPECTED}
    assert found.items[0].raw == content
    assert (found.items[0].start, found.items[0].end) == (None, None)


def test_a_bad_entry_of_a_bundle_takes_no_other_entry(tmp_path):
    file = bundle(
        tmp_path / "b.json",
        *RECORDS,
        {"id": "no type"},
        patient("p2"),
        patient("p3", birthDate="x"),
    )
    found = read(file)
    assert found.errors == ["no_resource", "bad_birth_date"]
    assert [(i.line, i.error) for i in found.items if i.cells is None] == [
        (5, "no_resource"), (7, "bad_birth_date"),
    ]  # fmt: skip
    assert found.cells.keys() == {"p1", "p2"}
    assert found.cells["p1"] == EXPECTED


def test_every_code_of_a_rejected_row_has_a_message_without_data():
    for code, message in fhir.MESSAGES.items():
        assert code == code.casefold()
        assert len(message) < 90
        assert "{" not in message


# nothing that stands in a field breaks the run -----------------------------------------------------

ODD = (None, True, 7, -1.5, "x", "\ud800", "", [], {}, [[]], [None], [7], {"coding": 5}, {"coding": [None]},
       {"coding": [{"code": 5}]}, {"reference": 5}, [{"coding": "x"}], "9" * 5000)  # fmt: skip
FULL = (
    patient("odd", extension=[], deceasedBoolean=False, meta={}),
    condition("N17.9", subject={"reference": "Patient/odd"}, abatementDateTime="2026-01-01"),
    lab(40, subject={"reference": "Patient/odd"}, component=[lab(30)]),
    request("warfarin", "11289", "Warfarin", subject={"reference": "Patient/odd"},
            dosageInstruction=[{"route": {"text": "PO"}, "timing": {"repeat": {"timeOfDay": ["08:00"]}}}]),
    statement("aspirin", subject={"reference": "Patient/odd"}, dosage=[], contained=[]),
)  # fmt: skip


VERSIONS = ("clinicalStatus", "verificationStatus")  # a text there is that of STU3


@pytest.mark.parametrize("made", FULL, ids=lambda made: made["resourceType"])
def test_no_odd_value_in_any_field_breaks_the_run_or_a_neighbour(tmp_path, made):
    fields = [key for key in made if key not in ("resourceType", *VERSIONS)]
    odd = [{**made, key: value} for key in fields for value in ODD]
    good = [record for record in RECORDS if record["resourceType"] != "Patient"]
    export = folder(tmp_path, patient(), *good)
    with (export / f"{made['resourceType']}.ndjson").open("a", encoding="utf-8") as stream:
        stream.write(lines(*odd))
    found = read(export)
    assert found.cells["p1"] == EXPECTED
    patients = len(odd) if made["resourceType"] == "Patient" else 0
    assert len(found.items) + found.left_out.total() == 1 + patients
