// The lock comes first: what is compared must be what stands.
MATCH (h:_Head {key: 'head'}) SET h.writer = $writer
WITH h WHERE h.revision < $revision SET h.revision = $revision
