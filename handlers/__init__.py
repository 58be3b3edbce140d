"""Everything that speaks Slack: listeners, payloads and views."""
