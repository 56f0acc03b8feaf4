MATCH (h:_Head {key: 'head'}) WHERE h.revision < $revision SET h.revision = $revision
