package neo4jstore

import "context"

// Identity tells databases apart, by whatever address they are reached.
func (d *Driver) Identity(ctx context.Context) (string, error) {
	rows, err := d.read(ctx, cypherIdentity, nil)
	if err != nil || len(rows) == 0 {
		return "", err
	}
	id, _ := rows[0]["id"].(string)
	return id, nil
}
