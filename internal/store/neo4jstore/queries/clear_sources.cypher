// Last: with one that a million things rest on, a million relationships would go at once.
MATCH (n:Source) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS
