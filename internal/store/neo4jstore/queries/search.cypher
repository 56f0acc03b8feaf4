// CASE: most of the time nobody imports, and to look at each match for it would take longer than all the rest.
CALL () { MATCH (i:_Import) RETURN collect(i.token) AS open }
CALL db.index.fulltext.queryNodes('thing_by_words_and_kind', $query) YIELD node AS n
WHERE CASE WHEN size(open) = 0 THEN true ELSE n._import IS NULL OR NOT n._import IN open END
WITH n ORDER BY n._sort, n.id LIMIT $limit
RETURN n {.*} AS node
