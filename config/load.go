package config

import (
	"fmt"
	"io"
	"os"

	"nlgserver/internal/diag"
	"nlgserver/internal/source"
)

// maxSize is the greatest size of a configuration file: that of some thousand assistants. A
// server follows no larger file.
const maxSize = 1 << 20

// Error is returned for a configuration that cannot be used.
type Error struct{ Diagnostics diag.List }

func (e *Error) Error() string {
	if len(e.Diagnostics) == 0 {
		return "configuration rejected"
	}
	text := e.Diagnostics[0].String()
	if more := len(e.Diagnostics) - 1; more > 0 {
		text += fmt.Sprintf(", and %d more", more)
	}
	return text
}

// Findings returns what is wrong, in the order of the file.
func (e *Error) Findings() diag.List { return e.Diagnostics }

// Load reads a configuration file as [Keys.Read] does. The error is an *[Error]; the file
// then has the settings that could be read.
func (k *Keys) Load(path string, env func(name string) (string, bool)) (*File, error) {
	f := &File{Path: path}
	data, err := readFile(path)
	if err != nil {
		return f, &Error{diag.List{source.Unreadable(f.Shown(), err)}}
	}
	if len(data) > maxSize {
		return f, &Error{diag.List{{
			Position: diag.Position{File: f.Shown()}, Severity: diag.Error, Code: diag.TooLarge,
			Message: fmt.Sprintf("a configuration cannot be larger than %d MiB", maxSize>>20), Hint: "is it the right file?",
		}}}
	}
	f, found := k.Read(path, data, env)
	if found.Refused() {
		return f, &Error{found}
	}
	return f, nil
}

// readFile reads a file, and of one that is too large only as much as shows it.
func readFile(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	return io.ReadAll(io.LimitReader(f, maxSize+1))
}
