MATCH (h:_Head {key: 'head'}) SET h.revision = $revision, h.announced = $revision
