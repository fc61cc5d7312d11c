import re

import pytest

from salescourse import plots, practice


def drawn(alt: str = "Two people agree 81 % of the time.") -> str:
    fig, ax = plots.figure()
    ax.plot([1, 2, 3], [0.9, 0.81, 0.729], color=plots.B2B)
    ax.set_title("Every yes costs a little")
    return plots.show(fig, alt)._repr_html_()


def test_the_same_figure_gives_the_same_text_every_time():
    assert drawn() == drawn()


def test_colors_come_from_the_page_so_that_dark_paper_works():
    svg = drawn()
    assert "var(--sc-b2b, #2f6690)" in svg
    assert not re.search(r"(?<!, )#2f6690", svg)
    assert not re.search(r"(fill|stroke): #0{3,6}", svg)


def test_a_figure_says_in_words_what_it_shows():
    assert 'aria-label="Two &lt;people&gt; &amp; 81 %"' in drawn("Two <people> & 81 %")


def test_a_figure_without_words_is_refused():
    fig, _ = plots.figure()
    with pytest.raises(ValueError, match="alt must say what the figure shows"):
        plots.show(fig, "  ")


def test_a_figure_leaves_the_settings_of_matplotlib_as_they_were():
    import matplotlib as mpl

    drawn()
    with mpl.rc_context({"lines.linewidth": 7.0, "svg.fonttype": "path"}):
        before = dict(mpl.rcParams)
        ours = drawn()
        assert dict(mpl.rcParams) == before
        fig, ax = plots.figure()
        line = ax.plot([1, 2], [1, 2])[0]
        assert line.get_linewidth() == 2.2
        assert "<text" in plots.show(fig, "A line rises.").markup
        assert dict(mpl.rcParams) == before
        fig, _ = plots.figure()
        mpl.rcParams["lines.markersize"] = 3.0
        plots.show(fig, "Nothing is drawn.")
        assert dict(mpl.rcParams) == before | {"lines.markersize": 3.0}
    assert drawn() == ours


def test_a_finished_figure_is_closed():
    import matplotlib.pyplot as plt

    plt.close("all")
    drawn()
    assert plt.get_fignums() == []


def test_the_title_stays_text_that_can_be_searched():
    assert ">Every yes costs a little</text>" in drawn()


def test_figures_of_one_page_do_not_share_names():
    first, second = drawn(), drawn("Another sentence.")
    names = [set(re.findall(r'id="([^"]+)"', svg)) for svg in (first, second)]
    assert names[0]
    assert not names[0] & names[1]


def test_what_a_figure_refers_to_is_in_it():
    svg = drawn()
    for name in re.findall(r'(?:href="#|url\(#)([^")]+)', svg):
        assert f'id="{name}"' in svg


def test_nothing_in_a_figure_styles_the_rest_of_the_page():
    assert "<style" not in drawn()


def test_theme_css_and_the_figures_agree_on_every_color():
    from pathlib import Path

    css = Path(practice.__file__).with_name("theme.css").read_text()
    light = css[: css.index("}")]
    for name in ("b2b", "b2c", "accent", "ink", "ink-soft", "line", "surface"):
        color = getattr(plots, name.upper().replace("-", "_"))
        assert f"--sc-{name}: {color};" in light
