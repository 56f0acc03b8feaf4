// The source of a thing is one step away; those of relations, which nothing can be joined to, are found by index.
MATCH (n:Thing) WHERE NOT EXISTS { (n)-[:_RESTS_ON]->() }
CALL (n) { MATCH (s:Source {id: n.source}) CREATE (n)-[:_RESTS_ON]->(s) } IN TRANSACTIONS OF 5000 ROWS;

CREATE INDEX about_source IF NOT EXISTS FOR ()-[r:ABOUT]-() ON (r.source);

CREATE INDEX announces_source IF NOT EXISTS FOR ()-[r:ANNOUNCES]-() ON (r.source);

CREATE INDEX applied_in_source IF NOT EXISTS FOR ()-[r:APPLIED_IN]-() ON (r.source);

CREATE INDEX at_source IF NOT EXISTS FOR ()-[r:AT]-() ON (r.source);

CREATE INDEX belongs_to_source IF NOT EXISTS FOR ()-[r:BELONGS_TO]-() ON (r.source);

CREATE INDEX coordinates_source IF NOT EXISTS FOR ()-[r:COORDINATES]-() ON (r.source);

CREATE INDEX draws_on_source IF NOT EXISTS FOR ()-[r:DRAWS_ON]-() ON (r.source);

CREATE INDEX feeds_source IF NOT EXISTS FOR ()-[r:FEEDS]-() ON (r.source);

CREATE INDEX fills_source IF NOT EXISTS FOR ()-[r:FILLS]-() ON (r.source);

CREATE INDEX guides_source IF NOT EXISTS FOR ()-[r:GUIDES]-() ON (r.source);

CREATE INDEX hosts_source IF NOT EXISTS FOR ()-[r:HOSTS]-() ON (r.source);

CREATE INDEX leads_source IF NOT EXISTS FOR ()-[r:LEADS]-() ON (r.source);

CREATE INDEX lists_source IF NOT EXISTS FOR ()-[r:LISTS]-() ON (r.source);

CREATE INDEX located_in_source IF NOT EXISTS FOR ()-[r:LOCATED_IN]-() ON (r.source);

CREATE INDEX makes_source IF NOT EXISTS FOR ()-[r:MAKES]-() ON (r.source);

CREATE INDEX marks_source IF NOT EXISTS FOR ()-[r:MARKS]-() ON (r.source);

CREATE INDEX matches_source IF NOT EXISTS FOR ()-[r:MATCHES]-() ON (r.source);

CREATE INDEX needs_source IF NOT EXISTS FOR ()-[r:NEEDS]-() ON (r.source);

CREATE INDEX operates_in_source IF NOT EXISTS FOR ()-[r:OPERATES_IN]-() ON (r.source);

CREATE INDEX part_of_source IF NOT EXISTS FOR ()-[r:PART_OF]-() ON (r.source);

CREATE INDEX produces_source IF NOT EXISTS FOR ()-[r:PRODUCES]-() ON (r.source);

CREATE INDEX registered_in_source IF NOT EXISTS FOR ()-[r:REGISTERED_IN]-() ON (r.source);

CREATE INDEX restricts_source IF NOT EXISTS FOR ()-[r:RESTRICTS]-() ON (r.source);

CREATE INDEX runs_source IF NOT EXISTS FOR ()-[r:RUNS]-() ON (r.source);

CREATE INDEX sourced_from_source IF NOT EXISTS FOR ()-[r:SOURCED_FROM]-() ON (r.source);

CREATE INDEX staffs_source IF NOT EXISTS FOR ()-[r:STAFFS]-() ON (r.source);

CREATE INDEX subclass_of_source IF NOT EXISTS FOR ()-[r:SUBCLASS_OF]-() ON (r.source);

CREATE INDEX subsidiary_of_source IF NOT EXISTS FOR ()-[r:SUBSIDIARY_OF]-() ON (r.source);

CREATE INDEX supplies_source IF NOT EXISTS FOR ()-[r:SUPPLIES]-() ON (r.source);

CREATE INDEX supports_source IF NOT EXISTS FOR ()-[r:SUPPORTS]-() ON (r.source);

CREATE INDEX targets_source IF NOT EXISTS FOR ()-[r:TARGETS]-() ON (r.source);

CREATE INDEX uses_source IF NOT EXISTS FOR ()-[r:USES]-() ON (r.source);

CREATE INDEX yields_source IF NOT EXISTS FOR ()-[r:YIELDS]-() ON (r.source);

// For people who look for a name in Neo4j Browser: Chinese names by their pairs of characters. It follows a moment later,
// so that writers do not wait for it.
CREATE FULLTEXT INDEX names IF NOT EXISTS FOR (n:Thing) ON EACH [n.name, n.name_en, n.aliases]
OPTIONS {indexConfig: {`fulltext.analyzer`: 'cjk', `fulltext.eventually_consistent`: true}};

// Searches for some kinds leave out the others in the index.
DROP INDEX thing_by_words IF EXISTS;

CREATE FULLTEXT INDEX thing_by_words_and_kind IF NOT EXISTS FOR (n:Thing) ON EACH [n._search, n._label]
OPTIONS {indexConfig: {`fulltext.analyzer`: 'whitespace', `fulltext.eventually_consistent`: false}};
