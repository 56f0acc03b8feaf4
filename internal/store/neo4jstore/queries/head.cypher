MATCH (h:Head {key: 'head'}) WITH h.revision AS revision LIMIT 1
MATCH (c:ChangeSet {revision: revision}) RETURN c {.*} AS set
