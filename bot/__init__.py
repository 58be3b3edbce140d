"""The process: settings, ingress, command line, and the local sandbox."""
