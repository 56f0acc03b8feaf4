MATCH (a:Thing) USING INDEX a:Thing(_label, pool, _sort, id)
WHERE a._label IN $labels AND a.pool = false AND a._sort IS NOT NULL AND a.id IS NOT NULL
MATCH (a)-[r:!_RESTS_ON]->(b:Thing) WHERE b.pool = false
RETURN type(r) AS type, a.id AS from, b.id AS to, r {.*} AS props
