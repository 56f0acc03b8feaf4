// Entries of older stores, the oldest first.
MATCH (e:_Entry) WHERE e.revision > 0 AND e.place >= 0
RETURN e.revision AS revision, e.place AS place, e.subject AS subject, e.before AS before, e.after AS after, e.pool AS pool
ORDER BY e.revision, e.place LIMIT $limit
