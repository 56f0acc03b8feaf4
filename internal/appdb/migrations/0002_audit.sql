-- +goose Up

-- Rows are only added. Each holds the hash of the row before it; the guard has number and hash of the last.
CREATE TABLE audit (
	seq BIGINT NOT NULL PRIMARY KEY,
	intent BIGINT NOT NULL, -- 0: this is one; else the row whose outcome this is
	at BIGINT NOT NULL,
	account TEXT NOT NULL,
	post TEXT NOT NULL,
	via TEXT NOT NULL,
	address TEXT NOT NULL,
	request TEXT NOT NULL,
	permission TEXT NOT NULL,
	act TEXT NOT NULL,
	object TEXT NOT NULL,
	outcome TEXT NOT NULL, -- empty of an intent
	detail TEXT NOT NULL,
	before TEXT NOT NULL,
	hash TEXT NOT NULL
);
CREATE INDEX audit_intent ON audit (intent);
CREATE INDEX audit_account ON audit (account);
CREATE INDEX audit_at ON audit (at);
INSERT INTO guard (subject, seq, hash) VALUES ('audit', 0, '');
