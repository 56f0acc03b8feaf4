-- +goose Up

-- What was sent out to be filled in: some lists, a workbook for each park, unit or chain.
CREATE TABLE sending (
	id BIGINT NOT NULL PRIMARY KEY,
	secret TEXT NOT NULL, -- stands in the workbooks beside the id, so that those of another database are told apart
	name TEXT NOT NULL,
	lists TEXT NOT NULL, -- JSON list of keys
	way TEXT NOT NULL, -- park, unit, chain
	blanks BOOLEAN NOT NULL, -- only rows in which something is to be filled in
	due TEXT NOT NULL, -- a day; empty: none
	note TEXT NOT NULL,
	lang TEXT NOT NULL,
	made BIGINT NOT NULL,
	account TEXT NOT NULL, -- of who made it; empty: whoever sits at the machine
	post TEXT NOT NULL,
	closed BIGINT NOT NULL -- 0: it is not
);

CREATE TABLE parcel (
	sending BIGINT NOT NULL REFERENCES sending (id),
	number BIGINT NOT NULL, -- from 1
	target TEXT NOT NULL, -- id of the park, unit or chain
	name TEXT NOT NULL, -- as it was called then
	rows_sent BIGINT NOT NULL,
	taken BIGINT NOT NULL, -- when it was downloaded first; 0: it was not
	returned BIGINT NOT NULL, -- when it came back last; 0: it did not
	file TEXT NOT NULL, -- that came back
	changed BIGINT NOT NULL, -- rows of it that say something new
	wrong BIGINT NOT NULL, -- cells and rows of it that cannot be taken
	draft BIGINT NOT NULL, -- that was made of it; 0: none
	PRIMARY KEY (sending, number)
);
INSERT INTO guard (subject, seq, hash) VALUES ('sending', 0, '');
