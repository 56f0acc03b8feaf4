MATCH (n:Thing) USING INDEX n:Thing(label, pool, sort, id)
WHERE n.label = $label AND n.pool IN $pools AND n.sort IS NOT NULL AND n.id IS NOT NULL
RETURN count(n) AS total
