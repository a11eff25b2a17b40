package server

import (
	"context"
	"runtime"

	"nlgserver/nlg"
)

// largeContent is the size, in bytes, from which a compilation takes long enough to
// slow requests down.
const largeContent = 1 << 20

// muchParsed is how many bytes of files are parsed before the syntax trees are
// collected.
const muchParsed = 4 << 20

// compile compiles the content; once a catalog is live, without
// slowing requests down. It ends early when the context is done, with its error.
func (a *App) compile(ctx context.Context, files []nlg.File) (catalog *nlg.Catalog, diags nlg.Diagnostics, err error) {
	opts := nlg.Options{Env: a.opts.Env, EnvAllowed: a.opts.EnvAllowed, Patterns: a.opts.Patterns, Language: a.opts.Language}
	switch {
	case a.Catalog() == nil:
		defer a.room.LimitWork()()
		return nlg.CompileContext(ctx, files, opts)
	case size(files) < largeContent:
		return compileAside(ctx, files, opts)
	}
	a.room.Do(func() { catalog, diags, err = compileAside(ctx, files, opts) })
	return catalog, diags, err
}

// compileAside compiles on one processor and yields the processor after each response.
func compileAside(ctx context.Context, files []nlg.File, opts nlg.Options) (*nlg.Catalog, nlg.Diagnostics, error) {
	c := nlg.NewCompilerContext(ctx, opts)
	parsed := 0
	for _, f := range files {
		if ctx.Err() != nil {
			break
		}
		for step := range c.Add(f) {
			if step == nlg.Parsed {
				parsed += len(f.Data)
			}
			if parsed >= muchParsed {
				// Parsing leaves garbage of up to a hundred times the file's size,
				// and the collector is set to run rarely.
				parsed = 0
				runtime.GC()
			}
			runtime.Gosched()
		}
	}
	catalog, diags := c.Finish()
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}
	return catalog, diags, nil
}

func size(files []nlg.File) int {
	sum := 0
	for _, f := range files {
		sum += len(f.Data)
	}
	return sum
}
