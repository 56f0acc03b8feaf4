CREATE TABLE change_set (
  revision INTEGER PRIMARY KEY,
  time     INTEGER NOT NULL, -- milliseconds since 1970, UTC
  actor    TEXT NOT NULL,
  reason   TEXT NOT NULL,
  undoes   INTEGER NOT NULL,
  counts   TEXT NOT NULL
);
CREATE TABLE entry (
  revision INTEGER NOT NULL REFERENCES change_set (revision),
  place    INTEGER NOT NULL,
  subject  TEXT NOT NULL,
  before   TEXT,
  after    TEXT,
  PRIMARY KEY (revision, place)
) WITHOUT ROWID;
CREATE INDEX entry_subject ON entry (subject, revision);
CREATE TABLE node (
  row    INTEGER PRIMARY KEY,
  id     TEXT NOT NULL UNIQUE,
  kind   TEXT NOT NULL,
  pool   INTEGER NOT NULL,
  sort   TEXT NOT NULL,
  source TEXT NOT NULL,
  body   TEXT NOT NULL
);
CREATE INDEX node_list ON node (kind, pool, sort, id);
CREATE INDEX node_source ON node (source);
CREATE TABLE relation (
  type    TEXT NOT NULL,
  from_id TEXT NOT NULL,
  to_id   TEXT NOT NULL,
  source  TEXT NOT NULL,
  body    TEXT NOT NULL,
  PRIMARY KEY (from_id, type, to_id)
) WITHOUT ROWID;
CREATE INDEX relation_to ON relation (to_id, type);
CREATE INDEX relation_source ON relation (source);
CREATE VIRTUAL TABLE search USING fts5 (tokens, content = '', contentless_delete = 1, detail = full, tokenize = "unicode61 remove_diacritics 0 categories 'L* N* Co M*'");
