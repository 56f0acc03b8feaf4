MATCH (e:_Entry) WHERE e.subject = $subject AND e.revision > $revision AND e.revision <= $to
RETURN e.revision AS revision, e.place AS place, e.subject AS subject, e.before AS before, e.after AS after, e.pool AS pool ORDER BY e.revision, e.place
