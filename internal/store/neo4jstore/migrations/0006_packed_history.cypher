// The history in packs: what the entries of older stores held is packed before these run.
CREATE INDEX history_in_revision IF NOT EXISTS FOR (n:_History) ON (n.revision, n.place);

CREATE FULLTEXT INDEX history_of_subject IF NOT EXISTS FOR (n:_History) ON EACH [n.subjects]
OPTIONS {indexConfig: {`fulltext.analyzer`: 'keyword', `fulltext.eventually_consistent`: false}};

DROP INDEX entry_in_revision IF EXISTS;

DROP INDEX entry_of_subject IF EXISTS;

// Imports that are going on, and what they have brought so far.
CREATE CONSTRAINT import_token IF NOT EXISTS FOR (n:_Import) REQUIRE n.token IS UNIQUE;

CREATE INDEX history_of_import IF NOT EXISTS FOR (n:_History) ON (n._import);

CREATE INDEX change_set_of_import IF NOT EXISTS FOR (n:_ChangeSet) ON (n.import);
