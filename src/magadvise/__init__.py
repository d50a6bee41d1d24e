"""magadvise: advice on oral magnesium for leg cramps.

>>> from magadvise import advise, load_knowledge, parse
>>> knowledge = load_knowledge()
>>> profile = parse({"age": "45", "sex": "female", "pregnant": "no"}, knowledge)
>>> advise(profile, knowledge).disposition.value
'check_first'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from magadvise.advice.pipeline import advise
    from magadvise.advice.plan import Plan, Refusal
    from magadvise.errors import DoseLimitError, InputError, KnowledgeError, MagadviseError
    from magadvise.knowledge.load import load_knowledge
    from magadvise.knowledge.rows import Knowledge
    from magadvise.model import Disposition, Finding, Profile, Severity
    from magadvise.profile import parse

__version__ = "0.1.0"

_HOMES = {
    "advise": "advice.pipeline",
    "Plan": "advice.plan",
    "Refusal": "advice.plan",
    "DoseLimitError": "errors",
    "InputError": "errors",
    "KnowledgeError": "errors",
    "MagadviseError": "errors",
    "load_knowledge": "knowledge.load",
    "Knowledge": "knowledge.rows",
    "Disposition": "model",
    "Finding": "model",
    "Profile": "model",
    "Severity": "model",
    "parse": "profile",
}

__all__ = [
    "Disposition",
    "DoseLimitError",
    "Finding",
    "InputError",
    "Knowledge",
    "KnowledgeError",
    "MagadviseError",
    "Plan",
    "Profile",
    "Refusal",
    "Severity",
    "advise",
    "load_knowledge",
    "parse",
]


def __getattr__(name: str) -> Any:
    """Public names are imported when they are first used, so that ``--version`` stays quick."""
    if name not in _HOMES:
        raise AttributeError(name)
    return getattr(import_module(f"magadvise.{_HOMES[name]}"), name)
