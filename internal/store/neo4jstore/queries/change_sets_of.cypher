MATCH (e:_Entry) WHERE e.subject = $subject AND e.revision < $before
WITH DISTINCT e.revision AS revision ORDER BY revision DESC LIMIT $limit
MATCH (c:_ChangeSet {revision: revision})
RETURN c {.*} AS set ORDER BY c.revision DESC
