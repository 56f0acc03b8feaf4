UNWIND $ids AS id
MATCH (a:Thing)-[r]->(b:Thing {id: id}) WHERE type(r) IN $types
RETURN type(r) AS type, a.id AS from, b.id AS to, r {.*} AS props
