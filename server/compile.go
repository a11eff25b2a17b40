package server

import (
	"context"
	"runtime"

	"nlgserver/nlg"
	"nlgserver/server/internal/background"
)

// largeContent is the size, in bytes, from which a compilation takes long enough to
// slow requests down.
const largeContent = 1 << 20

// muchParsed is the size, in bytes, from which the syntax trees of content are collected as
// soon as it is compiled: they are up to a hundred times as large.
const muchParsed = 4 << 20

// compile compiles the content; what another assistant serves already, if it is the same,
// it returns. It ends early when the context is done, with its error. Content that is
// rejected is nil.
func (s *assistant) compile(ctx context.Context, files []nlg.File) (*compiled, nlg.Diagnostics, error) {
	work := func() (*compiled, nlg.Diagnostics, error) {
		catalog, diags, err := s.compileOwn(ctx, files)
		if catalog == nil {
			return nil, diags, err
		}
		return &compiled{catalog, files}, diags, err
	}
	if key := s.sharingKey(files); key != "" {
		return s.app.shared.compile(ctx, key, work)
	}
	return work()
}

// compileOwn compiles the content; once the server serves, without slowing requests
// down.
func (s *assistant) compileOwn(ctx context.Context, files []nlg.File) (catalog *nlg.Catalog, diags nlg.Diagnostics, err error) {
	opts := nlg.Options{Env: s.app.opts.Env, EnvAllowed: s.opts.EnvAllowed, Patterns: s.opts.Patterns, Language: s.opts.Language}
	room := &s.app.room
	switch {
	case s.quiet():
		defer room.LimitWork()()
		return nlg.CompileContext(ctx, files, opts)
	case size(files) < largeContent:
		return compileAside(ctx, files, opts, func(context.Context) {})
	}
	room.Do(func() {
		pace := background.NewPace(s.app.metrics.Requests)
		catalog, diags, err = compileAside(ctx, files, opts, pace.Rest)
	})
	return catalog, diags, err
}

// compileAside compiles on one processor, and after each response it rests and yields the
// processor.
func compileAside(ctx context.Context, files []nlg.File, opts nlg.Options, rest func(context.Context)) (*nlg.Catalog, nlg.Diagnostics, error) {
	c := nlg.NewCompilerContext(ctx, opts)
	for _, f := range files {
		if ctx.Err() != nil {
			break
		}
		for range c.Add(f) {
			rest(ctx)
			runtime.Gosched()
		}
	}
	catalog, diags := c.Finish()
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}
	if size(files) >= muchParsed {
		// The collector would run in a moment, and requests would have to help it.
		runtime.GC()
	}
	return catalog, diags, nil
}

// aside runs work; if there is much of it, without slowing requests down.
func (s *assistant) aside(much bool, work func()) {
	if !much || s.quiet() {
		work()
		return
	}
	s.app.room.Do(work)
}

// quiet reports whether no request needs the processors.
func (s *assistant) quiet() bool { return !s.app.serves() || !s.app.several() && s.Catalog() == nil }

func size(files []nlg.File) int {
	sum := 0
	for _, f := range files {
		sum += len(f.Data)
	}
	return sum
}
