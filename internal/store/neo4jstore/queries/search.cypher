CALL db.index.fulltext.queryNodes('thing_by_words', $query) YIELD node AS n
WHERE size($labels) = 0 OR n._label IN $labels
WITH n ORDER BY n._sort, n.id LIMIT $limit
RETURN n {.*} AS node
