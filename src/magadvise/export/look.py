"""How pages and pictures look: the colours of light and dark, the style sheet, and paper."""

from __future__ import annotations

from collections.abc import Mapping

# Every letter has a contrast of 4.5 against what it stands on, every shape one of 3 against the page
# (tests count both). No meaning hangs on a colour alone: severities are words, signs are shapes.
LIGHT = {
    "page": "#ffffff", "box": "#f2f5f7", "text": "#1b2127", "muted": "#505a64", "line": "#cfd6dc",
    "track": "#e9edf0", "dose": "#17706b", "on-dose": "#ffffff", "shut": "#b9441a",
    "stop": "#a3182b", "clinician": "#7a2f8f", "separate": "#85540a", "caution": "#6b5a12",
    "info": "#3f5a7a", "on-severity": "#ffffff",
}  # fmt: skip
DARK = {
    "page": "#14181c", "box": "#1d242a", "text": "#e8ecef", "muted": "#a9b3bc", "line": "#3a434b",
    "track": "#262d33", "dose": "#3fb3a8", "on-dose": "#0b0d0f", "shut": "#e56a3c",
    "stop": "#ff9a9a", "clinician": "#dcabec", "separate": "#efc063", "caution": "#dccb7c",
    "info": "#a3c1e6", "on-severity": "#0b0d0f",
}  # fmt: skip
SEVERITIES = ("stop", "clinician", "separate", "caution", "info")
FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", Arial, sans-serif'

PAGE = """
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0; line-height: 1.5; font-family: FONT; font-variant-numeric: tabular-nums;
  overflow-wrap: anywhere; }
.sheet { max-width: 48rem; margin: 0 auto; padding: 1.25rem 1rem 2.5rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .5rem; text-wrap: balance; }
h2 { font-size: 1.2rem; line-height: 1.3; margin: 0 0 .5rem; }
p { margin: .4rem 0; }
section { margin-top: 2rem; }
.answer { padding: 1rem 1.1rem; border-left: 6px solid; border-radius: 0 6px 6px 0; }
.answer p { font-size: 1.0625rem; }
.answer p:last-child { margin-bottom: 0; }
.strong { font-weight: 600; }
.quiet, figcaption { font-size: .875rem; }
ul { margin: .4rem 0; padding-left: 1.2rem; }
li { margin: .3rem 0; }
dl { margin: .5rem 0; }
.pair { display: grid; grid-template-columns: 8.5rem minmax(0, 1fr); gap: .1rem 1rem;
  padding: .3rem 0; border-bottom: 1px solid; }
dt { font-weight: 600; }
dd { margin: 0; }
.short .pair { grid-template-columns: 4rem minmax(0, 1fr); }
.warning { margin: .75rem 0; padding: .1rem 0 .1rem .9rem; border-left: 4px solid; }
.warning p { margin: .25rem 0; }
.badge { display: inline-block; margin-right: .4rem; padding: .05rem .45rem; border-radius: 3px;
  font-size: .8125rem; font-weight: 700; letter-spacing: .02em; }
.code { white-space: nowrap; font-size: .875rem; }
figure { margin: 1rem 0; }
figcaption { margin-top: .35rem; }
figure > svg { display: block; width: 100%; overflow: visible; }
svg text { font-size: 12px; font-family: FONT; }
svg .big { font-weight: 700; }
.legend { display: flex; flex-wrap: wrap; gap: .2rem 1.1rem; list-style: none; margin: .5rem 0 0;
  padding: 0; font-size: .875rem; }
.legend li { display: flex; align-items: center; gap: .4rem; margin: 0; }
.legend svg { width: 18px; height: 16px; flex: none; overflow: visible; }
.sources { font-size: .875rem; }
.sources li { margin: 0 0 .35rem; }
footer { margin-top: 2.5rem; padding-top: .75rem; border-top: 1px solid; }
@media print, (min-width: 44rem) {
  .foods ul, .sources ul, .day dl, .answers dl { columns: 2; column-gap: 2rem; }
  .foods li:last-child { column-span: all; }
  .foods li, .sources li, .pair { break-inside: avoid; }
}
@media (max-width: 34rem) {
  h1 { font-size: 1.35rem; }
  .pair { grid-template-columns: minmax(0, 1fr); }
  .short .pair { grid-template-columns: 4rem minmax(0, 1fr); }
}
@media print {
  @page { margin: 15mm 14mm; }
  html { font-size: 10pt; }
  body { line-height: 1.34; }
  .sheet { max-width: none; padding: 0; }
  .answer, .badge, svg { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  section { margin-top: 1rem; }
  h1 { font-size: 1.5rem; }
  h2 { break-after: avoid; }
  .sources { font-size: .8rem; }
  .answer, .warning, .pair, li, figure, p, footer { break-inside: avoid; }
  .pair { padding: .15rem 0; }
  li { margin: .15rem 0; }
  p { orphans: 3; widows: 3; }
}
"""
PICTURE = """
text { font-family: FONT; font-size: 12px; }
.body { font-size: 15px; }
.head { font-size: 22px; font-weight: 700; }
.part { font-size: 16px; font-weight: 700; }
.strong, .big { font-weight: 700; }
"""


def page_sheet() -> str:
    """The style sheet of a page. Paper is light whatever the screen is."""
    dark = f"@media screen and (prefers-color-scheme: dark) {{\n{_page(DARK, 'dark')}}}"
    return PAGE.replace("FONT", FONT).lstrip() + f"{_page(LIGHT, 'light')}{dark}\n"


def picture_sheet() -> str:
    """The style sheet of a picture that stands alone."""
    dark = f"@media (prefers-color-scheme: dark) {{\n{_shapes(DARK)}}}"
    return PICTURE.replace("FONT", FONT).lstrip() + f"{_shapes(LIGHT)}{dark}\n"


def _page(c: Mapping[str, str], scheme: str) -> str:
    rules = [
        f":root {{ color-scheme: {scheme}; }}",
        f"body {{ background: {c['page']}; color: {c['text']}; }}",
        f".answer {{ background: {c['box']}; border-color: {c['dose']}; }}",
        f".answer.no {{ border-color: {c['stop']}; }}",
        f".quiet, figcaption, .code {{ color: {c['muted']}; }}",
        f".pair, footer {{ border-color: {c['line']}; }}",
    ]
    for name in SEVERITIES:
        rules.append(f".warning.{name} {{ border-color: {c[name]}; }}")
        rules.append(f".badge.{name} {{ background: {c[name]}; color: {c['on-severity']}; }}")
    return "\n".join(rules) + "\n" + _shapes(c)


def _shapes(c: Mapping[str, str]) -> str:
    """Drawings: ``ground`` is the page under a picture that stands alone."""
    rules = [
        f".ground, .ring {{ fill: {c['page']}; }}",
        f"svg text {{ fill: {c['text']}; }}",
        f"svg .soft {{ fill: {c['muted']}; }}",
        f"svg .on {{ fill: {c['on-dose']}; }}",
        f".track {{ fill: {c['track']}; }}",
        f".shut {{ fill: {c['shut']}; }}",
        f".level, .pin {{ fill: {c['dose']}; }}",
        f".mark, .asleep {{ fill: {c['muted']}; }}",
        f".ring, .rule {{ stroke: {c['text']}; stroke-width: 2; }}",
        f".pin, .mark {{ stroke: {c['page']}; stroke-width: 1.5; }}",
        f".grid {{ stroke: {c['line']}; stroke-width: 1; }}",
        f".most {{ stroke: {c['text']}; stroke-width: 1.5; stroke-dasharray: 5 4; }}",
    ]
    rules += [f"svg .{name} {{ fill: {c[name]}; }}" for name in SEVERITIES]
    return "\n".join(rules) + "\n"
