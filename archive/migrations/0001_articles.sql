CREATE TABLE meta (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE articles (
    id TEXT NOT NULL PRIMARY KEY,
    story_id TEXT NOT NULL,
    "key" TEXT NOT NULL,
    url TEXT NOT NULL,
    source TEXT NOT NULL,
    reading JSON NOT NULL,
    current INTEGER NOT NULL,
    read_at TEXT NOT NULL,
    read_url TEXT NOT NULL,
    first_seen TEXT NOT NULL,
    last_seen TEXT NOT NULL,
    sequence INTEGER NOT NULL
);

CREATE TABLE revisions (
    id INTEGER NOT NULL PRIMARY KEY,
    article_id TEXT NOT NULL REFERENCES articles (id) DEFERRABLE INITIALLY DEFERRED,
    number INTEGER NOT NULL,
    at TEXT NOT NULL,
    cause TEXT NOT NULL,
    digest TEXT NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    diff TEXT,
    UNIQUE (article_id, digest)
);

CREATE TABLE captures (
    url TEXT NOT NULL,
    fetched_at TEXT NOT NULL,
    digest TEXT NOT NULL,
    status INTEGER NOT NULL,
    warc TEXT,
    "offset" INTEGER,
    refusal TEXT,
    article_id TEXT REFERENCES articles (id) DEFERRABLE INITIALLY DEFERRED,
    revision_id INTEGER,
    PRIMARY KEY (url, fetched_at, digest)
) WITHOUT ROWID;

CREATE INDEX captures_of_article ON captures (article_id);

CREATE TABLE names (
    name TEXT NOT NULL PRIMARY KEY,
    article_id TEXT NOT NULL,
    basis TEXT NOT NULL,
    "key" TEXT
) WITHOUT ROWID;

CREATE INDEX names_of_article ON names (article_id);

CREATE TABLE tombstones (
    article_id TEXT NOT NULL PRIMARY KEY,
    "key" TEXT NOT NULL,
    reason TEXT NOT NULL,
    removed_at TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE changes (
    sequence INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    op TEXT NOT NULL,
    article_id TEXT NOT NULL
);

CREATE TABLE cursors (
    generation TEXT NOT NULL PRIMARY KEY,
    sequence INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE dead_letters (
    generation TEXT NOT NULL,
    article_id TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (generation, article_id)
) WITHOUT ROWID;

CREATE TABLE runs (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    command TEXT NOT NULL,
    started_at TEXT NOT NULL,
    finished_at TEXT,
    reason TEXT
);

CREATE INDEX runs_open ON runs (id) WHERE finished_at IS NULL;

CREATE TABLE ledger (
    run INTEGER NOT NULL,
    address TEXT NOT NULL,
    source TEXT NOT NULL,
    outcome TEXT NOT NULL,
    reason TEXT,
    PRIMARY KEY (run, address)
) WITHOUT ROWID;

CREATE TABLE run_sources (
    source TEXT NOT NULL,
    run INTEGER NOT NULL,
    PRIMARY KEY (source, run)
) WITHOUT ROWID;

CREATE TABLE counts (
    run INTEGER NOT NULL,
    source TEXT NOT NULL,
    what TEXT NOT NULL,
    n INTEGER NOT NULL,
    PRIMARY KEY (run, source, what)
) WITHOUT ROWID;
