// Searches for makers at links.
CREATE CONSTRAINT search_id IF NOT EXISTS FOR (n:Search) REQUIRE n.id IS UNIQUE;

CREATE INDEX search_name IF NOT EXISTS FOR (n:Search) ON (n.name);
