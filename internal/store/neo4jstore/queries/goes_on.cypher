// The lock comes first: whoever gives an import up takes it too.
MATCH (i:_Import {token: $token}) SET i.heartbeat = timestamp()
WITH i WHERE i.dead IS NULL RETURN count(i) AS found
