UNWIND $ids AS id
MATCH (a:Thing {id: id})-[r]->(b) USING INDEX SEEK a:Thing(id) WHERE type(r) IN $types
RETURN type(r) AS type, a.id AS from, b.id AS to, r {.*} AS props
