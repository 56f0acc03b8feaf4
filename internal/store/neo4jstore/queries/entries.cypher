MATCH (e:Entry) WHERE e.revision > $from AND e.revision <= $to
RETURN e.revision AS revision, e.subject AS subject, e.before AS before, e.after AS after ORDER BY e.revision, e.place
