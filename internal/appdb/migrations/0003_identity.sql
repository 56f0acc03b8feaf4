-- +goose Up

-- What was set otherwise than by default. seq: of the change that set it; the guard has that of the last.
CREATE TABLE setting (
	name TEXT NOT NULL PRIMARY KEY,
	value BIGINT NOT NULL,
	seq BIGINT NOT NULL,
	at BIGINT NOT NULL,
	post TEXT NOT NULL -- of who set it
);
INSERT INTO guard (subject, seq, hash) VALUES ('setting', 0, '');

ALTER TABLE account ADD COLUMN password_at BIGINT NOT NULL DEFAULT 0; -- when the password was set
UPDATE account SET password_at = made;
ALTER TABLE account ADD COLUMN origin TEXT NOT NULL DEFAULT ''; -- oidc, ldap; empty: made here
ALTER TABLE account ADD COLUMN subject TEXT NOT NULL DEFAULT ''; -- what it is known by there

-- Who was signed in signs in again.
DROP TABLE session;
CREATE TABLE session (
	token TEXT NOT NULL PRIMARY KEY, -- hash
	id TEXT NOT NULL UNIQUE, -- to end it by
	account TEXT NOT NULL,
	data TEXT NOT NULL,
	began BIGINT NOT NULL,
	seen BIGINT NOT NULL
);
CREATE INDEX session_account ON session (account);

-- Sign-ins that are under way at another server; each ends once.
CREATE TABLE passage (
	state TEXT NOT NULL PRIMARY KEY, -- hash
	nonce TEXT NOT NULL,
	verifier TEXT NOT NULL,
	expires BIGINT NOT NULL
);
