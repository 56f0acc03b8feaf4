MATCH (h {key: 'head'}) WHERE h:_Head OR h:Head // an older store has the second
RETURN coalesce(h.schema, 0) AS schema, coalesce(h.clearing, false) AS clearing
