"""Three systems that are sold as personalization, and the one question behind them.

Question: whom shall we write to, and how would we know that it helped? A CRM says who
is there and what happened; a propensity model says who is likely to buy; a mailer acts
on rules. Only an experiment says whom a mail changes.

Assumptions:

1. *CRM.* One fact in one place: a person is a row of `contacts`, and sits on a deal by
   a row of `deal_contacts`. What the export lacks stays missing.
2. *Propensity.* A prediction is made on one day and uses only what was known on it.
   Later deals come about as earlier ones did, and those that are held out are later.
3. *Mailer.* A mail acts on the sessions of the next so many days. With n mails in that
   time the odds of buying are multiplied by ``lift * fatigue ** (n - 1)``. Households
   do not sway each other, and a mail does not change when they come.
4. *Uplift.* Chance decided who got which mail, with a chance that is known, and one
   customer's mail does not reach another.

Formulas: with rates :math:`r_1, r_0` of those with and without a mail, the effect is
``r_1 - r_0``. Contact if ``effect * margin > cost``. Take customers in the order of a
score; after the first ones, with T of t mailed and C of c not mailed having responded,
the qini curve is ``T - C * t / c``. Of mails that were drawn with chance e, the value
of a policy is the mean of ``1{mail = policy} * y / e``.

Sources: Radcliffe (2007), Direct Marketing Analytics Journal, 14-21; Radcliffe & Surry
(2011), Stochastic Solutions; Horvitz & Thompson (1952), Journal of the American
Statistical Association 47:663-685; Brier (1950). The regression is scikit-learn's.

The folder: `crm` has the database, `propensity` the model and its hold-out, `traffic`
sessions to act on, `automation` the rules, `uplift` the effects, `ranking` the qini,
`policy` whom to write to, `plan` a test before it is sent, and `sheet.js` the same plan
for the page.
"""

from salescourse.strategy.personalization.automation import (
    Comparison,
    Limit,
    MailEffect,
    Rule,
    Run,
    compare_runs,
    run_rules,
)
from salescourse.strategy.personalization.crm import ask, crm_tables, open_crm
from salescourse.strategy.personalization.plan import MailTest, mail_test
from salescourse.strategy.personalization.policy import (
    Kind,
    PolicyValue,
    four_kinds,
    policy_value,
    targeting_profit_eur,
    worth_contacting,
)
from salescourse.strategy.personalization.propensity import (
    Scores,
    calibration_by_group,
    propensity_model,
    score_chances,
    split_by_time,
)
from salescourse.strategy.personalization.ranking import Qini, qini
from salescourse.strategy.personalization.traffic import Traffic, simulate_traffic
from salescourse.strategy.personalization.uplift import (
    Effect,
    average_effect,
    effects_by,
)

__all__ = [
    "Comparison",
    "Effect",
    "Kind",
    "Limit",
    "MailEffect",
    "MailTest",
    "PolicyValue",
    "Qini",
    "Rule",
    "Run",
    "Scores",
    "Traffic",
    "ask",
    "average_effect",
    "calibration_by_group",
    "compare_runs",
    "crm_tables",
    "effects_by",
    "four_kinds",
    "mail_test",
    "open_crm",
    "policy_value",
    "propensity_model",
    "qini",
    "run_rules",
    "score_chances",
    "simulate_traffic",
    "split_by_time",
    "targeting_profit_eur",
    "worth_contacting",
]
