"""magadvise: advice on oral magnesium for leg cramps.

>>> from magadvise import advise, load_knowledge, parse
>>> knowledge = load_knowledge()
>>> profile = parse({"age": "45", "sex": "female", "pregnant": "no"}, knowledge)
>>> advise(profile, knowledge).disposition.value
'check_first'
"""

from magadvise.advice.pipeline import advise
from magadvise.advice.plan import Plan, Refusal
from magadvise.errors import DoseLimitError, InputError, KnowledgeError, MagadviseError
from magadvise.knowledge.load import load_knowledge
from magadvise.knowledge.rows import Knowledge
from magadvise.model import Disposition, Finding, Profile, Severity
from magadvise.profile import parse

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

__version__ = "0.1.0"
