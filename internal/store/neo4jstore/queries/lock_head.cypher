MATCH (h:_Head {key: 'head'}) SET h.writer = $writer
