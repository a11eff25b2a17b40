package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"nlgserver/internal/content"
	"nlgserver/internal/diag"
	"nlgserver/internal/source"
	"nlgserver/internal/source/demo"
	"nlgserver/internal/source/files"
	"nlgserver/nlg"
)

// sourceOf returns the content of the paths; without any, the demo assistant.
func sourceOf(paths []string) (source.Source, error) {
	if len(paths) == 0 {
		return demo.Source()
	}
	return files.New(paths), nil
}

// readContent fetches the content of the paths; without any, the demo assistant.
func readContent(ctx context.Context, paths []string) ([]content.File, diag.List, error) {
	src, err := sourceOf(paths)
	if err != nil {
		return nil, nil, err
	}
	read, found := src.Fetch(ctx)
	return read, found, nil
}

// compile reads and compiles content. The catalog is nil if it is rejected.
func compile(ctx context.Context, paths []string, opts nlg.Options) (*nlg.Catalog, diag.List, error) {
	files, found, err := readContent(ctx, paths)
	if err != nil {
		return nil, nil, err
	}
	if found.Refused() && len(files) == 0 {
		return nil, found, nil
	}
	opts.Env = os.LookupEnv
	catalog, diags := nlg.Compile(files, opts)
	diags = append(found, diags...)
	diags.Sort()
	if diags.Refused() {
		catalog = nil
	}
	return catalog, diags, nil
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
