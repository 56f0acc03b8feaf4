CALL db.index.fulltext.queryNodes('history_of_subject', $subjects) YIELD node AS h
WHERE h.revision < $before
WITH DISTINCT h.revision AS revision ORDER BY revision DESC LIMIT $limit
MATCH (c:_ChangeSet {revision: revision})
RETURN c {.*} AS set ORDER BY c.revision DESC
