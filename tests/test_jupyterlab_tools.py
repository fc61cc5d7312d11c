"""An export dropped and a game played in a real JupyterLab, beside a real kernel."""

import ast
import base64
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from jupyterlab_page import (
    choose_from_menu,
    open_notebook,
    run_in_new_cell,
    running_lab,
    wait_until_idle,
)

from salescourse import read_crm
from salescourse.b2b.decisions.committee_game import CommitteeGame
from salescourse.teach.lab import update

ROOT = Path(__file__).resolve().parent.parent
EXPORT = ROOT / "book" / "exports" / "kopje_hubspot.csv"
DROP = """(zone, [name, text]) => {
  const data = new DataTransfer();
  const bytes = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  data.items.add(new File([bytes], name));
  for (const kind of ["dragenter", "dragover", "drop"]) {
    zone.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true }));
  }
}"""


@pytest.fixture
def show(chromium, tmp_path: Path) -> Iterator:
    """Open a notebook with one call in JupyterLab, and run it."""
    own = tmp_path / "my_course"
    update(ROOT / "notebooks", own)
    context = chromium.new_context(viewport={"width": 1400, "height": 1000})
    page, complaints = context.new_page(), []
    page.on("pageerror", lambda error: complaints.append(str(error)))

    def run(code, seen):
        book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
        book.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
        nbformat.write(book, own / "tools.ipynb")
        open_notebook(page, address, "tools.ipynb")
        # A cold kernel loses the first click though it says that it is idle.
        for _ in range(5):
            wait_until_idle(page)
            choose_from_menu(page, "Run", "^Run All Cells$")
            try:
                page.locator(seen).first.wait_for(timeout=20_000)
                return page
            except Exception:
                continue
        raise AssertionError("the notebook never ran")

    with running_lab(own, tmp_path, port=8897) as address:
        yield run
        context.close()
    assert [one for one in complaints if "salescourse" in one or "sc-" in one] == []


def test_an_export_is_dropped_on_its_widget_and_counted_there(show):
    page = show("from salescourse import own_cycle\nown_cycle()", ".sc-drop")
    raw = EXPORT.read_bytes()
    page.locator(".sc-drop").evaluate(
        DROP, ["kopje_hubspot.csv", base64.b64encode(raw).decode()]
    )
    page.locator(".sc-live", has_text="Read: 522 deals").wait_for(timeout=30_000)
    found = page.locator(".sc-found").inner_text()
    export = read_crm(raw)
    rate = export.win_rate().loc["open counted as open"]
    forecast = export.forecast()
    assert (
        f"Of a hundred deals, {100 * rate['share']:.1f} are won by day {rate['by_day']:.0f}"
        in found
    )
    assert f"Expect {forecast.mean:.1f} of the {forecast.deals} open deals" in found
    for sentence in export.understood.sentences[1:]:
        assert sentence.text in found, sentence
    with page.expect_download() as download:
        page.get_by_role("button", name="Event log as CSV").click()
    log = Path(download.value.path()).read_text("utf-8").splitlines()
    assert len(log) == 1 + len(export.log)


def test_a_game_is_played_to_its_end_and_the_kernel_keeps_it(show):
    code = 'from salescourse import play\nplay("committee", hand="monday")'
    page = show(code, ".sc-board:not([hidden])")
    # Meet the second person, who is the best first move, and ask.
    for move in ("1", "-1"):
        page.locator(f'button[data-move="{move}"]').click()
    page.locator(".sc-ending:not([hidden])").wait_for()
    page.wait_for_timeout(1500)  # it is kept after a pause
    said = run_in_new_cell(
        page,
        "from salescourse.practice.records import records\n"
        "last = records().events(['committee-game'])[-1]['answer']\n"
        "last['seed'], last['moves'], round(last['gave'], 1)",
    )
    seed, moves, gave = ast.literal_eval(said)
    assert (seed, moves[0], moves[-1]) == ("monday", 1, -1)
    game = CommitteeGame()
    later = [one.next for one in game.outcomes(game.start, 1) if one.next]
    costs = [game.given_away(state, -1) for state in later]
    assert any(gave == pytest.approx(cost, abs=0.06) for cost in costs)
    assert f"{gave:.1f}" in page.locator(".sc-score").inner_text()
