"""The index template: mapping and settings from ``mapping/``, filled with the tables of our analysis."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

from index import analysis
from index.elastic_analysis import foldings, known_stems, token_pattern
from index.wordlists import read_lines

MAPPING = 1  #: version of mapping and settings; raise it when files in ``mapping/`` or our use of them change
PRIORITY = 500  #: of our templates, above those that come with the server


@cache
def version() -> str:
    """Of mapping and analysis together: an index of another version is rebuilt."""
    return f"{MAPPING}-{analysis.version()}"


def article_template(prefix: str) -> dict[str, Any]:
    """Body of the index template of generations; the set of synonyms must be there before an index is made by it."""
    template = {"settings": article_settings(prefix), "mappings": mapping("article")}
    told = {"index_patterns": [f"{prefix}-v*"], "priority": PRIORITY, "template": template, "_meta": _ours(None)}
    return {**told, "allow_auto_create": False}  # a generation that is gone must not come back without its marks


def generation_body(archive_id: str) -> dict[str, Any]:
    """Body that makes a generation out of the template: whose archive it holds, and in what version."""
    return {"mappings": {"_meta": _ours(archive_id)}}


def article_settings(prefix: str) -> dict[str, Any]:
    """Settings of an index of articles, its analysis filled from our tables and ``words/``."""
    settings = _read("settings")
    told = settings["analysis"]
    told["char_filter"]["folding"]["mappings"] = list(foldings())
    told["tokenizer"]["letters_and_digits"]["pattern"] = token_pattern()
    told["filter"]["longest"]["length"] = analysis.MAX_TOKEN
    told["filter"]["known_stems"]["rules"] = list(known_stems())
    told["filter"]["stop_words"]["stopwords"] = list(read_lines("stopwords.txt"))
    told["filter"]["synonyms"]["synonyms_set"] = f"{prefix}-synonyms"
    return settings


def mapping(name: str) -> dict[str, Any]:
    """Mapping of an index: ``article`` or ``run``."""
    return _read(name)


def _ours(archive_id: str | None) -> dict[str, Any]:
    archive = {} if archive_id is None else {"archive": archive_id}
    return {"kliping": {**archive, "version": version()}}


def _read(name: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(files("index").joinpath("mapping", f"{name}.json").read_text("utf-8"))
    return read
