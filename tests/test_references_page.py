"""Every source is cited, and says how it can be found and what of it was seen."""

import re
from pathlib import Path

import pytest
from pybtex.database import parse_file

ROOT = Path(__file__).resolve().parent.parent
ENTRIES = parse_file(str(ROOT / "book" / "references.bib")).entries
PAGES = [*ROOT.glob("notebooks/*.ipynb"), *ROOT.glob("book/*.md")]
CITED = {
    path.stem: set(re.findall(r"cite:(\w+)", path.read_text("utf-8"))) for path in PAGES
}
# Chapters whose sources have been looked up one by one.
LOOKED_UP = ("00_map", "01_decisions", "03_consulting", "07_loyalty",
             "08_personalization", "11_influence")  # fmt: skip


def test_no_source_is_listed_that_no_page_cites():
    assert set(ENTRIES) - set().union(*CITED.values()) == set()


def test_no_page_cites_what_is_not_listed():
    assert set().union(*CITED.values()) - set(ENTRIES) == set()


@pytest.mark.parametrize(
    "key", sorted(set().union(*(CITED[name] for name in LOOKED_UP)))
)
def test_a_source_has_an_address_for_good_or_says_what_was_seen(key):
    fields = ENTRIES[key].fields
    old = int(fields.get("year", "2000")) < 1900
    assert "doi" in fields or "note" in fields or old


def test_a_doi_is_one_and_no_two_sources_share_it():
    found = [one.fields["doi"] for one in ENTRIES.values() if "doi" in one.fields]
    assert all(re.fullmatch(r"10\.\d{4,5}/\S+", doi) for doi in found)
    assert len(found) == len(set(found))


def test_no_note_says_from_memory():
    assert not [
        k for k, one in ENTRIES.items() if "memory" in one.fields.get("note", "")
    ]
