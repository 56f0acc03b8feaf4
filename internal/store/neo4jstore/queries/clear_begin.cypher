MATCH (h:Head {key: 'head'}) SET h.revision = 0, h.clearing = true
