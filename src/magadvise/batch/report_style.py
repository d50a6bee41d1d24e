"""The look of the report: one style sheet for screens, light and dark, and for paper."""

# Neighbours on the ladder differ in lightness too, so that a grey print keeps them apart. Every
# colour has 3:1 against the page, every letter 4.5:1 against what it stands on (a test counts).
LIGHT = {
    "page": "#ffffff", "text": "#1b2127", "muted": "#505a64", "line": "#cfd6dc", "track": "#e9edf0",
    "bar": "#3f6fa8", "on-bar": "#ffffff",
    "supplement": "#17706b", "on-supplement": "#ffffff",
    "check_first": "#489991", "on-check_first": "#0b0d0f",
    "no_room": "#5f646c", "on-no_room": "#ffffff",
    "clinician_first": "#bd8010", "on-clinician_first": "#0b0d0f",
    "do_not_supplement": "#b9441a", "on-do_not_supplement": "#ffffff",
    "seek_care": "#7d1a3f", "on-seek_care": "#ffffff",
}  # fmt: skip
DARK = {
    "page": "#14181c", "text": "#e8ecef", "muted": "#a9b3bc", "line": "#3a434b", "track": "#262d33",
    "bar": "#7fabe0", "on-bar": "#0b0d0f",
    "supplement": "#2f9d94", "on-supplement": "#0b0d0f",
    "check_first": "#9adbd2", "on-check_first": "#0b0d0f",
    "no_room": "#868c95", "on-no_room": "#0b0d0f",
    "clinician_first": "#efc063", "on-clinician_first": "#0b0d0f",
    "do_not_supplement": "#e56a3c", "on-do_not_supplement": "#0b0d0f",
    "seek_care": "#f2a3c4", "on-seek_care": "#0b0d0f",
}  # fmt: skip

RULES = """
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0; background: var(--page); color: var(--text); line-height: 1.45;
  font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif;
  font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.sheet { max-width: 68rem; margin: 0 auto; padding: 1.5rem 1rem 2.5rem; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .25rem; }
h2 { font-size: 1.2rem; line-height: 1.3; margin: 0 0 .25rem; }
p { margin: .25rem 0; max-width: 48rem; }
.quiet { color: var(--muted); font-size: .875rem; font-weight: 400; }
section { margin-top: 2.25rem; }
.sum { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: baseline; max-width: none;
  margin: 1.25rem 0 .75rem; padding: .75rem 0; border: solid var(--line); border-width: 1px 0; }
.sum b { font-size: 1.5rem; white-space: nowrap; }
.sum span { white-space: nowrap; }
.small { border-left: 4px solid var(--bar); padding-left: .75rem; }
svg { display: block; width: 100%; overflow: hidden; }
svg text { font-size: 12px; font-weight: 600; }
.track { fill: var(--track); }
.one { fill: var(--bar); }
.part { stroke: var(--page); stroke-width: 1; }
.legend { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; list-style: none; margin: .75rem 0;
  padding: 0; font-size: .875rem; }
.legend li { display: flex; align-items: center; gap: .4rem; }
.legend svg { width: 14px; height: 14px; flex: none; }
.bands { margin: 0 0 1.25rem; }
.band { display: grid; grid-template-columns: 12rem minmax(0, 1fr) 8.5rem; gap: .75rem; align-items: center;
  padding: .2rem 0; font-size: .9375rem; }
.band > :last-child { text-align: right; white-space: nowrap; }
table { border-collapse: collapse; width: 100%; margin-top: .5rem; font-size: .9375rem; }
caption { text-align: left; font-weight: 600; padding: .25rem 0; }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem .35rem 0;
  border-bottom: 1px solid var(--line); }
th { font-weight: 600; }
thead th { font-size: .8125rem; color: var(--muted); vertical-align: bottom; }
tbody th { font-weight: 500; }
td small { display: block; color: var(--muted); }
.n { text-align: right; white-space: nowrap; padding-left: .6rem; }
.n:last-child { padding-right: 0; }
thead .n { white-space: normal; overflow-wrap: normal; }
.b { width: 34%; }
td.b, .b ~ td { vertical-align: middle; }
.wide { table-layout: fixed; }
.wide .t { width: 22%; }
.zero { color: var(--muted); }
.c { width: 6rem; white-space: nowrap; }
.typed { display: block; overflow: hidden; }
footer { margin-top: 2.5rem; padding-top: .75rem; border-top: 1px solid var(--line); }
@media screen and (max-width: 46rem) {
  .sum { display: grid; gap: 0; }
  .band { grid-template-columns: 1fr auto; gap: .1rem .75rem; padding: .35rem 0; }
  .band svg { grid-column: 1 / -1; grid-row: 2; }
  table, caption, tbody, tr, td, tbody th { display: block; width: auto; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tr { border-bottom: 1px solid var(--line); padding: .5rem 0; }
  th, td, .n { border: 0; padding: .1rem 0; white-space: normal; text-align: left; }
  tbody th { font-weight: 600; }
  .c, .b, .wide .t { width: auto; }
  td.n { display: inline-flex; gap: .5rem; margin-right: 1.5rem; }
  td.n::before { content: attr(data-label); color: var(--muted); }
  .wide td.n { display: flex; justify-content: space-between; margin: 0; }
  .wide .zero:not(:last-child) { display: none; }
  td small { display: inline-block; min-width: 3.5rem; text-align: right; }
  .wide td:last-child > span { margin-right: 3.75rem; }
}
@media print {
  @page { margin: 13mm; }
  html { font-size: 9pt; }
  body { line-height: 1.35; }
  .sheet { max-width: none; padding: 0; }
  svg, .small { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  svg text { font-size: 10px; }
  section { margin-top: 1.4rem; }
  h2, caption, .legend, .lead { break-after: avoid; }
  p, table, .bands, tr, .band, .legend, footer { break-inside: avoid; }
  thead { display: table-header-group; }
  th, td { padding-top: .25rem; padding-bottom: .25rem; }
  .band { grid-template-columns: 14rem minmax(0, 1fr) 8rem; padding: .1rem 0; }
  .wide { font-size: 8.5pt; }
  .wide th, .wide td { padding-right: .35rem; }
}
"""


def sheet() -> str:
    """The style sheet. Paper is light whatever the screen was."""
    rungs = [name.removeprefix("on-") for name in LIGHT if name.startswith("on-")]
    fills = [f".{r} {{ fill: var(--{r}); }}\n.on-{r} {{ fill: var(--on-{r}); }}" for r in rungs]
    dark = f"@media screen and (prefers-color-scheme: dark) {{\n{_root(DARK, 'dark')}\n}}"
    return "\n".join([_root(LIGHT, "light"), dark, *fills]) + RULES


def _root(colours: dict[str, str], scheme: str) -> str:
    named = " ".join(f"--{name}: {colour};" for name, colour in colours.items())
    return f":root {{ color-scheme: {scheme}; {named} }}"
