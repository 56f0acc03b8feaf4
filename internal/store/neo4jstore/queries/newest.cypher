MATCH (c:ChangeSet) WHERE c.revision > 0 RETURN c.revision AS revision ORDER BY c.revision DESC LIMIT 1
