"""One group: from the answers to a survey to a scenario, and what the survey does not say."""
