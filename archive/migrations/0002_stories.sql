ALTER TABLE articles ADD COLUMN relation TEXT NOT NULL DEFAULT 'original';

ALTER TABLE articles ADD COLUMN "of" TEXT;

ALTER TABLE articles ADD COLUMN similarity FLOAT NOT NULL DEFAULT 1;

CREATE TABLE story_nodes (
    id INTEGER NOT NULL PRIMARY KEY,
    text BLOB NOT NULL UNIQUE,
    outlet INTEGER NOT NULL,
    day INTEGER,
    block INTEGER NOT NULL,
    component INTEGER,
    story TEXT NOT NULL,
    least TEXT NOT NULL,
    head TEXT NOT NULL,
    rank BLOB NOT NULL,
    words INTEGER NOT NULL,
    quotes INTEGER NOT NULL,
    facts INTEGER NOT NULL
);

CREATE INDEX story_nodes_of_component ON story_nodes (component) WHERE component IS NOT NULL;

CREATE TABLE story_texts (
    node INTEGER NOT NULL PRIMARY KEY,
    signature BLOB NOT NULL
);

CREATE TABLE story_members (
    article_id TEXT NOT NULL PRIMARY KEY,
    node INTEGER NOT NULL,
    rank BLOB NOT NULL,
    outlet INTEGER NOT NULL,
    day INTEGER,
    seen INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX story_members_of_node ON story_members (node, rank);

CREATE TABLE story_keys (
    block INTEGER NOT NULL,
    word INTEGER NOT NULL,
    node INTEGER NOT NULL,
    PRIMARY KEY (block, word, node)
) WITHOUT ROWID;

CREATE TABLE story_full (
    block INTEGER NOT NULL,
    word INTEGER NOT NULL,
    PRIMARY KEY (block, word)
) WITHOUT ROWID;

CREATE TABLE story_links (
    component INTEGER NOT NULL,
    a INTEGER NOT NULL,
    b INTEGER NOT NULL,
    shared INTEGER NOT NULL,
    weight INTEGER NOT NULL,
    relation TEXT NOT NULL,
    similarity FLOAT NOT NULL,
    words INTEGER NOT NULL,
    quotes INTEGER NOT NULL,
    facts INTEGER NOT NULL,
    PRIMARY KEY (component, a, b)
) WITHOUT ROWID;

CREATE TABLE story_aliases (
    alias TEXT NOT NULL PRIMARY KEY,
    story TEXT NOT NULL
) WITHOUT ROWID;

CREATE INDEX story_aliases_of_story ON story_aliases (story);

CREATE TABLE story_log (
    id INTEGER NOT NULL PRIMARY KEY,
    at TEXT NOT NULL,
    event TEXT NOT NULL,
    story TEXT NOT NULL,
    other TEXT NOT NULL,
    reason TEXT NOT NULL
);

CREATE INDEX story_log_of_story ON story_log (story);

CREATE INDEX story_log_of_other ON story_log (other);

CREATE TABLE story_waiting (
    article_id TEXT NOT NULL PRIMARY KEY
) WITHOUT ROWID;

INSERT INTO story_waiting SELECT id FROM articles;
