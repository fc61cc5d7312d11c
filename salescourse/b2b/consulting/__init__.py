"""What to ask a customer, when to stop asking, and what the answers are worth.

Question: a seller who advises must choose an offer without knowing what the customer
needs. What is a question worth before it is asked? After how many touches is it clear
that a lead is worth the work? And what would the customer give up for what?

Assumptions:

1. An offer pays an amount that depends on what kind of customer it meets. The kinds
   exclude each other, their chances are known, and the seller goes by the mean.
2. Answers to questions are independent of each other, given the kind of customer. So
   are the touches of one lead: each is answered with the same probability.
3. A question tells something about the customer and does not change the customer.
4. Of several offers a customer takes the one of highest utility: a weighted sum of its
   features plus a chance part of its own (Gumbel distributed, independent). All
   customers have the same weights.

Formulas: with chances ``p(kind)``, an answer's probability ``q(answer | kind)`` and the
payoff ``v(offer, kind)``, a question is worth::

    sum over answers of  max over offers of  sum over kinds of  p q v
        minus  max over offers of  sum over kinds of  p v

which is never below zero, and zero if every answer leads to the same offer. Knowing the
kind for certain is worth ``sum p max v - max sum p v``; no question is worth more.

A lead is tested touch by touch: the evidence is multiplied by ``p1 / p0`` for an answer
and by ``(1 - p1) / (1 - p0)`` for silence. Go on at ``(1 - b) / a``, drop at
``b / (1 - a)``, where a is the share of poor leads gone on with and b the share of good
ones dropped (Wald's sequential probability ratio test).

An offer is chosen with probability ``exp(u) / sum of exp(u)`` over the offers beside
it, ``u = sum of weight * feature`` (the conditional logit, fitted by Newton's method). What
a change is worth in money is its utility divided by minus the weight of the price.

Sources: Raiffa & Schlaifer (1961), Applied Statistical Decision Theory; Raiffa (1968),
Decision Analysis; Wald (1945), Annals of Mathematical Statistics 16:117-186; Wald &
Wolfowitz (1948), Annals of Mathematical Statistics 19:326-339; McFadden (1974),
Conditional logit analysis of qualitative choice behavior; Albert & Anderson (1984),
Biometrika 71:1-10, for choices that no finite weights can explain.

The folder: `information` has the worth of questions, `leads` the test of a lead and
`courses` how it goes on average, `choices` the worth of features; `checks` and
`choice_sets` guard the door.
"""

from salescourse.b2b.consulting.choices import ChoiceModel, Worth, fit_choices
from salescourse.b2b.consulting.courses import (
    Course,
    exact_course,
    wald_course,
)
from salescourse.b2b.consulting.information import OfferDecision, noisy_question
from salescourse.b2b.consulting.leads import LeadTest, Verdict

__all__ = [
    "ChoiceModel",
    "Course",
    "LeadTest",
    "OfferDecision",
    "Verdict",
    "Worth",
    "exact_course",
    "fit_choices",
    "noisy_question",
    "wald_course",
]
