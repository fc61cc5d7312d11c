"""Play the games of the course in the browser, and compare with what Python says."""

import json
from dataclasses import fields
from typing import Any

import numpy as np
import pytest

from salescourse.games import TIE, Game

# The best moves in each state that can be reached, by its JSON, as JSON.
SOLVE = """([rules, tie]) => {
  const begin = performance.now();
  const game = widget.game(rules ?? undefined);
  const value = game.worth(game.start);
  const took = performance.now() - begin;
  const found = new Map();
  const waiting = [game.start];
  while (waiting.length) {
    const state = waiting.pop();
    const name = JSON.stringify(state);
    if (found.has(name)) continue;
    const moves = game.moves(state);
    const worths = moves.map((move) => game.worthOf(state, move));
    const most = Math.max(...worths) - tie;
    found.set(name, moves.filter((_, at) => worths[at] >= most));
    for (const move of moves) {
      for (const { next } of game.outcomes(state, move)) if (next) waiting.push(next);
    }
  }
  return JSON.stringify({ value, took, best: Object.fromEntries(found) });
}"""
BY_RULES = """(rules) => {
  const game = widget.game(rules ?? undefined);
  const by = (rule) => {
    const seen = new Map();
    const worth = (state) => {
      const name = JSON.stringify(state);
      if (!seen.has(name)) {
        const ways = game.outcomes(state, rule(state));
        seen.set(name, ways.reduce((sum, { chance, gain, next }) =>
          sum + chance * (gain + (next ? worth(next) : 0)), 0));
      }
      return seen.get(name);
    };
    return worth(game.start);
  };
  return Object.entries(game.thumbs).map(([name, rule]) => [name, by(rule)]);
}"""


def rules_of(rules: Any) -> dict[str, Any]:
    """Return the numbers of a game as its script names them."""
    found = {}
    for field in fields(rules):
        if field.init:
            first, *more = field.name.split("_")
            name = first + "".join(word.title() for word in more)
            found[name] = getattr(rules, field.name)
    return json.loads(name_of(found))


def name_of(it: Any) -> str:
    """Return a state or rules as a script writes them: yes is 1 and no is 0."""
    text = json.dumps(it, separators=(",", ":"))
    return text.replace("true", "1").replace("false", "0")


def hold_together(page: Any, game: Game, rules: Any) -> float:
    """Hold the script to the model in each reachable state; return its milliseconds."""
    said = json.loads(page.evaluate(SOLVE, [rules_of(rules), TIE]))
    solution = game.solve()
    assert said["value"] == pytest.approx(solution.value, abs=1e-9)
    ours = {name_of(state): list(best) for state, best in solution.best.items()}
    assert ours.keys() == said["best"].keys()
    assert [name for name, best in ours.items() if said["best"][name] != best] == []
    by_rules = dict(page.evaluate(BY_RULES, rules_of(rules)))
    assert by_rules == pytest.approx(game.by_rules(), abs=1e-9)
    assert list(by_rules) == list(game.RULES)
    return said["took"]


def meets(game: Game, hands: int = 100_000) -> None:
    """Hold what many hands earn under the best play to its worth."""
    earned = game.simulate(hands, 7, type(game).best_move)
    error = earned.std() / np.sqrt(hands)
    assert earned.mean() == pytest.approx(game.worth(game.start), abs=4 * error)
