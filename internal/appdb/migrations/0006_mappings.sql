-- +goose Up

-- What people have said that the columns of a foreign sheet are: used again for every sheet with the same headings.
CREATE TABLE mapping (
	fingerprint TEXT NOT NULL PRIMARY KEY, -- of the headings
	name TEXT NOT NULL,
	list TEXT NOT NULL, -- its key
	post TEXT NOT NULL, -- of who said it last
	changed BIGINT NOT NULL,
	columns TEXT NOT NULL -- JSON: the mapping
);
