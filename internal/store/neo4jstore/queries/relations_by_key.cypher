// The hints are for a plan that was made while the store was nearly empty, when looking through it was as cheap.
UNWIND $keys AS key
MATCH (a:Thing {id: key.from})-[r]->(b:Thing {id: key.to}) USING INDEX SEEK a:Thing(id) USING INDEX SEEK b:Thing(id)
WHERE type(r) = key.type
RETURN type(r) AS type, a.id AS from, b.id AS to, r {.*} AS props
