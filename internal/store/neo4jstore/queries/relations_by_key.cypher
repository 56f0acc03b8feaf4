UNWIND $keys AS key
MATCH (a:Thing {id: key.from})-[r]->(b:Thing {id: key.to}) WHERE type(r) = key.type
RETURN type(r) AS type, a.id AS from, b.id AS to, r {.*} AS props
