"""What the learner has done, and what comes next."""
