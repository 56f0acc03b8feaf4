-- SQL that SQLite and PostgreSQL read alike: TEXT, BIGINT (times are milliseconds since 1970), BOOLEAN; $1 for values.

-- +goose Up

-- A row each for what is written by one at a time: who writes takes the row first.
CREATE TABLE guard (
	subject TEXT NOT NULL PRIMARY KEY,
	seq BIGINT NOT NULL,
	hash TEXT NOT NULL
);
INSERT INTO guard (subject, seq, hash) VALUES ('account', 0, '');

CREATE TABLE account (
	name TEXT NOT NULL PRIMARY KEY,
	post TEXT NOT NULL,
	roles TEXT NOT NULL, -- JSON list
	chains TEXT NOT NULL, -- JSON list, empty: all
	disabled BOOLEAN NOT NULL,
	password TEXT NOT NULL, -- argon2id; empty: none yet
	epoch BIGINT NOT NULL, -- sessions of an earlier one are over
	secret TEXT NOT NULL, -- of the second factor; empty: none
	factor BOOLEAN NOT NULL, -- the second factor is asked for
	step BIGINT NOT NULL, -- of the last code that was used
	recovery TEXT NOT NULL, -- JSON list of hashes of codes that are left
	made BIGINT NOT NULL
);

-- Failures to sign in by the name that was tried, whether there is such an account or not.
CREATE TABLE attempt (
	name TEXT NOT NULL PRIMARY KEY,
	failures BIGINT NOT NULL,
	last BIGINT NOT NULL,
	locked_until BIGINT NOT NULL
);

CREATE TABLE session (
	token TEXT NOT NULL PRIMARY KEY, -- hash
	data TEXT NOT NULL,
	seen BIGINT NOT NULL,
	expires BIGINT NOT NULL
);

CREATE TABLE token (
	id TEXT NOT NULL PRIMARY KEY,
	account TEXT NOT NULL REFERENCES account (name),
	title TEXT NOT NULL,
	hash TEXT NOT NULL UNIQUE,
	permissions TEXT NOT NULL, -- JSON list
	made BIGINT NOT NULL,
	expires BIGINT NOT NULL
);

-- One-time links to set a password; of no account: to make the first one.
CREATE TABLE link (
	hash TEXT NOT NULL PRIMARY KEY,
	account TEXT NOT NULL,
	expires BIGINT NOT NULL
);
