MATCH (c:_ChangeSet {request: $key}) RETURN c {.*} AS set ORDER BY c.revision DESC LIMIT 1
