// A composite index serves a question only when each of its properties has a condition.
MATCH (h:_History) USING INDEX h:_History(revision, place)
WHERE h.revision > $revision AND h.revision <= $to AND h.place >= 0 AND (NOT $working OR h.data IS NOT NULL)
RETURN h.revision AS revision, h.place AS place, h.data AS data, CASE WHEN NOT $working THEN h.pool END AS pool
ORDER BY h.revision, h.place LIMIT $limit
