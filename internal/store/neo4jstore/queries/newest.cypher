MATCH (c:_ChangeSet) WHERE c.revision > 0 RETURN c {.*} AS set ORDER BY c.revision DESC LIMIT 1
