"""Headless Chromium on a file: what it lays out, asks for and prints."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Sequence
from html import escape
from pathlib import Path
from urllib.parse import unquote

NAMES = ("chromium", "chromium-browser", "google-chrome")
DEADLINE = 120  # seconds for one look
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--hide-scrollbars",
    # No name of the world is ever looked up, whatever a page asks for.
    "--host-resolver-rules=MAP * ~NOTFOUND",
)  # fmt: skip
DARK = "--blink-settings=preferredColorScheme=0"
ANSWER = re.compile(r'<meta name="measured" content="([^"]*)">')


class Chromium:
    """A browser with a new profile for every look."""

    def __init__(self, program: str, folder: Path) -> None:
        self.program = program
        self.folder = folder
        self._looks = 0

    def _run(self, *more: str) -> bytes:
        self._looks += 1
        profile = self.folder / f"profile{self._looks}"
        line = [self.program, *FLAGS, f"--user-data-dir={profile}", *more]
        done = subprocess.run(line, capture_output=True, timeout=DEADLINE, check=True)
        return done.stdout

    def measured(
        self, page: str, script: str, *more: str, width: int | None = None
    ) -> dict[str, object]:
        """The value of a JavaScript expression on a copy of the page that lets a script run. With a
        width, in a frame: a window is never narrower than 500 pixels."""
        code = (
            f"<script>addEventListener('load', () => {{ const m = top.document.createElement('meta'); "
            f"m.name = 'measured'; m.content = encodeURIComponent(JSON.stringify({script})); "
            f"top.document.head.append(m); }});</script>"
        )
        copy = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
        copy = copy.replace("</head>", f"{code}</head>")
        if width:
            style = f"width: {width}px; height: 1000px; border: 0"
            copy = f'<iframe style="{style}" srcdoc="{escape(copy)}"></iframe>'
        dom = self._run("--window-size=1400,1200", *more, "--dump-dom", self._file(copy))
        (found,) = ANSWER.findall(dom.decode("utf-8"))
        value: dict[str, object] = json.loads(unquote(found))
        return value

    def asked(self, page: str) -> list[str]:
        """Every address of the web that the page asks for, from the log of the network. What the
        browser wants for itself has no page that began it, and is left out."""
        log = self.folder / "net.json"
        self._run(f"--log-net-log={log}", "--dump-dom", self._file(page))
        events = json.loads(log.read_text(encoding="utf-8"))["events"]
        begun = [event["params"] for event in events if "initiator" in event.get("params", {})]
        wanted = {request["url"] for request in begun if request["initiator"] != "not an origin"}
        return sorted(url for url in wanted if not url.startswith(("file:", "data:")))

    def printed(self, page: str) -> bytes:
        """The page as PDF."""
        target = self.folder / "page.pdf"
        self._run("--no-pdf-header-footer", f"--print-to-pdf={target}", self._file(page))
        return target.read_bytes()

    def _file(self, page: str) -> str:
        file = self.folder / f"page{self._looks}.html"
        file.write_text(page, encoding="utf-8")
        return file.as_uri()


def pages(pdf: bytes) -> int:
    """How many sheets of paper."""
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))


def sizes(pdf: bytes) -> Sequence[tuple[int, int]]:
    """Width and height of each sheet, in points."""
    boxes = re.findall(rb"/MediaBox\s*\[\s*0 0 ([0-9.]+) ([0-9.]+)\s*\]", pdf)
    return [(round(float(width)), round(float(height))) for width, height in boxes]
