MATCH (i:_Item) WHERE $shelf IN ['', i.shelf] RETURN i {.*} AS item ORDER BY i.shelf, i.revision, i.name
