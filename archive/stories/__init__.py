"""Stories of the archive: which article comes from which, kept up to date with every article."""
