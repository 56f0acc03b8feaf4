CALL () { MATCH (i:_Import) RETURN collect(i.token) AS open }
UNWIND $products AS id
MATCH (e:Enterprise)-[r:MAKES]->(p:Product {id: id}) WHERE size(open) = 0 OR r._import IS NULL OR NOT r._import IN open
WITH e, collect(DISTINCT p.id) AS made
RETURN e {.*} AS node, made ORDER BY size(made) DESC, e._sort, e.id LIMIT $limit
