CALL db.index.fulltext.queryNodes('history_of_subject', $subjects) YIELD node AS h
WHERE h.revision > $after
RETURN max(h.revision) AS revision
