MATCH (c:_ChangeSet) WHERE c.import IN $tokens RETURN c.import AS token
