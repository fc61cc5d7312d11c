"""Scripts with short names: they are of today's modules, and do the same."""

from node import node
from short_scripts import of_pages, shortened

from salescourse.practice import modules
from salescourse.teach.book import short

SAY = "console.log(JSON.stringify(M['js/chance.js'].shuffled([1, 2, 3, 4, 5], 'a')));"


def test_every_script_of_the_package_is_there_in_its_present_form():
    assert short.FILE.read_text("utf-8") == shortened(), (
        "A script has changed: run python tests/short_scripts.py."
    )


def test_they_take_three_quarters_of_the_room():
    whole = of_pages()
    less = short.shortened(whole)
    assert sum(map(len, less.values())) < 0.8 * sum(map(len, whole.values()))


def test_a_module_does_the_same_under_short_names():
    said = [
        node("--eval", modules.script(found, SAY)).stdout
        for found in (modules.modules("js/chance.js"), short.short("js/chance.js"))
    ]
    assert said[0] == said[1] != ""


def test_a_module_of_somebody_else_is_left_as_it_is():
    other = {"theirs.js": 'M["theirs.js"]=(()=>{const long=1;return{long}})();'}
    assert short.shortened(other) == other
