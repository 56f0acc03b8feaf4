MATCH (h:Head) SET h:_Head REMOVE h:Head
