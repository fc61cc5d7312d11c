"""A course of one's own names its title; the rest of the settings are this course's."""

import yaml

from salescourse.teach.book.settings import COURSE, settings


def read(file):
    return yaml.safe_load(file.read_text(encoding="utf-8"))


def made(folder, text):
    (folder / "_config.yml").write_text(text, encoding="utf-8")
    with settings(folder) as file:
        return read(file)


def test_a_title_is_enough(tmp_path):
    own, ours = made(tmp_path, "title: Öffers\n"), read(COURSE)
    assert own["title"] == "Öffers"
    assert "author" not in own
    assert "repository" not in own
    assert own["execute"] == ours["execute"]
    assert own["sphinx"]["extra_extensions"] == ours["sphinx"]["extra_extensions"]
    assert own["html"]["favicon"].endswith("favicon.svg")


def test_sources_are_asked_for_where_there_are_some(tmp_path):
    own = made(tmp_path, "title: Offers\n")
    assert "bibtex_bibfiles" not in own
    assert not [name for name in own["sphinx"]["config"] if name.startswith("bibtex")]
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "references.bib").touch()
    own = made(tmp_path, "title: Offers\n")
    assert own["bibtex_bibfiles"] == ["book/references.bib"]
    assert own["sphinx"]["config"]["bibtex_default_style"] == "author_year"


def test_what_a_course_says_itself_holds(tmp_path):
    own = made(
        tmp_path,
        "html: {favicon: mine.svg}\nexecute:\n  timeout: 7\n"
        "sphinx:\n  extra_extensions: [mine]\n  config: {language: de}\n",
    )
    assert own["html"]["favicon"] == "mine.svg"
    assert own["execute"]["timeout"] == 7
    assert own["execute"]["execute_notebooks"] == "cache"
    assert own["sphinx"]["extra_extensions"][-1] == "mine"
    assert "salescourse.teach.book.pages" in own["sphinx"]["extra_extensions"]
    assert own["sphinx"]["config"]["language"] == "de"
    assert (
        own["sphinx"]["config"]["html_theme"]
        == read(COURSE)["sphinx"]["config"]["html_theme"]
    )


def test_this_course_is_built_with_its_own_file():
    with settings(COURSE.parent) as file:
        assert file == COURSE
