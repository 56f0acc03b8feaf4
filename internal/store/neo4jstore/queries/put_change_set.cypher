CREATE (c:ChangeSet) SET c = $set
