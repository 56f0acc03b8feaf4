MERGE (i:_Item {shelf: $shelf, name: $name}) ON CREATE SET i.revision = $revision, i.value = $value
RETURN i {.*} AS item
