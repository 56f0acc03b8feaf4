MATCH (h:_History {_import: $token}) WHERE elementId(h) IN $ids DELETE h
