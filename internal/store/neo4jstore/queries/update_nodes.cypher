UNWIND $rows AS row
MATCH (n:Thing {id: row.props.id}) SET n = row.props
RETURN count(*) AS written
