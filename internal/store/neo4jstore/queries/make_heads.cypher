MERGE (h:_Head {key: 'head'}) ON CREATE SET h.revision = 0
MERGE (w:_Head {key: 'writer'})
