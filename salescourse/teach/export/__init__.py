r"""The question bank for an LMS: GIFT, which many read, and Moodle's own XML.

What becomes of each type:

=========  =================================  =====================================
type       GIFT                               Moodle XML
=========  =================================  =====================================
choice     multiple choice, words per option  `multichoice`, the same
match      matching                           `matching`
numeric    numerical, one for each variant    `numerical` with tolerance and unit
text       short answer, accepted forms       `shortanswer`, the same
order      matching of places and steps       `ordering`, which Moodle has since 4.4
reflect    essay                              `essay`, the sample for whoever marks it
scenario   left out                           left out
code       left out                           left out
=========  =================================  =====================================

Formulas stay LaTeX between `\(` and `\)`, which Moodle's MathJax filter sets; pictures
are inside. Where an item has variants, each becomes a question in a category of its
own, from which a quiz draws one at random. What an LMS cannot be told is listed.

Sources: Moodle's documentation of both formats, and its importers `qformat_xml`,
`qformat_gift` and `qtype_ordering` as they stood in 2024.
"""

from typing import TYPE_CHECKING

from salescourse.lazy import lazily

__all__ = ["Exported", "export"]

if TYPE_CHECKING:
    from salescourse.teach.export.make import Exported, export
else:  # the command line is there without the banks
    home = "salescourse.teach.export.make"
    __getattr__, __dir__ = lazily(__name__, Exported=home, export=home)
