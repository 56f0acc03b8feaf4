CALL () { MATCH (i:_Import) RETURN collect(i.token) AS open }
MATCH (n:Thing) USING INDEX n:Thing(_label, pool, _sort, id)
WHERE n._label = $label AND n.pool IN $pools AND n._sort IS NOT NULL AND n.id IS NOT NULL
  AND (size(open) = 0 OR n._import IS NULL OR NOT n._import IN open)
RETURN count(n) AS total
