UNWIND $pools AS pool
CALL (pool) {
  MATCH (n:Thing) USING INDEX n:Thing(label, pool, sort, id)
  WHERE n.label = $label AND n.pool = pool AND n.sort >= $sort AND n.id IS NOT NULL AND (n.sort > $sort OR n.id > $id)
  RETURN n ORDER BY n.sort, n.id LIMIT $limit
}
RETURN n {.*} AS node ORDER BY n.sort, n.id LIMIT $limit
