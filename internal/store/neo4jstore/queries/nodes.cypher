UNWIND $ids AS id MATCH (n:Thing {id: id}) USING INDEX SEEK n:Thing(id) RETURN n {.*} AS node
