MATCH (w:_Head {key: 'writer'}) SET w.writer = $writer RETURN count(w) AS locked
