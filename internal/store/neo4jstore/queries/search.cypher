CALL () { MATCH (i:_Import) RETURN collect(i.token) AS open }
CALL db.index.fulltext.queryNodes('thing_by_words', $query) YIELD node AS n
WHERE (size($labels) = 0 OR n._label IN $labels) AND (size(open) = 0 OR n._import IS NULL OR NOT n._import IN open)
WITH n ORDER BY n._sort, n.id LIMIT $limit
RETURN n {.*} AS node
