"""Markdown and formulas become HTML that shows everything and does nothing."""

import base64
from html.parser import HTMLParser

import pytest
from injections import INJECTIONS

from salescourse.practice.markup import (
    formula,
    formula_problem,
    formulas,
    pictures,
    plain,
    render,
    render_inline,
)

HARMLESS = {
    "p", "em", "strong", "code", "pre", "ul", "ol", "li", "a", "img", "br", "hr", "div",
    "blockquote", "h1", "h2", "h3", "table", "thead", "tbody", "tr", "th", "td", "math",
    "mrow", "mi", "mn", "mo", "mtext", "msup", "msub", "mfrac", "msqrt", "mspace",
}  # fmt: skip
ATTRIBUTES = {"href", "rel", "src", "alt", "class", "display", "start"}


class Reader(HTMLParser):
    """Collect every element and attribute as a browser would find them."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


@pytest.mark.parametrize("text", INJECTIONS)
def test_nothing_that_an_author_writes_becomes_a_script(text):
    for html in (render(text), render_inline(text), render(f"# {text}\n\n- {text}")):
        for tag, attributes in Reader(html).found:
            assert tag in HARMLESS, html
            assert set(attributes) <= ATTRIBUTES, html
            for address in (attributes.get("href"), attributes.get("src")):
                scheme = (address or "").partition(":")[0].lower().strip()
                assert scheme not in ("javascript", "vbscript", "data"), html


def test_html_is_shown_as_it_was_typed():
    assert render("<b>bold</b>") == "<p>&lt;b&gt;bold&lt;/b&gt;</p>"
    assert render("a < b & c") == "<p>a &lt; b &amp; c</p>"


def test_markdown_is_read():
    assert render("*a* **b** `c`") == (
        "<p><em>a</em> <strong>b</strong> <code>c</code></p>"
    )
    assert "<li>one</li>" in render("- one\n- two")
    assert "<td>0.59</td>" in render("| a |\n|---|\n| 0.59 |")
    assert render('"Yes", she said') == "<p>“Yes”, she said</p>"


def test_a_number_and_its_percent_sign_stay_on_one_line():
    assert render("81 % of deals") == "<p>81\u00a0% of deals</p>"


def test_links_lead_to_the_web_or_to_a_page_of_the_course():
    assert render("[a](https://x.org)") == (
        '<p><a href="https://x.org" rel="noopener noreferrer">a</a></p>'
    )
    assert render("[a](../b.html#c)") == '<p><a href="../b.html#c">a</a></p>'
    for address in (
        "//x.org",
        "/etc/passwd",
        "ftp://x.org",
        "file:///x",
        "mailto:a@b.c",
    ):
        assert "<a" not in render(f"[a]({address})")


def test_pictures_come_with_the_course_and_have_a_text(tmp_path):
    dot = base64.b64decode("R0lGODlhAQABAAAAACwAAAAAAQABAAA=")
    (tmp_path / "dot.gif").write_bytes(dot)
    html = render("![A dot](dot.gif)", images=tmp_path)
    assert html.startswith('<p><img src="data:image/gif;base64,R0lGODlh')
    assert 'alt="A dot"' in html
    assert render("![A dot](dot.gif)") == '<p><img src="dot.gif" alt="A dot"></p>'
    assert "<img" not in render("![](dot.gif)")
    assert "<img" not in render("![A dot](https://x.org/dot.gif)")
    assert "<img" not in render("![x](data:text/html;base64,PGI+)")
    assert pictures("a ![b](c.png) d") == [("c.png", "b")]


def test_a_picture_outside_the_folder_is_not_read(tmp_path):
    (tmp_path / "secret.png").write_bytes(b"secret")
    (tmp_path / "bank").mkdir()
    html = render("![x](../secret.png)", images=tmp_path / "bank")
    assert "base64" not in html


def test_formulas_become_mathml():
    html = render("So $0.9^5 = 0.59$.")
    assert "<msup><mn>0.9</mn><mn>5</mn></msup>" in html
    assert 'display="block"' in render("$$\n\\frac{a}{b}\n$$")
    assert formulas("a $b$ c $d$") == ["b", "d"]


def test_prices_are_no_formulas():
    assert render("From $5 to $6, or €7") == "<p>From $5 to $6, or €7</p>"
    assert formulas("From $5 to $6") == []


def test_text_in_a_formula_stays_text():
    html = formula(r"\text{<img src=x onerror=alert(1)>}")
    assert "<img" not in html
    assert "&lt;img" in html


@pytest.mark.parametrize(
    "latex",
    [
        r"\begin{matrix} a",
        "x_",
        r"\sqrt",
        r"\href{javascript:1}{x}",
        r"\def\a{b}\a",
        "x" * 2000,
    ],
)
def test_a_formula_that_cannot_be_read_is_shown_and_said(latex):
    assert formula(latex).startswith("<code>")
    assert formula_problem(latex)
    assert formula_problem("0.9^5") is None


def test_plain_keeps_the_words():
    assert (
        plain("**Who** says `no`?\n\n- $x^2$\n- [here](a.html)")
        == "Who says no? x^2 here"
    )
