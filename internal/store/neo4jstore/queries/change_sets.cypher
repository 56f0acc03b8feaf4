MATCH (c:_ChangeSet) WHERE c.revision < $before
RETURN c {.*} AS set ORDER BY c.revision DESC LIMIT $limit
