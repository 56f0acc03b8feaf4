MATCH (h:_Head {key: 'head'}) REMOVE h.clearing
