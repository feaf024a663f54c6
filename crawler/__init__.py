"""From the web, or a recording of it, into the archive."""
