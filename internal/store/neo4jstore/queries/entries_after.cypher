// A composite index serves a question only when each of its properties has a condition.
MATCH (e:_Entry) USING INDEX e:_Entry(revision, place) WHERE e.revision > $revision AND e.revision <= $to AND e.place >= 0 AND (NOT $working OR NOT e.pool)
RETURN e.revision AS revision, e.place AS place, e.subject AS subject, e.before AS before, e.after AS after, e.pool AS pool ORDER BY e.revision, e.place LIMIT $limit
