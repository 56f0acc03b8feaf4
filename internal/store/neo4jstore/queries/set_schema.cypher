MATCH (h:_Head {key: 'head'}) SET h.schema = $schema
