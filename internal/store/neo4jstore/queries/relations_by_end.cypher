UNWIND $ids AS id
MATCH (n:Thing {id: id})-[r]-(:Thing)
WITH DISTINCT r
RETURN type(r) AS type, startNode(r).id AS from, endNode(r).id AS to, r {.*} AS props
