"""From the archive into search engines."""
