UPDATE node SET kind = ?, pool = ?, sort = ?, source = ?, body = ? WHERE id = ? RETURNING row
