// Comments on gaps.
CREATE CONSTRAINT comment_id IF NOT EXISTS FOR (n:Comment) REQUIRE n.id IS UNIQUE;

CREATE INDEX comment_name IF NOT EXISTS FOR (n:Comment) ON (n.name);
