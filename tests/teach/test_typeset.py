"""True quotes and minus signs in widgets and figures, and nowhere else."""

import pytest

from salescourse.teach.book.tables import tidy
from salescourse.teach.book.typeset import typeset, typeset_all, typeset_figures


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("Kopje's CRM", "Kopje’s CRM"),
        ('He said "no", and "why?"', "He said “no”, and “why?”"),
        ("(\"yes\")", "(“yes”)"),
        ("<p>\"Send it\"</p><p>'Now'</p>", "<p>“Send it”</p><p>‘Now’</p>"),
        ("<em>Ada</em>'s <strong>five</strong>\"", "<em>Ada</em>’s <strong>five</strong>”"),
        ("-€340 and -3, but 5-3 and 2026-11-23", "−€340 and −3, but 5-3 and 2026-11-23"),
        ("an e-mail in two-day steps", "an e-mail in two-day steps"),
        ("<a href=\"a-1\">it's</a>", "<a href=\"a-1\">it’s</a>"),
        ("<code>x = -1 # it's</code> -1", "<code>x = -1 # it's</code> −1"),
        ("<math><mo>-</mo><mn>1</mn></math>", "<math><mo>-</mo><mn>1</mn></math>"),
    ],
)  # fmt: skip
def test_a_text_is_set_as_a_printer_would(written, printed):
    assert typeset(written) == printed
    assert typeset(printed) == printed


def test_what_is_compared_with_answers_stays_as_it_was():
    item = {
        "id": "it's",
        "key": {"accept": ["it's"]},
        "stem": "it's",
        "hints": ["it's"],
    }
    assert typeset_all(item) == {
        "id": "it's", "key": {"accept": ["it's"]}, "stem": "it’s", "hints": ["it’s"],
    }  # fmt: skip


def test_only_the_words_of_a_drawing_are_set():
    drawing = "<svg><text x='-1'>Kopje's -3</text></svg><p>Kopje's</p>"
    assert typeset_figures(drawing) == (
        "<svg><text x='-1'>Kopje’s −3</text></svg><p>Kopje's</p>"
    )


def test_the_name_of_an_index_shares_the_row_of_the_columns():
    head = (
        "<thead><tr><td></td><th>won</th></tr><tr><th>stage</th><td></td></tr></thead>"
    )
    body = "<tbody><tr><th>agree</th><td>12.0</td></tr></tbody>"
    assert tidy(f'<table class="dataframe">{head}{body}</table>') == (
        '<table class="dataframe"><thead><tr><th>stage</th><th>won</th></tr></thead>'
        "<tbody><tr><th>agree</th><td>12</td></tr></tbody></table>"
    )


def test_a_column_with_one_fraction_keeps_its_decimals():
    rows = "<tr><td>1.0</td><td>-2.5</td></tr><tr><td>2.0</td><td>3.0</td></tr>"
    table = f'<table class="dataframe"><tbody>{rows}</tbody></table>'
    assert ">1<" in tidy(table)
    assert ">3.0<" in tidy(table)
    assert ">−2.5<" in tidy(table)


def test_other_tables_stay_as_they_are():
    assert tidy("<table><tr><td>1.0</td></tr></table>").count("1.0") == 1
