// Package content holds the files that a server serves, as they were read, and the version of those bytes.
package content

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
)

// File is one content file.
type File struct {
	// Path is shown to people and takes part in the version; with slashes.
	Path string
	// Data are the bytes as they were read; nobody changes them.
	Data []byte
	// Direct is set for a file that was named by its own path, not found in a
	// directory: such a file must be content, whatever it holds.
	Direct bool
}

// Version returns the SHA-256, in hexadecimal, over the files' paths and bytes
// in loading order, which decides between two definitions of one name: equal
// content has an equal version on every replica.
func Version(files []File) string {
	h := sha256.New()
	for _, f := range files {
		// Lengths keep ("a", "bc") and ("ab", "c") apart.
		var sizes [16]byte
		binary.LittleEndian.PutUint64(sizes[:8], uint64(len(f.Path)))
		binary.LittleEndian.PutUint64(sizes[8:], uint64(len(f.Data)))
		h.Write(sizes[:])
		h.Write([]byte(f.Path))
		h.Write(f.Data)
	}
	return hex.EncodeToString(h.Sum(nil))
}
