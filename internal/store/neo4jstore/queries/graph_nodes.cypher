MATCH (n:Thing) WHERE n.label IN $labels AND n.pool = false RETURN n {.*} AS node
