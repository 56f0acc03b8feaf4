MATCH (c:ChangeSet {revision: $revision}) WHERE c.writer = $writer RETURN count(c) AS found
