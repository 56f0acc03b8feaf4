MATCH (h:Head {key: 'head'}) REMOVE h.clearing
