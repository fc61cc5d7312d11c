import inspect
import re

import pytest
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath

from salescourse import SalesCycle, looks, plots, practice


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


def test_a_figure_draws_in_our_hand_and_leaves_the_settings_of_matplotlib_alone():
    import matplotlib as mpl
    import matplotlib.pyplot as plt

    ours = drawn()
    with mpl.rc_context({"lines.linewidth": 7.0, "svg.fonttype": "path"}):
        before = dict(mpl.rcParams)
        fig, ax = plots.figure()
        assert dict(mpl.rcParams) == before
        line = ax.plot([1, 2], [1, 2])[0]
        assert line.get_linewidth() == 2.2
        theirs = plt.subplots()[1].plot([1, 2], [1, 2])[0]
        assert theirs.get_linewidth() == 7
        assert "<text" in plots.show(fig, "A line rises.").markup
        assert dict(mpl.rcParams) == before
        assert drawn() == ours
    plt.close("all")


def public_functions():
    """Return the plotting functions that users may call, each with a call of it."""
    fig, ax = plots.figure()
    cycle = SalesCycle.b2b()
    return {
        "figure": lambda: plots.figure(columns=2),
        "in_percent": lambda: plots.in_percent(ax.yaxis),
        "show": lambda: plots.show(plots.figure()[0], "Nothing is drawn."),
        "svg": lambda: plots.svg(fig, "Nothing is drawn."),
        "theme": inside_the_theme,
        "SalesCycle.plot": cycle.plot,
    }


def inside_the_theme():
    with plots.theme():
        plots.figure()


def test_no_plotting_function_changes_a_setting_of_matplotlib():
    import matplotlib as mpl
    import matplotlib.pyplot as plt

    with mpl.rc_context({"font.size": 17, "axes.grid": False, "axes.titlesize": 30}):
        calls = public_functions()
        offered = {
            name
            for name, each in vars(plots).items()
            if inspect.isfunction(each)
            and each.__module__ == plots.__name__
            and not name.startswith("_")
        }
        assert offered <= calls.keys()
        before = dict(mpl.rcParams)
        for name, call in calls.items():
            call()
            assert dict(mpl.rcParams) == before, name
    plt.close("all")


def test_a_second_pair_of_axes_draws_in_the_same_hand():
    import matplotlib.pyplot as plt

    fig, ax = plots.figure()
    assert ax.twinx().plot([1, 2], [1, 2])[0].get_linewidth() == 2.2
    assert fig.add_subplot().plot([1, 2], [1, 2])[0].get_linewidth() == 2.2
    plt.close(fig)


def test_what_fails_in_a_method_leaves_the_settings_alone_too():
    import matplotlib as mpl
    import matplotlib.pyplot as plt

    before = dict(mpl.rcParams)
    fig, ax = plots.figure()
    with pytest.raises(ValueError, match="same first dimension"):
        ax.plot([1, 2], [1, 2, 3])
    assert dict(mpl.rcParams) == before
    assert ax.plot([1, 2], [1, 2])[0].get_linewidth() == 2.2
    plt.close(fig)


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


def places(svg: str) -> dict[str, tuple[float, float]]:
    """Return where each text of a figure begins, or ends: across and down."""
    found = re.findall(
        r'<text style="[^"]*" (?:x="([\d.-]+)" y="([\d.-]+)"|transform="translate\(([\d.-]+) ([\d.-]+)\)")[^>]*>([^<]+)',
        svg,
    )
    return {text: (float(x or dx), float(y or dy)) for x, y, dx, dy, text in found}


def named(title: str = "Every yes costs a little") -> str:
    fig, ax = plots.figure()
    ax.plot([1, 2, 3], [0.9, 0.81, 0.729])
    ax.set(title=title, xlabel="People who must agree", ylabel="Chance of a yes")
    return plots.show(fig, "Two people agree 81 % of the time.").markup


def test_title_and_axis_are_named_from_the_left_edge_above_the_chart():
    at = places(named())
    title, name = at["Every yes costs a little"], at["Chance of a yes"]
    numbers = [at[text] for text in at if text.startswith("0.")]
    assert title[0] == name[0] <= 1
    assert title[1] < name[1] < min(y for _x, y in numbers)
    assert "rotate(-90)" not in named()


def test_a_title_takes_as_many_lines_as_it_needs():
    width = float(re.search(r'viewBox="0 0 ([\d.]+)', named())[1])
    long = "Below the threshold, whom you pay counts, and above it hardly"
    lines = [text for text in places(named(long)) if text in long]
    assert " ".join(lines) == long
    bold = FontProperties(family="DejaVu Sans", weight="bold", size=looks.TITLE_SIZE)
    drawn = [TextPath((0, 0), line, prop=bold).get_extents().width for line in lines]
    assert len(lines) == 2
    assert max(drawn) <= width


def test_numbers_stand_without_a_spine_or_ticks():
    fig, ax = plots.figure()
    assert not ax.spines["left"].get_visible()
    assert ax.xaxis.get_major_ticks()[0].tick1line.get_markersize() == 0
    plots.show(fig, "Nothing is drawn.")
