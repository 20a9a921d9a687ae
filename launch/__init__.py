"""The launcher: start, supervise and stop everything that Handa needs on one machine."""
