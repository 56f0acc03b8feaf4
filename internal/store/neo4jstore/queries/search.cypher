CALL db.index.fulltext.queryNodes('thing_by_words_and_kind', $query) YIELD node AS n
WITH n ORDER BY n._sort, n.id LIMIT $limit
RETURN n {.*} AS node
