// Package content holds the files that a server serves, as they were read, and the version of those bytes.
package content

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
)

// File is one content file.
type File struct {
	// Path is the path for messages, with slashes, as the user typed it. It is not
	// part of the version.
	Path string
	// Root is the index of the root that the file belongs to: of the path that
	// was given, in the order of the command line.
	Root int
	// Name is the path below the root, with slashes; for a root that is a file
	// itself, the last element of its path. Empty means that it is Path.
	Name string
	// Data are the bytes as they were read. They must not be changed.
	Data []byte
	// Direct is set for a file that was named by its own path, not found in a
	// directory. Such a file must be content, whatever it holds.
	Direct bool
}

// Version returns the SHA-256, in hexadecimal, of everything about the files
// that decides what is served: their order, the roots they belong to, their
// names below them, whether they were named directly, and their bytes. Where
// the roots are, and how their paths were typed, does not matter, so equal
// content has an equal version on every replica.
func Version(files []File) string {
	h := sha256.New()
	for _, f := range files {
		name := cmp.Or(f.Name, f.Path)
		// The lengths distinguish ("a", "bc") from ("ab", "c").
		var head [25]byte
		binary.LittleEndian.PutUint64(head[0:], uint64(len(name)))
		binary.LittleEndian.PutUint64(head[8:], uint64(len(f.Data)))
		binary.LittleEndian.PutUint64(head[16:], uint64(f.Root))
		if f.Direct {
			head[24] = 1
		}
		h.Write(head[:])
		h.Write([]byte(name))
		h.Write(f.Data)
	}
	return hex.EncodeToString(h.Sum(nil))
}
