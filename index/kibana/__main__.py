"""Write the committed file anew: ``python -m index.kibana``."""

from pathlib import Path

from index.kibana.pack import ndjson

if __name__ == "__main__":
    Path(__file__).with_name("kliping.ndjson").write_text(ndjson(), encoding="utf-8")
