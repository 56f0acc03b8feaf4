UNWIND $ids AS id
MATCH (b:Thing {id: id})<-[r]-(a) USING INDEX SEEK b:Thing(id) WHERE type(r) IN $types
RETURN type(r) AS type, a.id AS from, b.id AS to, r {.*} AS props
