SELECT node.body, node.sort FROM search JOIN node ON node.row = search.rowid
WHERE search MATCH ?1 AND (json_array_length(?2) = 0 OR node.kind IN (SELECT value FROM json_each(?2)))
ORDER BY node.sort, node.id LIMIT ?3
