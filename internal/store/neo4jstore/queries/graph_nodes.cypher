MATCH (n:Thing) USING INDEX n:Thing(label, pool, sort, id)
WHERE n.label IN $labels AND n.pool = false AND n.sort IS NOT NULL AND n.id IS NOT NULL
RETURN n {.*} AS node
