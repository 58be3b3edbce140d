"""`make crash`: the real process, killed again and again while people talk through it."""
