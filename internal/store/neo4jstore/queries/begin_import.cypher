CREATE (i:_Import {token: $token, writer: $writer, heartbeat: timestamp()})
