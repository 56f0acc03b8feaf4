MATCH (i:_Import {token: $token}) DELETE i
