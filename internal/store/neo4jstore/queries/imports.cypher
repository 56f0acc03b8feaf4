MATCH (i:_Import) RETURN count(i) AS found
