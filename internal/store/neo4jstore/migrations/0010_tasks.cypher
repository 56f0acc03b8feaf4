// Tasks, and who signs and pays for a project.
CREATE CONSTRAINT task_id IF NOT EXISTS FOR (n:Task) REQUIRE n.id IS UNIQUE;

CREATE INDEX task_name IF NOT EXISTS FOR (n:Task) ON (n.name);

CREATE INDEX concerns_source IF NOT EXISTS FOR ()-[r:CONCERNS]-() ON (r.source);

CREATE INDEX invests_in_source IF NOT EXISTS FOR ()-[r:INVESTS_IN]-() ON (r.source);

CREATE INDEX signs_source IF NOT EXISTS FOR ()-[r:SIGNS]-() ON (r.source);

CREATE INDEX works_on_source IF NOT EXISTS FOR ()-[r:WORKS_ON]-() ON (r.source);
