// What only the program needs is told by its name, so that people who look at the graph see the things of the city: labels
// and properties that begin with an underscore.
MATCH (h:Head) SET h:_Head REMOVE h:Head;

DROP CONSTRAINT head_key IF EXISTS;

CREATE CONSTRAINT head IF NOT EXISTS FOR (n:_Head) REQUIRE n.key IS UNIQUE;

DROP CONSTRAINT change_set_revision IF EXISTS;

MATCH (c:ChangeSet) CALL (c) { SET c:_ChangeSet REMOVE c:ChangeSet } IN TRANSACTIONS OF 10000 ROWS;

CREATE CONSTRAINT revision IF NOT EXISTS FOR (n:_ChangeSet) REQUIRE n.revision IS UNIQUE;

DROP INDEX entry_place IF EXISTS;

DROP INDEX entry_subject IF EXISTS;

MATCH (e:Entry) CALL (e) { SET e:_Entry REMOVE e:Entry } IN TRANSACTIONS OF 10000 ROWS;

CREATE INDEX entry_in_revision IF NOT EXISTS FOR (n:_Entry) ON (n.revision, n.place);

CREATE INDEX entry_of_subject IF NOT EXISTS FOR (n:_Entry) ON (n.subject, n.revision);

DROP INDEX thing_list IF EXISTS;

DROP INDEX thing_search IF EXISTS;

MATCH (n:Thing) WHERE n.label IS NOT NULL
CALL (n) { SET n._label = n.label, n._sort = n.sort, n._search = n.search REMOVE n.label, n.sort, n.search }
IN TRANSACTIONS OF 5000 ROWS;

CREATE INDEX thing_in_list IF NOT EXISTS FOR (n:Thing) ON (n._label, n.pool, n._sort, n.id);

CREATE FULLTEXT INDEX thing_by_words IF NOT EXISTS FOR (n:Thing) ON EACH [n._search]
OPTIONS {indexConfig: {`fulltext.analyzer`: 'whitespace', `fulltext.eventually_consistent`: false}};

// The request that a change set answers, so that asking again does not write again.
CREATE INDEX request IF NOT EXISTS FOR (n:_ChangeSet) ON (n.request);

// What belongs to the store beside the graph.
CREATE CONSTRAINT item_name IF NOT EXISTS FOR (n:_Item) REQUIRE (n.shelf, n.name) IS UNIQUE;
