UNWIND $ids AS id
MATCH (n:Thing {id: id})-[r:!_RESTS_ON]-(:Thing) USING INDEX SEEK n:Thing(id)
WITH DISTINCT r
RETURN type(r) AS type, startNode(r).id AS from, endNode(r).id AS to, r {.*} AS props
