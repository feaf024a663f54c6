"""``python -m kliping``."""

from kliping.cli import main

main()
