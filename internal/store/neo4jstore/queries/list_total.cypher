MATCH (n:Thing) USING INDEX n:Thing(_label, pool, _sort, id)
WHERE n._label = $label AND n.pool IN $pools AND n._sort IS NOT NULL AND n.id IS NOT NULL
RETURN count(n) AS total
