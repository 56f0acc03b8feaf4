MATCH (h:Head {key: 'head'}) SET h.writer = $writer
