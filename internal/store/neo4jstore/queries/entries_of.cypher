// A change set touches a subject once.
CALL db.index.fulltext.queryNodes('history_of_subject', $subjects) YIELD node AS h
WHERE h.revision > $revision AND h.revision <= $to
RETURN h.revision AS revision, h.place AS place, h.data AS data, h.pool AS pool
ORDER BY h.revision LIMIT $limit
