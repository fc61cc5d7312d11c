"""The widgets' style sheets: what they reach in a page that shows several widgets."""

import json
import re
from pathlib import Path

import pytest
from rcssmin import cssmin

import salescourse
from salescourse import explore, progress, quiz, watch
from salescourse.b2b.decisions import hundred_deals

SHEETS = sorted(Path(salescourse.__file__).parent.rglob("*.css"))

# A page in which each widget's style sheet is an element of its own, and each widget
# stands in a place of its own.
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Widgets</title>
<main></main><script type="module">
const place = (tag, name, text) => {
  const node = Object.assign(document.createElement(tag), { textContent: text });
  node.dataset.kind = name;
  return node;
};
for (const [name, { script, css, values }] of Object.entries(%s)) {
  document.head.append(place("style", name, css));
  const el = document.querySelector("main").appendChild(place("div", name, ""));
  const model = { get: (key) => values[key], set() {}, on() {}, off() {}, save_changes() {} };
  const file = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  (await import(file)).default.render({ model, el });
}
window.ready = true;
</script></html>"""
# Each rule with an element of another widget that it styles.
REACHES = """() => [...document.querySelectorAll("style")].flatMap((style) => {
  const own = style.dataset.kind;
  const rules = (list) => [...list].flatMap((rule) => rule.selectorText ? [rule] : rules(rule.cssRules ?? []));
  return rules(style.sheet.cssRules).flatMap(({ selectorText }) =>
    [...document.querySelectorAll("main *")]
      .filter((node) => node.matches(selectorText) && node.closest("[data-kind]").dataset.kind !== own)
      .map((node) => `${own}: ${selectorText} reaches ${node.closest("[data-kind]").dataset.kind}`));
})"""


def committee():
    return explore(
        lambda people, agree: agree**people, "styles-committee",
        people=range(1, 13), agree=[0.8, 0.9], predict_at=(2, 5),
        question="Each is 90 % sure. How likely is a yes?", finding="Less likely.",
        format={"y": "percent", "agree": "percent"},
    )  # fmt: skip


@pytest.fixture
def page(chromium, tmp_path: Path):
    """Open a page with an answered explorer, a quiz, the overview and a live picture."""
    widgets = {
        "explorer": committee(),
        "quiz": quiz("decisions"),
        "overview": progress(),
        "picture": watch(
            "committee", hundred_deals(["finance", "IT"], seed=1), title="Two people."
        ),
    }
    given = {
        name: {
            "script": widget._esm,
            "css": widget._css,
            "values": {
                key: value
                for key, value in widget.get_state().items()
                if isinstance(value, str | bool | list | dict) and key[0] != "_"
            }
            | {"kernel": False},
        }
        for name, widget in widgets.items()
    }
    text = json.dumps(given).replace("<", "\\u003c")
    (tmp_path / "page.html").write_text(PAGE % text, encoding="utf-8")
    page = chromium.new_page()
    page.goto((tmp_path / "page.html").as_uri())
    page.wait_for_function("window.ready")
    for field in page.locator(".sc-inputs input").all():
        field.fill("50")
    page.get_by_role("button", name="Show the curve").click()
    yield page
    page.close()


def test_no_rule_of_a_widget_reaches_another(page):
    assert page.locator(".sc-card").count() > 5
    assert page.locator(".sc-explorer.sc-revealed .sc-row").count() == 2
    assert page.locator(".sc-overview .sc-o-stop").count() == 13
    assert sorted(set(page.evaluate(REACHES))) == []


def values(pattern: str) -> set[str]:
    """Return what all style sheets together give a property on a screen.

    Paper is measured in points. The page around a package for an LMS has no theme.
    """
    paper = re.compile(r"^@media print \{.*?^\}", re.MULTILINE | re.DOTALL)
    texts = (s.read_text("utf-8") for s in SHEETS if s.parent.name != "scorm")
    found = (re.findall(pattern, paper.sub("", text)) for text in texts)
    return {value for values in found for value in values}


def test_letters_come_in_eight_sizes_and_corners_in_three():
    assert len(SHEETS) >= 5
    sizes = values(r"(?:font-size: |font: (?:\d+ )?)([^;/ ]+)") - {"inherit"}
    assert sizes <= {f"var(--sc-text-{n})" for n in (*range(1, 8), "code")}
    corners = values(r"border-radius: ([^;]+)")
    parts = {part for corner in corners for part in corner.split()} - {"0"}
    assert parts <= {f"var(--sc-round-{n})" for n in (1, 2, 3)}
    theme = next(sheet for sheet in SHEETS if sheet.name == "theme.css").read_text()
    assert len(re.findall(r"--sc-text-\w+: ", theme)) <= 8
    assert len(re.findall(r"--sc-round-\w+: ", theme)) <= 3


def test_no_rule_of_the_book_s_frame_is_meant_by_a_name_inside_a_quiz():
    package = Path(salescourse.__file__).parent
    sheets = (package / "teach" / "book" / "frame").glob("*.css")
    frame = "\n".join(sheet.read_text(encoding="utf-8") for sheet in sheets)
    scripts = (package / "practice" / "questions").rglob("*.js")
    inside = " ".join(script.read_text(encoding="utf-8") for script in scripts)
    bare = set(re.findall(r"^\.(sc-[\w-]+)(?=[\s,{.:>+~])", frame, re.MULTILINE))
    assert "sc-cards" in bare
    assert bare & set(re.findall(r"sc-[\w-]+", inside)) == set()


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.stem)
def test_the_minifier_leaves_every_selector_as_it_is(sheet):
    # Within a rule it takes "a :is(b)" for a declaration, and makes "a:is(b)" of it.
    text = sheet.read_text(encoding="utf-8")
    apart = re.findall(r"[\w\])-]+ :(?:is|not|has|where)\(", text)
    small = cssmin(text)
    assert [one for one in apart if one not in small] == []
