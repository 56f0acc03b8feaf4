MATCH (h:_Head {key: 'head'}) RETURN coalesce(h.announced, 0) AS announced, h.revision AS revision
