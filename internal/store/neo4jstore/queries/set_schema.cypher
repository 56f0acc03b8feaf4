MERGE (h:_Head {key: 'head'}) ON CREATE SET h.revision = 0 SET h.schema = $schema
