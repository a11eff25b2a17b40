package server

import (
	"nlgserver/nlg"
	"nlgserver/server/internal/background"
)

// largeContent is the size, in bytes, from which a compilation takes so long
// that requests would feel it.
const largeContent = 1 << 20

// compile compiles the content; while something is live, out of the requests'
// way.
func (a *App) compile(files []nlg.File) (catalog *nlg.Catalog, diags nlg.Diagnostics) {
	opts := nlg.Options{
		Background: a.Catalog() != nil,
		Env:        a.opts.Env, Patterns: a.opts.Patterns, Language: a.opts.Language,
	}
	if !opts.Background || size(files) < largeContent {
		return nlg.Compile(files, opts)
	}
	background.Do(func() { catalog, diags = nlg.Compile(files, opts) })
	return catalog, diags
}

func size(files []nlg.File) int {
	sum := 0
	for _, f := range files {
		sum += len(f.Data)
	}
	return sum
}
