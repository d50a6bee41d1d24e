"""What is saved is what is loaded, for any answers and any name."""

from __future__ import annotations

import contextlib
import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from magadvise import load_knowledge, parse
from magadvise.cli import profile_store as store
from magadvise.profile import QUESTIONS
from property import strategies

ANY_TEXT = st.text(st.characters(), max_size=30) | st.text(st.characters(categories=["Cs", "Cc"]))
ANSWERS = st.dictionaries(st.sampled_from(QUESTIONS), st.lists(ANY_TEXT, max_size=4))
DEVICES = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]", re.IGNORECASE)
NAMES = st.from_regex(r"[A-Za-z0-9_][A-Za-z0-9_-]{0,39}", fullmatch=True).filter(
    lambda name: not DEVICES.fullmatch(name)
)


@pytest.fixture(autouse=True, scope="module")
def _folder(tmp_path_factory: pytest.TempPathFactory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("stored")))
        yield


@given(ANSWERS)
def test_loading_gives_back_what_was_saved(answers):
    store.save("me", answers)
    assert store.load("me") == answers


@given(NAMES, ANSWERS)
def test_a_name_holds_its_own_answers_until_it_is_forgotten(name, answers):
    with tempfile.TemporaryDirectory() as empty, pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", empty)
        path = store.save(name, answers)
        assert path.parent == store.folder()
        assert store.names() == [name]
        assert store.load(name) == answers
        store.forget(name)
        assert store.names() == []
        assert list(Path(empty).iterdir()) == []


@given(strategies.anyone())
def test_loaded_answers_are_the_same_person(answers):
    knowledge = load_knowledge()
    texts = {q: [a] if isinstance(a, str) else a for q, a in answers.items()}
    store.save("me", texts)
    assert parse(store.load("me"), knowledge) == parse(answers, knowledge)


@given(st.binary(max_size=200) | st.text().map(str.encode))
def test_no_content_of_a_file_is_a_fault_of_the_program(content):
    """Any bytes are either answers or one of our own errors."""
    path = store.save("me", {})
    path.write_bytes(content)
    with contextlib.suppress(store.StoredError):
        assert set(store.load("me")) <= set(QUESTIONS)
