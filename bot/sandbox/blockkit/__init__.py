"""Block Kit's rules: what Slack refuses, in the words Slack uses."""
