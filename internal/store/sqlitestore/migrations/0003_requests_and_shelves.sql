-- The request that a change set answers, so that asking again does not write again.
ALTER TABLE change_set ADD COLUMN request TEXT NOT NULL DEFAULT '';
ALTER TABLE change_set ADD COLUMN digest TEXT NOT NULL DEFAULT '';
CREATE INDEX change_set_request ON change_set (request, revision) WHERE request <> '';
-- What belongs to the store beside the graph.
CREATE TABLE item (
  shelf    TEXT NOT NULL,
  name     TEXT NOT NULL,
  revision INTEGER NOT NULL,
  value    BLOB,
  PRIMARY KEY (shelf, name)
) WITHOUT ROWID;
