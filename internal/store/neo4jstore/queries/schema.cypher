MATCH (h:Head {key: 'head'}) RETURN coalesce(h.schema, 0) AS schema, coalesce(h.clearing, false) AS clearing
