-- Entries that only touch the pool are marked, so that what concerns the working graph is found without them.
ALTER TABLE entry ADD COLUMN pool INTEGER NOT NULL DEFAULT 0;
CREATE INDEX entry_working ON entry (revision, place) WHERE pool = 0;
-- The working graph is found without the pool as well.
CREATE INDEX node_working ON node (id) WHERE pool = 0;
