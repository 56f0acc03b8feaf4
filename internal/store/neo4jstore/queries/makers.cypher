UNWIND $products AS id
MATCH (e:Enterprise)-[:MAKES]->(p:Product {id: id})
WITH e, collect(DISTINCT p.id) AS made
RETURN e {.*} AS node, made ORDER BY size(made) DESC, e._sort, e.id LIMIT $limit
