"""``docs/cli.md``, the man page and the completion scripts, made of the commands and the data.

Run by ``make docs`` in a checkout. No command imports it. The same commands give the same bytes.
"""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path

from magadvise import __version__, errors
from magadvise.cli import completion, completions
from magadvise.cli.tree import Flag, Node, Value, root
from magadvise.knowledge.load import manifest

TITLE = "magadvise"
WORDS = ("WORD", "WHAT", "CODE", "SHELL")  # values that are words and nothing else
TAGLINE = "advice on oral magnesium for leg cramps"
ENVIRONMENT = {
    "ACCESSIBLE": "Not empty: plain text in ASCII, one fact a line, as with --plain.",
    "COLUMNS": "The width of the text, in place of that of the terminal.",
    "LOCALAPPDATA": "On Windows, the folder below which profiles and diaries are kept.",
    "MAGADVISE_LANG": "The language of the answer where --lang does not say it, as en or de. LANG and "
    "LC_ALL never choose it.",
    "NO_COLOR": "Not empty: no colour and no bold.",
    "SOURCE_DATE_EPOCH": "Seconds since 1970: the day that tells whether the knowledge is overdue for "
    "review. Without it, the day of this machine.",
    "TERM": "dumb, or none: no colour and no bold.",
    "XDG_DATA_HOME": "The folder below which profiles and diaries are kept, ~/.local/share "
    "where not set.",
}
FILES = {
    "~/.local/share/magadvise/profiles/NAME.json": "Answers that you asked to keep, one file a "
    "name. Only your account can read them. On Windows: %LOCALAPPDATA%\\magadvise\\profiles.",
    "~/.local/share/magadvise/diaries/NAME.jsonl": "A cramp diary, one day a line, for your account "
    "alone; NAME is me where no --name is given. The seed of the boxes stands beside it.",
}
PRIVACY = (
    "Nothing leaves the machine: there is no network, no telemetry and no log.",
    "Nothing is kept unless you ask: --save and profile save write one file, profile forget "
    "removes it. diary add and diary schedule write the diary and its boxes, diary forget removes them.",
    "No error message repeats an answer.",
    "Flags can be seen by others on the same machine while the command runs, and shells keep them "
    "in their history. Use a kept profile or the questions where that matters.",
)
NOTICE = (
    "This is information to take to a pharmacist or doctor. It is no diagnosis and no "
    "prescription, and it does not claim that magnesium treats leg cramps."
)
LOADING = {
    "bash": "source <(magadvise completion bash)",
    "zsh": "source <(magadvise completion zsh)",
    "fish": "magadvise completion fish | source",
    "powershell": "magadvise completion powershell | Out-String | Invoke-Expression",
}


def files(program: Node) -> dict[str, str]:
    """What ``make docs`` writes: the text of each file by its path in the checkout."""
    scripts = completions.scripts(program)
    shells = {f"src/magadvise/cli/shells/{completion.script(s).name}": s for s in scripts}
    return {
        "docs/cli.md": "\n".join(_markdown(program)) + "\n",
        "docs/magadvise.1": "\n".join(_man(program)) + "\n",
        **{path: scripts[shell] for path, shell in shells.items()},
    }


def exit_codes(program: Node) -> dict[int, str]:
    """The codes that the commands of this program can give, with what they mean."""
    names = {node.path[-1] for node in program.below}
    return {
        code: meaning
        for code, meaning in errors.EXIT_MEANINGS.items()
        if not meaning.startswith("batch: ") or "batch" in names
    }


def _words(text: str, value: Value | None) -> str:
    """The text of a flag or word, and the words that can stand there where it names not all."""
    if value is None or all(word in text + value.metavar for word in value.words):
        return text
    return f"{text} {'Words' if value.metavar in WORDS else 'Or'}: {', '.join(value.words)}."


def _spelt(flag: Flag) -> str:
    return ", ".join(flag.names) + (f" {flag.value.metavar}" if flag.value else "")


# docs/cli.md -------------------------------------------------------------------------------------


def _markdown(program: Node) -> Iterator[str]:
    yield f"# {TITLE} on the command line\n"
    yield "Made by `make docs`; a test compares this page with the program.\n"
    yield f"{NOTICE}\n"
    for node in program.walk():
        yield from _section(node)
    yield "## Exit codes\n\n| code | means |\n|---|---|"
    yield from (f"| {code} | {meaning} |" for code, meaning in exit_codes(program).items())
    yield "\n## Environment\n\n| variable | does |\n|---|---|"
    yield from (f"| `{name}` | {_cell(text)} |" for name, text in ENVIRONMENT.items())
    yield "\n## Files\n"
    yield from (f"- `{path}`: {text}" for path, text in FILES.items())
    yield "\n## Privacy\n"
    yield from (f"- {text}" for text in PRIVACY)
    yield "\n## Completion\n\n| shell | for this session |\n|---|---|"
    yield from (f"| {shell} | {_code(line)} |" for shell, line in LOADING.items())
    yield "\nThe first lines of each script say how to keep it. No file is changed for you."


def _section(node: Node) -> Iterator[str]:
    yield f"{'#' * min(2 + max(len(node.path) - 1, 0), 4)} {node.name}\n"
    yield from (f"{text}\n" for text in node.paragraphs if text != NOTICE)
    yield "```console"
    yield from (f"$ {line}" for line in node.examples)
    yield "```\n"
    yield f"`{node.name} {node.usage}`\n"
    if node.below:
        yield "| command | does |\n|---|---|"
        yield from (f"| `{b.name}` | {_cell(b.paragraphs[0])} |" for b in node.below)
        yield ""
    yield "| flag | does |\n|---|---|"
    for word in node.words:
        yield f"| `{word.value.metavar}` | {_cell(_words(word.text, word.value))} |"
    for flag in node.flags:
        yield f"| {_code(_spelt(flag))} | {_cell(_words(flag.text, flag.value))} |"
    yield ""


def _cell(text: str) -> str:
    """Text in a table."""
    return text.replace("|", "\\|").replace("<", "&lt;")


def _code(text: str) -> str:
    """Text in a table that is typed as it stands."""
    return f"`{text}`".replace("|", "\\|")


# docs/magadvise.1 --------------------------------------------------------------------------------


def _man(program: Node) -> Iterator[str]:
    data = manifest()
    yield '.\\" Made by make docs; a test compares this page with the program.'
    yield f'.TH {TITLE.upper()} 1 "{data["reviewed"]}" "{TITLE} {__version__}" "User Commands"'
    yield ".nh\n.ad l"  # words that are typed stay in one piece
    yield f".SH NAME\n{TITLE} \\- {TAGLINE}\n.SH SYNOPSIS"
    commands = [node for node in program.walk() if not node.below]
    for number, node in enumerate(commands):
        if number:
            yield ".br"
        yield f".B {_literal(node.name)}\n{_literal(node.usage)}"
    yield ".SH DESCRIPTION"
    yield from _paragraphs(program.paragraphs)
    yield ".SH COMMANDS"
    for node in commands:
        yield f".SS {_literal(node.name)}"
        yield from _paragraphs(node.paragraphs)
        for word in node.words:
            yield from _item(f".I {_literal(word.value.metavar)}", _words(word.text, word.value))
        for flag in node.flags:
            yield from _item(_man_flag(flag), _words(flag.text, flag.value))
    yield ".SH EXIT STATUS"
    for code, meaning in exit_codes(program).items():
        yield from _item(f".B {code}", meaning[0].upper() + meaning[1:] + ".")
    for heading, facts in (("ENVIRONMENT", ENVIRONMENT), ("FILES", FILES)):
        yield f".SH {heading}"
        for name, text in facts.items():
            yield from _item(f".B {_literal(name)}", text)
    yield ".SH PRIVACY"
    yield from _paragraphs(PRIVACY)
    yield ".SH EXAMPLES"
    lines = dict.fromkeys(line for node in program.walk() for line in node.examples)
    yield ".nf\n" + "\n".join(map(_literal, lines)) + "\n.fi"


def _paragraphs(texts: Sequence[str]) -> Iterator[str]:
    for number, text in enumerate(texts):
        if number:
            yield ".PP"
        yield from _prose(text)


def _item(name: str, text: str) -> Iterator[str]:
    yield f".TP\n{name}"
    yield from _prose(text)


def _man_flag(flag: Flag) -> str:
    names = ", ".join(f"\\fB{_literal(name)}\\fR" for name in flag.names)
    return names + (f" \\fI{_literal(flag.value.metavar)}\\fR" if flag.value else "")


def _literal(text: str) -> str:
    """Text that is typed as it stands: every hyphen is a minus sign."""
    return text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq").replace("~", "\\(ti")


def _prose(text: str) -> Iterator[str]:
    """Lines of roff, none of which starts with a command of it."""
    for line in textwrap.wrap(text, 76, break_on_hyphens=False, break_long_words=False):
        yield "\\&" + _literal(line) if line[0] == "." else _literal(line)


def write(folder: Path) -> None:
    """Write every file below the folder of a checkout."""
    for path, text in files(root()).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
