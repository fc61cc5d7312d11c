from salescourse.b2b.relationships.fit import FittedRetention, fit_retention
from salescourse.b2b.relationships.renewals import cohort_table, renewal_table
from salescourse.b2b.relationships.retention import *
