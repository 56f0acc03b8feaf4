MATCH (h:_History {_import: $token}) SET h.revision = $revision REMOVE h._import
RETURN count(h) AS written
