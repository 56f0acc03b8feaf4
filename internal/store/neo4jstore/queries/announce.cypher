// The lock comes first: what is compared must be what stands. Who announces holds the writer's lock, so that all before
// is whole.
MATCH (h:_Head {key: 'head'}) SET h.writer = $writer
WITH h SET h.announced = $revision, h.revision = CASE WHEN h.revision < $revision - 1 THEN $revision - 1 ELSE h.revision END
