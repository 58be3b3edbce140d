"""The two ways to the app: signed HTTP requests, and envelopes over Socket Mode."""
