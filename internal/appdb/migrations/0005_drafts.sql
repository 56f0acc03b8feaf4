-- +goose Up

-- What somebody is about to put into the graph: a file as it came, and what was decided of its rows.
CREATE TABLE draft (
	id BIGINT NOT NULL PRIMARY KEY,
	edition BIGINT NOT NULL, -- grows with every change
	account TEXT NOT NULL, -- of who made it; empty: whoever sits at the machine
	post TEXT NOT NULL,
	name TEXT NOT NULL,
	file TEXT NOT NULL, -- its name
	size BIGINT NOT NULL,
	made BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	state TEXT NOT NULL, -- open, applied, dropped
	revision BIGINT NOT NULL, -- that it was applied as
	base BIGINT NOT NULL, -- revision of the graph when it was made, and its time
	base_at BIGINT NOT NULL,
	token TEXT NOT NULL, -- names the request to apply it
	tried BIGINT NOT NULL, -- revision of the graph when that was first asked; 0: it was not
	work TEXT NOT NULL, -- JSON: source of the batch, mapping, decisions
	content TEXT NOT NULL -- the file, base64
);
CREATE INDEX draft_account ON draft (account);
INSERT INTO guard (subject, seq, hash) VALUES ('draft', 0, '');
