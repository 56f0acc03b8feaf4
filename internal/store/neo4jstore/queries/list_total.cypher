MATCH (n:Thing) WHERE n.label = $label AND n.pool IN $pools RETURN count(n) AS total
