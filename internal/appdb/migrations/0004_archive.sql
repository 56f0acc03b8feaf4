-- +goose Up

-- Number and hash of the last row of the audit that was moved to a file; the chain here goes on from it.
INSERT INTO guard (subject, seq, hash) VALUES ('archive', 0, '');
