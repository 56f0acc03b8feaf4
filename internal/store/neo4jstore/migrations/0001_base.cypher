// What every store has. One statement a paragraph; each may run again.
CREATE CONSTRAINT head_key IF NOT EXISTS FOR (n:Head) REQUIRE n.key IS UNIQUE;

CREATE CONSTRAINT change_set_revision IF NOT EXISTS FOR (n:ChangeSet) REQUIRE n.revision IS UNIQUE;

CREATE INDEX entry_place IF NOT EXISTS FOR (n:Entry) ON (n.revision, n.place);

CREATE INDEX entry_subject IF NOT EXISTS FOR (n:Entry) ON (n.subject, n.revision);

CREATE CONSTRAINT thing_id IF NOT EXISTS FOR (n:Thing) REQUIRE n.id IS UNIQUE;

CREATE INDEX thing_list IF NOT EXISTS FOR (n:Thing) ON (n.label, n.pool, n.sort, n.id);

CREATE INDEX thing_source IF NOT EXISTS FOR (n:Thing) ON (n.source);

CREATE FULLTEXT INDEX thing_search IF NOT EXISTS FOR (n:Thing) ON EACH [n.search]
OPTIONS {indexConfig: {`fulltext.analyzer`: 'whitespace', `fulltext.eventually_consistent`: false}};

CREATE CONSTRAINT scheme_id IF NOT EXISTS FOR (n:Scheme) REQUIRE n.id IS UNIQUE;

CREATE INDEX scheme_name IF NOT EXISTS FOR (n:Scheme) ON (n.name);

CREATE CONSTRAINT chain_id IF NOT EXISTS FOR (n:Chain) REQUIRE n.id IS UNIQUE;

CREATE INDEX chain_name IF NOT EXISTS FOR (n:Chain) ON (n.name);

CREATE CONSTRAINT link_id IF NOT EXISTS FOR (n:Link) REQUIRE n.id IS UNIQUE;

CREATE INDEX link_name IF NOT EXISTS FOR (n:Link) ON (n.name);

CREATE CONSTRAINT product_id IF NOT EXISTS FOR (n:Product) REQUIRE n.id IS UNIQUE;

CREATE INDEX product_name IF NOT EXISTS FOR (n:Product) ON (n.name);

CREATE CONSTRAINT industry_id IF NOT EXISTS FOR (n:Industry) REQUIRE n.id IS UNIQUE;

CREATE INDEX industry_name IF NOT EXISTS FOR (n:Industry) ON (n.name);

CREATE CONSTRAINT technology_id IF NOT EXISTS FOR (n:Technology) REQUIRE n.id IS UNIQUE;

CREATE INDEX technology_name IF NOT EXISTS FOR (n:Technology) ON (n.name);

CREATE CONSTRAINT field_id IF NOT EXISTS FOR (n:Field) REQUIRE n.id IS UNIQUE;

CREATE INDEX field_name IF NOT EXISTS FOR (n:Field) ON (n.name);

CREATE CONSTRAINT enterprise_id IF NOT EXISTS FOR (n:Enterprise) REQUIRE n.id IS UNIQUE;

CREATE INDEX enterprise_name IF NOT EXISTS FOR (n:Enterprise) ON (n.name);

CREATE CONSTRAINT park_id IF NOT EXISTS FOR (n:Park) REQUIRE n.id IS UNIQUE;

CREATE INDEX park_name IF NOT EXISTS FOR (n:Park) ON (n.name);

CREATE CONSTRAINT chief_id IF NOT EXISTS FOR (n:Chief) REQUIRE n.id IS UNIQUE;

CREATE INDEX chief_name IF NOT EXISTS FOR (n:Chief) ON (n.name);

CREATE CONSTRAINT unit_id IF NOT EXISTS FOR (n:Unit) REQUIRE n.id IS UNIQUE;

CREATE INDEX unit_name IF NOT EXISTS FOR (n:Unit) ON (n.name);

CREATE CONSTRAINT task_force_id IF NOT EXISTS FOR (n:TaskForce) REQUIRE n.id IS UNIQUE;

CREATE INDEX task_force_name IF NOT EXISTS FOR (n:TaskForce) ON (n.name);

CREATE CONSTRAINT plan_id IF NOT EXISTS FOR (n:Plan) REQUIRE n.id IS UNIQUE;

CREATE INDEX plan_name IF NOT EXISTS FOR (n:Plan) ON (n.name);

CREATE CONSTRAINT milestone_id IF NOT EXISTS FOR (n:Milestone) REQUIRE n.id IS UNIQUE;

CREATE INDEX milestone_name IF NOT EXISTS FOR (n:Milestone) ON (n.name);

CREATE CONSTRAINT policy_id IF NOT EXISTS FOR (n:Policy) REQUIRE n.id IS UNIQUE;

CREATE INDEX policy_name IF NOT EXISTS FOR (n:Policy) ON (n.name);

CREATE CONSTRAINT project_id IF NOT EXISTS FOR (n:Project) REQUIRE n.id IS UNIQUE;

CREATE INDEX project_name IF NOT EXISTS FOR (n:Project) ON (n.name);

CREATE CONSTRAINT weights_id IF NOT EXISTS FOR (n:Weights) REQUIRE n.id IS UNIQUE;

CREATE INDEX weights_name IF NOT EXISTS FOR (n:Weights) ON (n.name);

CREATE CONSTRAINT gap_id IF NOT EXISTS FOR (n:Gap) REQUIRE n.id IS UNIQUE;

CREATE INDEX gap_name IF NOT EXISTS FOR (n:Gap) ON (n.name);

CREATE CONSTRAINT figure_id IF NOT EXISTS FOR (n:Figure) REQUIRE n.id IS UNIQUE;

CREATE INDEX figure_name IF NOT EXISTS FOR (n:Figure) ON (n.name);

CREATE CONSTRAINT source_id IF NOT EXISTS FOR (n:Source) REQUIRE n.id IS UNIQUE;

CREATE INDEX source_name IF NOT EXISTS FOR (n:Source) ON (n.name);
