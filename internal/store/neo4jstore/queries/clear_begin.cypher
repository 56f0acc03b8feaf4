MATCH (h:_Head {key: 'head'}) SET h.revision = 0, h.announced = 0, h.clearing = true
