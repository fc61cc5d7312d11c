"""The export of a CRM, read without a guess that is not said.

Question: what does the file that a CRM gives say of the own sales cycle, and what was
understood of it?

Assumptions:

1. A deal begins on the day it was created, or with the first event of its history
   where that is earlier. It ends once; one that was closed and came back was open all
   the while.
2. On the census day, the latest day in the file that is no hope, all open deals were
   open. The close date of an open deal is a hope.
3. What chapter 4's model assumes of deals. Warnings say where the file speaks against
   it: open deals that are missing, an import day, a first quarter that wins too much.

Formulas: days are calendar days from `created` to `ended`, or to the census day. The
shares won and lost by a day are the Aalen-Johansen sums of `salescourse.b2b.outcomes`;
the chance of an open deal is that sum over all deals that were in its stage at its age
(the landmark estimate), from there on. Wins by the end of a quarter are
Poisson-binomial.

Sources: Aalen & Johansen (1978), Scandinavian Journal of Statistics 5:141-150; Putter
& Spitoni (2018), Statistical Methods in Medical Research 27:2081-2092; Hong (2013),
Computational Statistics & Data Analysis 59:41-51.

The folder, in the order of the steps: `files`, by `text` and `sheets`, makes rows of a
file; `roles` finds what each column is by `roles.yml`, which `vocabulary` holds;
`dates` and `amounts` read columns, `table` all of a table; `states` tells how deals
stand, by the words of `ends`, `history` what their way was; `settle` makes deals and finds the census day,
`log` the event log; `cycle` and `pipeline` have the numbers; `story`, `warn` and
`telling` say what was `understood`, `refusals` what is asked or refused; `reading` has
the steps in their order, and `export` what comes out.
"""

from salescourse.crm.export import Export
from salescourse.crm.pipeline import QuarterForecast
from salescourse.crm.reading import read_crm
from salescourse.crm.refusals import Question
from salescourse.crm.understood import Sentence, Understood

__all__ = [
    "Export",
    "QuarterForecast",
    "Question",
    "Sentence",
    "Understood",
    "read_crm",
]
