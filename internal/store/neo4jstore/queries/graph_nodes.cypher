MATCH (n:Thing) USING INDEX n:Thing(_label, pool, _sort, id)
WHERE n._label IN $labels AND n.pool = false AND n._sort IS NOT NULL AND n.id IS NOT NULL
RETURN n {.*} AS node
