package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"nlgserver/internal/content"
	"nlgserver/internal/diag"
	"nlgserver/nlg"
)

// currentDir is the content of a command that is given no path. Only serve and
// desk have the demo assistant instead.
const currentDir = "."

// errNothingHere is a usage error: no path was given, and the current directory
// has no responses.
var errNothingHere = errors.New("no path given, and the current directory has no responses: name a file or directory, or create an assistant with `nlgserver init DIR`")

// contentPaths returns the paths of the content: without any, the current
// directory.
func contentPaths(given []string) []string {
	if len(given) == 0 {
		return []string{currentDir}
	}
	return given
}

// nothingHere returns [errNothingHere] if no path was given and all that is wrong
// is that there are no responses.
func nothingHere(given []string, found diag.List) error {
	if len(given) > 0 || !found.Refused() {
		return nil
	}
	for _, d := range found {
		if d.Severity == diag.Error && d.Code != diag.NoResponses {
			return nil
		}
	}
	return errNothingHere
}

// readContent fetches the content of the paths: without any, of the current
// directory.
func readContent(ctx context.Context, r *reach, paths []string) ([]content.File, diag.List, error) {
	read, found := r.files(contentPaths(paths)).Fetch(ctx)
	return read, found, nothingHere(paths, found)
}

// loaded is content that was read and compiled.
type loaded struct {
	files int
	// catalog is nil if the content is rejected.
	catalog *nlg.Catalog
	diags   diag.List
}

// load reads and compiles content.
func load(ctx context.Context, r *reach, paths []string, opts nlg.Options) (*loaded, error) {
	opts, err := r.compiling(opts)
	if err != nil {
		return nil, err
	}
	read, found, err := readContent(ctx, r, paths)
	if err != nil {
		return nil, err
	}
	if found.Refused() && len(read) == 0 {
		return &loaded{diags: found}, nil
	}
	catalog, diags := nlg.Compile(read, opts)
	diags = append(found, diags...)
	diags.Sort()
	if diags.Refused() {
		catalog = nil
	}
	return &loaded{len(read), catalog, diags}, nothingHere(paths, diags)
}

// compile is [load] for commands that need the catalog only. The catalog is nil if
// the content is rejected.
func compile(ctx context.Context, r *reach, paths []string, opts nlg.Options) (*nlg.Catalog, diag.List, error) {
	l, err := load(ctx, r, paths, opts)
	if err != nil {
		return nil, nil, err
	}
	return l.catalog, l.diags, nil
}

// compiled is [compile] for commands that cannot do anything with rejected content:
// it writes the diagnostics to errs, and returns the error that ends the program.
func compiled(ctx context.Context, errs io.Writer, r *reach, paths []string, opts nlg.Options) (*nlg.Catalog, error) {
	catalog, diags, err := compile(ctx, r, paths, opts)
	if err == nil && catalog == nil {
		err = rejected(errs, diags)
	}
	return catalog, err
}

// rejected writes the diagnostics of rejected content to errs, and returns the
// error that ends the program.
func rejected(errs io.Writer, diags diag.List) error {
	if err := diags.WriteText(errs); err != nil {
		return err
	}
	return &exitError{code: exitCodeOf(diags), err: fmt.Errorf("content rejected: %s", counts(diags))}
}

// exitCodeOf tells content that cannot be read from content with findings.
func exitCodeOf(diags diag.List) int {
	if !diags.HasErrors() {
		return exitFine
	}
	for _, d := range diags {
		if d.Severity >= diag.Defect && d.Code != diag.Unreadable {
			return exitFindings
		}
	}
	return exitUnreadable
}

// tally counts the findings, such as "2 errors, 1 warning".
func tally(diags diag.List) string {
	errs := diags.Count(diag.Error) + diags.Count(diag.Defect)
	return plural(errs, "error") + ", " + plural(diags.Count(diag.Warning), "warning")
}

// counts is [tally] without the zeros.
func counts(diags diag.List) string {
	if diags.Count(diag.Warning) == 0 {
		return plural(len(diags), "error")
	}
	return tally(diags)
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
