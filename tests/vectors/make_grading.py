"""Make the second half of the grading vectors; the first half is written by hand.

What is expected comes from how a case is made, never from the grader: a number is
chosen and then written in one of the ways people write numbers, an order is shuffled
and its pairs are counted on paper's rules. Run it again after a change:

    python tests/vectors/make_grading.py
"""

import json
import random
from pathlib import Path

HERE = Path(__file__).parent
SEED = 20261123


def numeric(keys, rng):
    """Write known amounts of euros in known ways, some right and some wrong."""
    for _ in range(80):
        right = rng.random() < 0.5
        amount = 1200 if right else rng.choice([120, 1201, 12_000, 1_200_000, 3])
        yield {
            "key": "euro", "answer": _written(amount, rng),
            "state": "right" if right else "wrong", "value": amount,
        }  # fmt: skip


def _written(amount, rng):
    sign = rng.choice([",", " ", "\u202f", "\u00a0", "'", ""])
    text = f"{amount:,}".replace(",", sign)
    if rng.random() < 0.3:
        text += rng.choice([".", ".0", ".00"])
    if rng.random() < 0.3 and amount % 100 == 0:
        text = f"{amount / 1000:g}" + rng.choice(["k", " k", " K", " thousand"])
    before = rng.choice(["", "", "about ", "≈", "~ ", "€", "€ ", "EUR "])
    after = "" if "€" in before or "EUR" in before else rng.choice(["", " €", " euros"])
    return before + text + after


def choice(keys, rng):
    """Choose at random and count hits."""
    right = {0, 2, 3}
    for _ in range(24):
        chosen = rng.sample(range(5), rng.randint(1, 5))
        hits = len(right & set(chosen))
        score = max(0, 2 * hits - len(chosen)) / 3
        yield {"key": "many", "answer": chosen, **_graded(score)}


def text(keys, rng):
    """Write the right word with forgiven marks, or with a letter too many."""
    for _ in range(24):
        right = rng.random() < 0.5
        word = rng.choice(["closed-won", "won"]) + ("" if right else rng.choice("xyz"))
        word = word.upper() if rng.random() < 0.4 else word
        word = word.replace("-", rng.choice(["-", " ", "–", "_", "  "]))
        word = rng.choice(["", " ", '"', "("]) + word + rng.choice(["", ".", '"', " )"])
        yield {"key": "won", "answer": word, **_graded(float(right))}


def order(keys, rng):
    """Shuffle four steps and count the pairs that still follow each other."""
    for _ in range(24):
        steps = rng.sample(range(4), 4)
        pairs = [(a, b) for at, a in enumerate(steps) for b in steps[at + 1 :]]
        good = sum(a < b for a, b in pairs)
        yield {"key": "four", "answer": steps, **_graded(max(0, 2 * good - 6) / 6)}


def match(keys, rng):
    """Draw partners and count those that are right."""
    for _ in range(24):
        partners = [rng.randrange(3) for _ in range(3)]
        marks = [a == b for a, b in zip(partners, [0, 1, 0], strict=True)]
        yield {"key": "three", "answer": partners, "marks": marks,
               **_graded(sum(marks) / 3)}  # fmt: skip


def scenario(keys, rng):
    """Draw ways through the talk and add up what they earn, or break them off."""
    worth = {(0, 0): 4, (0, 1): -1, (1,): -1, (2, 0): 2, (2, 1): -3}
    for _ in range(20):
        path = rng.choice(list(worth))
        if rng.random() < 0.3:
            yield {"key": "talk", "answer": [*path, 0], "state": "unanswered"}
        else:
            yield {
                "key": "talk",
                "answer": list(path),
                **_graded(max(0, worth[path]) / 4),
            }


def reflect(keys, rng):
    """Write letters, or nothing but spaces."""
    for _ in range(20):
        length = rng.randint(1, 12)
        written = rng.random() < 0.5
        signs = "abc é文" if written else " \t\n"
        said = "".join(rng.choice(signs) for _ in range(length)) + (
            "x" if written else ""
        )
        yield {
            "key": "free",
            "answer": said,
            "state": "kept" if written else "unanswered",
        }


def _graded(score):
    state = "right" if score == 1 else "partly" if score > 0 else "wrong"
    return {"state": state, "score": score}


def main():
    """Write every file again, its hand-written half as it is."""
    for make in (numeric, choice, text, order, match, scenario, reflect):
        path = HERE / f"grading_{make.__name__}.json"
        vectors = json.loads(path.read_text(encoding="utf-8"))
        made = list(make(vectors["keys"], random.Random(SEED)))
        head, _, _ = path.read_text(encoding="utf-8").partition(' "made": [')
        rows = ",\n".join("  " + json.dumps(row, ensure_ascii=False) for row in made)
        path.write_text(f'{head} "made": [\n{rows}\n ]\n}}\n', encoding="utf-8")


if __name__ == "__main__":
    main()
