package lastgood

import (
	"errors"
	"io/fs"
	"os"

	"nlgserver/internal/atomicfile"
)

// noteSuffix names the file beside the copy.
const noteSuffix = ".note"

// Exists reports whether there is a copy, whole or not.
func (c Copy) Exists() bool {
	_, err := os.Stat(string(c))
	return !errors.Is(err, fs.ErrNotExist)
}

// SaveNote writes a few bytes about the copy beside it, readable only by its owner.
func (c Copy) SaveNote(text []byte) error {
	return atomicfile.Write(string(c)+noteSuffix, text, 0o600)
}

// Note returns what SaveNote wrote last; the error is [fs.ErrNotExist] if it never did.
func (c Copy) Note() ([]byte, error) { return os.ReadFile(string(c) + noteSuffix) }
