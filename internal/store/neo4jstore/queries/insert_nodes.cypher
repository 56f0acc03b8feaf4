UNWIND $rows AS row
CREATE (n:Thing) SET n = row.props SET n:$(row.props.label)
RETURN count(*) AS written
