"""Completion scripts for four shells, made of the commands and the data by ``make docs``.

A script runs nothing but its shell: no key press waits for Python. Only the names of kept profiles
are looked up, as file names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from magadvise.cli.tree import FILE, PROFILE, Flag, Node, Value, Word

MADE = "Made by `make docs` from the commands and the data of magadvise. It runs no Python."
PLAIN = re.compile(r"[A-Za-z0-9_-]+")  # words that no shell needs quoted


def scripts(root: Node) -> dict[str, str]:
    """The text of each script by shell. Raises :class:`ValueError` for a word that needs quotes."""
    for node in root.walk():
        for value in [f.value for f in node.flags if f.value] + [w.value for w in node.words]:
            if any(not PLAIN.fullmatch(word) for word in value.words):
                raise ValueError(f"a word of {node.name} {value.metavar} is not plain")
    makers = {"bash": _bash, "zsh": _zsh, "fish": _fish, "powershell": _powershell}
    return {shell: "\n".join(make(root)) + "\n" for shell, make in makers.items()}


def _path(node: Node) -> str:
    return " ".join(node.path)


def _what(node: Node) -> str:
    return node.paragraphs[0] if node.paragraphs else ""


def _names(node: Node) -> list[str]:
    return [name for flag in node.flags for name in flag.names]


def _repeated(flag: Flag) -> bool:
    return "Repeat" in flag.text


def _short(text: str) -> str:
    """The first sentence, as a shell shows it beside a word."""
    return re.split(r"(?<=[^.])[.;] ", text)[0].removesuffix(".")


# bash --------------------------------------------------------------------------------------------

_BASH_HEAD = f"""# Completion of magadvise for bash. {MADE}
# Now:      source <(magadvise completion bash)
# To keep:  magadvise completion bash > ~/.local/share/bash-completion/completions/magadvise
# (With bash 3.2, as on macOS: magadvise completion bash > FILE; source FILE.)

_magadvise_profiles() {{
    local file folder=$HOME/.local/share
    [[ $XDG_DATA_HOME == /* ]] && folder=$XDG_DATA_HOME
    for file in "$folder"/magadvise/profiles/*.json; do
        [[ -e $file ]] || continue
        file=${{file##*/}}
        printf '%s\\n' "${{file%.json}}"
    done
}}

_magadvise() {{
    local cur=${{COMP_WORDS[COMP_CWORD]}} prev=${{COMP_WORDS[COMP_CWORD - 1]}}
    local path= flags= words= i IFS=$' \\t\\n'
    # bash cuts --sex=fe into three words.
    if [[ $cur == = ]]; then
        cur=
    elif [[ $prev == = ]]; then
        prev=${{COMP_WORDS[COMP_CWORD - 2]}}
    fi
    for ((i = 1; i < COMP_CWORD; i++)); do
        case "$path ${{COMP_WORDS[i]}}" in"""

_BASH_TAIL = """    esac
    if [[ $cur == -* || -z $words ]]; then
        words=$flags
    fi
    COMPREPLY=($(compgen -W "$words" -- "$cur"))
}

complete -F _magadvise magadvise"""


def _bash(root: Node) -> Iterator[str]:
    nodes = list(root.walk())
    yield _BASH_HEAD
    paths = "|".join(f'"{" ".join(n.path[:-1])} {n.path[-1]}"' for n in nodes if n.path)
    yield f"            {paths})"
    yield "                path=${path:+$path }${COMP_WORDS[i]} ;;"
    yield "        esac"
    yield "    done"
    yield '    case "$path $prev" in'
    for value, at in _grouped(nodes):
        yield f"        {'|'.join(f'{chr(34)}{place}{chr(34)}' for place in at)})"
        if value.kind == FILE:
            yield "            IFS=$'\\n'"
            yield '            COMPREPLY=($(compgen -f -- "$cur"))'
            yield "            compopt -o filenames 2>/dev/null"
        elif words := _bash_words(value):
            yield f'            COMPREPLY=($(compgen -W "{words}" -- "$cur"))'
        yield "            return ;;"
    yield "    esac"
    yield "    case $path in"
    for node in nodes:
        yield f'        "{_path(node)}")'
        yield f'            flags="{" ".join(_names(node))}"'
        words = " ".join(below.path[-1] for below in node.below)
        words = words or " ".join(_bash_words(word.value) for word in node.words)
        yield f'            words="{words}" ;;'
    yield _BASH_TAIL


def _bash_words(value: Value) -> str:
    return "$(_magadvise_profiles)" if value.kind == PROFILE else " ".join(value.words)


def _grouped(nodes: Iterable[Node]) -> Iterator[tuple[Value, list[str]]]:
    """Each set of words once, with the flags (after their command) that take it."""
    found: dict[tuple[tuple[str, ...], str], list[str]] = {}
    for node in nodes:
        for flag in node.flags:
            if flag.value is not None:
                at = found.setdefault((flag.value.words, flag.value.kind), [])
                at += [f"{_path(node)} {name}" for name in flag.names]
    for (words, kind), at in found.items():
        yield Value("", words, kind), at


# zsh ---------------------------------------------------------------------------------------------

_ZSH_HEAD = f"""#compdef magadvise
# Completion of magadvise for zsh. {MADE}
# Now:      source <(magadvise completion zsh)     (after: autoload -U compinit; compinit)
# To keep:  magadvise completion zsh > FOLDER/_magadvise, where FOLDER is one that $fpath names

_magadvise_profiles() {{
  local folder=$HOME/.local/share
  [[ $XDG_DATA_HOME == /* ]] && folder=$XDG_DATA_HOME
  local -a names
  names=($folder/magadvise/profiles/*.json(N:t:r))
  (( $#names )) && compadd -a names
}}
"""

_ZSH_TAIL = """if [[ $funcstack[1] == _magadvise ]]; then
  _magadvise "$@"
else
  compdef _magadvise magadvise
fi"""


def _zsh(root: Node) -> Iterator[str]:
    yield _ZSH_HEAD
    for node in root.walk():
        function = "_".join(("_magadvise", *node.path))
        specs = [spec for flag in node.flags for spec in _zsh_flag(flag)]
        specs += [_zsh_word(number, word) for number, word in enumerate(node.words, 1)]
        if not node.below:
            yield f"{function}() {{\n  _arguments \\"
            yield " \\\n".join(f"    {spec}" for spec in specs)
            yield "}\n"
            continue
        yield f'{function}() {{\n  local curcontext="$curcontext" state line'
        yield "  local -a commands\n  _arguments -C \\"
        specs += ["'1: :->command'", "'*:: :->rest'"]
        yield " \\\n".join(f"    {spec}" for spec in specs)
        yield "  case $state in\n    command)\n      commands=("
        for below in node.below:
            yield f"        {_single(f'{below.path[-1]}:{_short(_what(below))}')}"
        yield "      )\n      _describe 'command' commands ;;\n    rest)\n      case $line[1] in"
        for below in node.below:
            yield f"        {below.path[-1]}) {'_'.join(('_magadvise', *below.path))} ;;"
        yield "      esac ;;\n  esac\n}\n"
    yield _ZSH_TAIL


def _zsh_flag(flag: Flag) -> Iterator[str]:
    text = re.sub(r"([\[\]:\\])", r"\\\1", _short(flag.text))
    for name in flag.names:
        repeat = "*" if _repeated(flag) else ""
        if not repeat and len(flag.names) > 1:
            repeat = f"({' '.join(flag.names)})"
        sign = "=" if flag.value and name.startswith("--") else ""
        value = _zsh_value(flag.value) if flag.value else ""
        yield _single(f"{repeat}{name}{sign}[{text}]{value}")


def _zsh_value(value: Value) -> str:
    named = value.metavar.replace(":", "\\:")
    if value.kind:
        return f":{named}:{'_files' if value.kind == FILE else '_magadvise_profiles'}"
    return f":{named}:({' '.join(value.words)})" if value.words else f":{named}: "


def _zsh_word(number: int, word: Word) -> str:
    return _single(("*" if word.many else str(number)) + _zsh_value(word.value))


def _single(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


# fish --------------------------------------------------------------------------------------------

_FISH_HEAD = f"""# Completion of magadvise for fish. {MADE}
# Now:      magadvise completion fish | source
# To keep:  magadvise completion fish > ~/.config/fish/completions/magadvise.fish

function __magadvise_profiles
    set -l folder $HOME/.local/share
    string match -q '/*' -- "$XDG_DATA_HOME"; and set folder $XDG_DATA_HOME
    for file in $folder/magadvise/profiles/*.json
        string replace -r '.*/(.*)\\.json$' '$1' -- $file
    end
end

function __magadvise_at
    set -l path ''
    for word in (commandline -opc)[2..-1]
        switch "$path $word"
            case"""

_FISH_MIDDLE = """                set path (string trim -- "$path $word")
        end
    end
    test "$path" = "$argv"
end

complete -c magadvise -f"""


def _fish(root: Node) -> Iterator[str]:
    nodes = list(root.walk())
    paths = " ".join(_single(f"{' '.join(n.path[:-1])} {n.path[-1]}") for n in nodes if n.path)
    yield f"{_FISH_HEAD} {paths}"
    yield _FISH_MIDDLE
    for node in nodes:
        start = f"complete -c magadvise -n '__magadvise_at {_path(node)}'"
        for below in node.below:
            yield f"{start} -a {below.path[-1]} -d {_fish_quoted(_short(_what(below)))}"
        for word in node.words:
            if given := _fish_words(word.value):
                yield f"{start} -a {given}"
        for flag in node.flags:
            spelt = " ".join(
                f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}"
                for name in flag.names
            )
            takes = ""
            if flag.value is not None:
                takes = " -r -F" if flag.value.kind == FILE else " -x"
                given = _fish_words(flag.value)
                takes += f" -a {given}" if given else ""
            yield f"{start} {spelt}{takes} -d {_fish_quoted(_short(flag.text))}"


def _fish_words(value: Value) -> str:
    if value.kind == PROFILE:
        return "'(__magadvise_profiles)'"
    return f"'{' '.join(value.words)}'" if value.words else ""


def _fish_quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


# PowerShell --------------------------------------------------------------------------------------

_POWERSHELL_HEAD = f"""# Completion of magadvise for PowerShell. {MADE}
# Now:      magadvise completion powershell | Out-String | Invoke-Expression
# To keep:  magadvise completion powershell > FILE, and name FILE in $PROFILE as: . FILE

Register-ArgumentCompleter -Native -CommandName magadvise -ScriptBlock {{
    param($wordToComplete, $commandAst, $cursorPosition)"""

_POWERSHELL_TAIL = """    $typed = @($commandAst.CommandElements | Select-Object -Skip 1 |
        Where-Object { $_.Extent.EndOffset -lt $cursorPosition } |
        ForEach-Object { $_.ToString() })
    $path = ''
    $previous = ''
    foreach ($word in $typed) {
        $longer = "$path $word".Trim()
        if ($flags.ContainsKey($longer)) { $path = $longer }
        $previous = $word
    }
    $taken = "$path $previous".Trim()
    if ($values.ContainsKey($taken)) {
        $offered = $values[$taken]
    } elseif ($wordToComplete.StartsWith('-') -or -not $words.ContainsKey($path)) {
        $offered = $flags[$path]
    } else {
        $offered = $words[$path]
    }
    if ($offered -eq '<profile>') {
        $folder = Join-Path $HOME '.local/share'
        if ("$env:XDG_DATA_HOME".StartsWith('/')) { $folder = $env:XDG_DATA_HOME }
        if ($env:OS -eq 'Windows_NT') { $folder = $env:LOCALAPPDATA }
        $files = Join-Path $folder 'magadvise/profiles/*.json'
        $offered = (Get-ChildItem -Path $files -ErrorAction SilentlyContinue).BaseName -join ' '
    }
    "$offered".Split(' ', [StringSplitOptions]::RemoveEmptyEntries) |
        Where-Object { $_ -like "$wordToComplete*" } |
        ForEach-Object {
            [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
        }
}"""


def _powershell(root: Node) -> Iterator[str]:
    nodes = list(root.walk())
    yield _POWERSHELL_HEAD
    yield "    $flags = @{"
    for node in nodes:
        yield f"        '{_path(node)}' = '{' '.join(_names(node))}'"
    yield "    }\n    $words = @{"
    for node in nodes:
        words = " ".join(below.path[-1] for below in node.below)
        words = words or " ".join(_power_words(word.value) for word in node.words)
        if words:
            yield f"        '{_path(node)}' = '{words}'"
    yield "    }\n    $values = @{"
    for value, at in _grouped(nodes):
        for place in at:
            yield f"        '{place}' = '{_power_words(value)}'"
    yield "    }"
    yield _POWERSHELL_TAIL


def _power_words(value: Value) -> str:
    return "<profile>" if value.kind == PROFILE else " ".join(value.words)
