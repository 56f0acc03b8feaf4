MATCH (a:Thing) WHERE a.label IN $labels AND a.pool = false
MATCH (a)-[r]->(b:Thing) WHERE b.pool = false
RETURN type(r) AS type, a.id AS from, b.id AS to, r {.*} AS props
