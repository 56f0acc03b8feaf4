CALL db.index.fulltext.queryNodes('thing_search', $query) YIELD node AS n
WHERE size($labels) = 0 OR n.label IN $labels
WITH n ORDER BY n.sort, n.id LIMIT $limit
RETURN n {.*} AS node
