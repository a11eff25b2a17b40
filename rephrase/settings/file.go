package settings

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"nlgserver/internal/diag"
	"nlgserver/internal/source"
	"nlgserver/rephrase"
	"nlgserver/rephrase/llm"
)

// File is what a file says.
type File struct {
	// Path is where it was read.
	Path string
	// Options say what is reworded, and how.
	Options rephrase.Options
	// Deployments are the models that may be asked, in turns.
	Deployments []llm.Deployment
	// MostWaiting is how many messages may wait for a model at once (max_concurrent).
	MostWaiting int
	// Paths are the files that were read: the file itself, and those that it names.
	Paths []string
	// Digest is that of their bytes. It does not change with a variable of the environment.
	Digest [sha256.Size]byte
}

// maxSize is the greatest size of the file and of each file that it names.
const maxSize = 1 << 20

// errTooLarge is the error of reading a file that is larger.
var errTooLarge = fmt.Errorf("it is larger than %d MiB", maxSize>>20)

// Load reads a file, and the files that it names, which are relative to its directory. The
// list has all findings; if it is [diag.List.Refused], the file must not be used. It then
// has what could be read.
func Load(path string, env func(name string) (string, bool)) (*File, diag.List) {
	data, err := readFile(path)
	if err != nil {
		f := &File{Path: path}
		if !errors.Is(err, errTooLarge) {
			return f, diag.List{source.Unreadable(shown(path), err)}
		}
		return f, diag.List{{
			Position: diag.Position{File: shown(path)}, Severity: diag.Error, Code: diag.TooLarge,
			Message: fmt.Sprintf("the settings of rephrasing cannot be larger than %d MiB", maxSize>>20), Hint: "is it the right file?",
		}}
	}
	return Read(path, data, env, readFile)
}

// readFile reads a file that is not too large.
func readFile(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	data, err := io.ReadAll(io.LimitReader(f, maxSize+1))
	if len(data) > maxSize {
		return nil, errTooLarge
	}
	return data, err
}

// causeOf returns why a file cannot be read, without its path.
func causeOf(err error) error {
	if pe, ok := errors.AsType[*fs.PathError](err); ok {
		return pe.Err
	}
	return err
}
