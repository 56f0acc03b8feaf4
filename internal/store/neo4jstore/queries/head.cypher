MATCH (h:_Head {key: 'head'}) WITH h.revision AS revision LIMIT 1
MATCH (c:_ChangeSet {revision: revision}) RETURN c {.*} AS set
