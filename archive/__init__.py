"""The truth: every article, revision and capture, and the log of every change."""
