// The profile of the city.
CREATE CONSTRAINT city_id IF NOT EXISTS FOR (n:City) REQUIRE n.id IS UNIQUE;

CREATE INDEX city_name IF NOT EXISTS FOR (n:City) ON (n.name);
