SELECT r.body FROM json_each(?) AS k
JOIN relation AS r ON r.from_id = k.value ->> 1 AND r.type = k.value ->> 0 AND r.to_id = k.value ->> 2
