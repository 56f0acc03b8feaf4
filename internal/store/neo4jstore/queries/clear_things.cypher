MATCH (n) WHERE n:Thing AND NOT n:Source OR n:_History OR n:_ChangeSet OR n:_Item OR n:_Import
CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS
