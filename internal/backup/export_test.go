package backup

import (
	"crypto/sha256"
	"errors"
	"io"

	"github.com/klauspost/compress/zip"
)

// Seal writes a backup of no parts with a manifest of the caller's.
func Seal(to io.Writer, m Manifest) error {
	out := seal{to: to, sum: sha256.New()}
	w := writer{zip: zip.NewWriter(&out), manifest: &m}
	return errors.Join(w.end(), out.end())
}
