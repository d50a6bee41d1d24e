"""How often the verdict is wrong: the published tables against people who do not exist."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pytest

from diary import simulate
from diary.simulate import WORDS, World
from magadvise.cli.diary_data import load_figures

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "diary.md").read_text(encoding="utf-8")
FIGURES = load_figures()
PEOPLE = 800
TRIAL = (
    "What a diary of six weeks says",
    "Where days scatter less or more",
    "Begun when it is bad, with a fall on placebo",
)
PAUSE = "After a pause of two weeks"
# One row of each kind; make diary-errors runs them all with more people.
TRIED = [
    World(3), World(5), World(10), World(10, 50), World(20, 75), World(5, placebo=0),
    World(10, placebo=0, bad_start=True), World(5, scatter=1), World(10, 50, scatter=0, memory=0),
    World(10, memory=0.85, bad_start=True), World(10, bad_start=True, pause=True),
    World(10, 50, pause=True), World(10, bar=0), World(5, boxes=True), World(10, 50, boxes=True),
]  # fmt: skip


def published() -> dict[str, list[list[str]]]:
    """The rows of each table of the page by its title, without head and rule."""
    found: dict[str, list[list[str]]] = {}
    for part in PAGE.split("\n### ")[1:]:
        title, _, text = part.partition("\n")
        rows = re.findall(r"^\| (\d.*) \|$", text, re.MULTILINE)
        found[title] = [row.split(" | ") for row in rows]
    return found


def shares_of(world: World) -> dict[str, float]:
    """What the page says of one world."""
    for title, worlds in simulate.tables().items():
        if world in worlds:
            cells = published()[title][worlds.index(world)]
            return dict(zip(WORDS, map(float, cells[-len(WORDS) :]), strict=True))
    raise AssertionError(f"no row for {world}")


def test_every_row_of_the_simulation_is_published_and_no_other_in_this_order():
    for title, worlds in simulate.tables().items():
        rows = [row[: -len(WORDS)] for row in published()[title]]
        assert rows == [
            simulate.row(world, 1)[2:-2].split(" | ")[: -len(WORDS)] for world in worlds
        ]


@pytest.mark.parametrize("world", TRIED, ids=str)
def test_the_published_shares_are_those_of_the_simulation(world):
    """Within three standard errors of this run and of the published one, and half a point of rounding."""
    found, told = simulate.shares(world, PEOPLE, seed=2), shares_of(world)
    for word in WORDS:
        p = max(told[word], 0.5) / 100
        error = 100 * math.sqrt(p * (1 - p) * (1 / PEOPLE + 1 / simulate.PEOPLE))
        assert abs(found[word] - told[word]) <= 3 * error + 0.5, word


@pytest.mark.parametrize("level", [3, 10, 20])
def test_the_published_ranges_hold_the_true_ratio_as_often_as_they_say(level):
    told = re.search(rf"^\| {level} \| (\d+) \| (\d+) \| (\d+) \|$", PAGE, re.MULTILINE)
    assert told
    assert simulate.COVERAGE in PAGE
    for found, share in zip(simulate.coverage(level, PEOPLE, seed=2), told.groups(), strict=True):
        p = float(share) / 100
        error = 100 * math.sqrt(p * (1 - p) * (1 / PEOPLE + 1 / simulate.PEOPLE))
        assert abs(found - float(share)) <= 3 * error + 0.5


def test_the_range_that_is_used_is_the_most_honest_of_the_three():
    rows = re.findall(r"^\| \d+ \| (\d+) \| (\d+) \| (\d+) \|$", PAGE, re.MULTILINE)
    assert len(rows) == len(simulate.LEVELS) - 1
    assert all(int(one) <= int(two) <= int(three) for one, two, three in rows)


def test_the_largest_errors_of_the_page_are_the_ones_that_a_verdict_tells():
    rows = [(world, shares_of(world)) for title in TRIAL for world in simulate.tables()[title]]
    useless = [told["keep"] for world, told in rows if world.effect == 0]
    useful = [told["stop"] for world, told in rows if world.effect == 50]
    paused = [shares_of(world)["keep"] for world in simulate.tables()[PAUSE] if not world.effect]
    assert max(useless + paused) == FIGURES.useless_keep_of_100
    assert max(useful) == FIGURES.useful_stop_of_100


def of_the_page(worlds: list[World], word: str) -> str:
    """The smallest and the largest share of these rows, as the page says it."""
    found = [round(shares_of(world)[word]) for world in worlds]
    return f"{min(found)} to {max(found)} of 100"


def test_what_the_page_says_in_words_stands_in_its_tables():
    levels = simulate.LEVELS[1:]
    points = [" ".join(p.split()) for p in re.split(r"^- \*\*", PAGE, flags=re.MULTILINE)]
    useless, half, bar, bad, pause = points[1:6]
    nothing, some = [World(n) for n in levels], [World(n, 50) for n in levels]
    assert f'"keep" in {of_the_page(nothing, "keep")}' in useless
    assert f'"stop" in {of_the_page(nothing, "stop")}' in useless
    odd = [w for w in simulate.tables()[TRIAL[1]] if not w.effect]
    assert f"as many as {max(shares_of(w)['keep'] for w in odd):.0f} of 100" in useless
    assert f'"stop" in {of_the_page(some, "stop")}' in half
    assert f'"keep" in only {of_the_page(some, "keep")}' in half
    assert f"as many as {FIGURES.useful_stop_of_100} of 100" in half
    assert of_the_page([World(n, bar=0) for n in levels], "keep") in bar
    for memory in (simulate.MEMORY, 0.85):
        both = [World(n, memory=memory, bad_start=True) for n in levels]
        assert of_the_page(both, "keep") in bad
    assert f"{FIGURES.useless_keep_of_100} of 100" in bad
    stopped = simulate.tables()[PAUSE]
    nothing, some = ([w for w in stopped if w.effect == effect] for effect in (0, 50))
    assert f'"keep" in {of_the_page(nothing, "keep")}' in pause
    assert f'"stop" in {of_the_page(nothing, "stop")}' in pause
    assert f'"stop" in {of_the_page(some, "stop")}' in pause
    begun = [World(n, placebo=0, bad_start=True) for n in levels]
    assert of_the_page(begun, "stop") in bad
    assert of_the_page([World(n, placebo=0) for n in levels], "stop") in bad


def test_the_bar_of_placebo_is_what_keeps_a_useless_pill_from_keep():
    """With the bar at no change, two to three times as many are told to keep a useless pill."""
    for level in (5, 10, 20):
        assert shares_of(World(level, bar=0))["keep"] >= 2 * shares_of(World(level))["keep"]


def test_more_cramps_and_a_better_pill_are_told_apart_more_often():
    for level in (5, 10, 20):
        keep = [shares_of(World(level, effect))["keep"] for effect in simulate.EFFECTS]
        assert keep == sorted(keep)
    assert shares_of(World(20, 75))["keep"] > shares_of(World(5, 75))["keep"]


def test_the_made_up_days_are_what_they_claim_to_be():
    """Mean 1 of the level; the counts of Poisson have mean and variance alike."""
    import random
    import statistics

    rng = random.Random(3)  # noqa: S311
    level = [x for _ in range(400) for x in simulate.levels(rng, World(5), 40)]
    assert statistics.fmean(level) == pytest.approx(1, abs=0.03)
    counts = [simulate.poisson(rng, 1.5) for _ in range(20_000)]
    assert statistics.fmean(counts) == pytest.approx(1.5, abs=0.03)
    assert statistics.pvariance(counts) == pytest.approx(1.5, abs=0.06)
    left = [simulate.placebo(rng, World(5)) for _ in range(20_000)]
    assert statistics.fmean(left) == pytest.approx(0.713, abs=0.01)
