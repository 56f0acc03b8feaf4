MATCH (h:_History) USING INDEX h:_History(revision, place)
WHERE h.revision = $revision AND h.place > $place AND (NOT $working OR h.data IS NOT NULL)
RETURN h.revision AS revision, h.place AS place, h.data AS data, CASE WHEN NOT $working THEN h.pool END AS pool
ORDER BY h.revision, h.place LIMIT $limit
