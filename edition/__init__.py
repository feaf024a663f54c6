"""The sample edition: texts of our own in the markup of real outlets, packed as one recording."""
