"""The strip: one rule in both worlds."""

import pytest

from salescourse import strip

SIDES = {"firm": ("five people", "59 %"), "home": ("a couple", "81 %")}


def shown(**changes):
    given = {"verdict": "unknown", "because": "Nobody counted.", **SIDES, **changes}
    return strip("decisions", "Every veto multiplies.", **given)


def test_both_worlds_stand_side_by_side_with_their_numbers_and_one_verdict():
    page = shown()._repr_html_()
    firm, home = page.index("In a firm"), page.index("At home")
    assert firm < page.index("59") < home < page.index("81") < page.index("Not known")
    assert page.count("data-verdict=") == 1


@pytest.mark.parametrize(
    ("verdict", "words"),
    [("both", "Holds in both"), ("one", "Holds in one"), ("unknown", "Not known")],
)
def test_each_verdict_is_said_in_words(verdict, words):
    assert shown(verdict=verdict).says == words
    assert words in repr(shown(verdict=verdict))


def test_a_verdict_that_hedges_is_refused():
    with pytest.raises(
        ValueError, match='one of "both", "one", "unknown", got \'mostly\''
    ):
        shown(verdict="mostly")


def test_a_number_alone_is_no_side():
    with pytest.raises(ValueError, match=r"firm must be two texts, .* got '59 %'"):
        shown(firm="59 %")


def test_what_an_author_writes_is_shown_and_does_not_run():
    page = shown(because="<img src=x onerror=alert(1)>", firm=("<b>five</b>", "59 %"))
    html = page._repr_html_()
    assert "<img" not in html
    assert "<b>" not in html


def test_read_aloud_it_says_everything_a_reader_sees():
    assert repr(shown()) == (
        "Every veto multiplies. In a firm: five people: 59 %. At home: a couple: 81 %. "
        "Not known: Nobody counted."
    )
