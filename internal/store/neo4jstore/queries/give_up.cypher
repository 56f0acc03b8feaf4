// One that has ended meanwhile is there no more when the lock is had.
MATCH (i:_Import) WHERE i.heartbeat < timestamp() - $milliseconds SET i.dead = true
RETURN i.token AS token
