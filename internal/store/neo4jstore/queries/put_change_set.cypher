CREATE (c:_ChangeSet) SET c = $set
