CALL () { MATCH (i:_Import) RETURN collect(i.token) AS open }
UNWIND $pools AS pool
CALL (pool, open) {
  MATCH (n:Thing) USING INDEX n:Thing(_label, pool, _sort, id)
  WHERE n._label = $label AND n.pool = pool AND n._sort >= $sort AND n.id IS NOT NULL AND (n._sort > $sort OR n.id > $id)
    AND (size(open) = 0 OR n._import IS NULL OR NOT n._import IN open)
  RETURN n ORDER BY n._sort, n.id LIMIT $limit
}
RETURN n {.*} AS node ORDER BY n._sort, n.id LIMIT $limit
