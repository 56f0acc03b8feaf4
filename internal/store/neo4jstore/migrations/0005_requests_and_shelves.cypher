// The request that a change set answers, so that asking again does not write again.
CREATE INDEX change_set_request IF NOT EXISTS FOR (n:ChangeSet) ON (n.request);

// What belongs to the store beside the graph.
CREATE CONSTRAINT item_name IF NOT EXISTS FOR (n:Item) REQUIRE (n.shelf, n.name) IS UNIQUE;
