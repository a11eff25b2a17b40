package main

import (
	"fmt"
	"io"

	"github.com/spf13/pflag"

	"nlgserver/nlg"
)

// checked is what a command has read. It tells a good result from one about the
// wrong directory.
type checked struct {
	Files int `json:"files"`
	// Responses is nil if the content is rejected.
	Responses *int `json:"responses,omitempty"`
}

// checkedOf counts what was read; the catalog is nil if the content is rejected.
func checkedOf(files int, catalog *nlg.Catalog) checked {
	c := checked{Files: files}
	if catalog != nil {
		n := catalog.Len()
		c.Responses = &n
	}
	return c
}

// String returns the counts, such as "2 files, 31 responses".
func (c checked) String() string {
	text := plural(c.Files, "file")
	if c.Responses != nil {
		text += ", " + plural(*c.Responses, "response")
	}
	return text
}

// write says what was checked, for people: other formats hold the counts, or are
// read by programs that expect nothing else.
func (c checked) write(errs io.Writer, format string, quiet bool) {
	if c.Files > 0 && !quiet && (format == formatText || format == formatGitHub) {
		fmt.Fprintf(errs, "checked %s\n", c)
	}
}

func registerQuiet(flags *pflag.FlagSet, quiet *bool) {
	flags.BoolVarP(quiet, "quiet", "q", false, "do not say on standard error what was checked")
}
