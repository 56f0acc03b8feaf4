MATCH (e:_Entry) WHERE e.revision > 0 AND e.place >= 0
WITH e ORDER BY e.revision, e.place LIMIT $limit
DELETE e
