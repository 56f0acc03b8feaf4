SELECT r.body FROM json_each(?2) AS n
JOIN json_each(?1) AS t
JOIN relation AS r ON r.from_id = n.value AND r.type = t.value
