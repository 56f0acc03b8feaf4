MATCH (c:_ChangeSet {revision: $revision}) WHERE c.writer = $writer RETURN count(c) AS found
