MATCH (h:_History {_import: $token}) RETURN elementId(h) AS id, h.place AS place, h.data AS data, h.pool AS pool LIMIT $limit
