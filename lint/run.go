package lint

import (
	"context"
	"slices"

	"nlgserver/domain"
	"nlgserver/internal/diag"
	"nlgserver/nlg"
)

// Result is the result of checking content.
type Result struct {
	// Found are all diagnostics, sorted: those of loading and of the checks.
	Found diag.List
	// Catalog is the compiled content, or nil if it is rejected.
	Catalog *nlg.Catalog
	// Editions are the files by language; see [Editions].
	Editions []Edition
	// Domain is what the files and the domains declare together.
	Domain *domain.Domain
}

// Run compiles content and checks it. The domain is what the files and the
// domains declare together, and the environment that of compiling; they replace
// those of the options.
func Run(files, domains []nlg.File, compile nlg.Options, opts Options) Result {
	r, _ := RunContext(context.Background(), files, domains, compile, opts) // never done
	return r
}

// RunContext is [Run] that ends early when the context is done. Then the error is the
// context's, and the result is of no use.
func RunContext(ctx context.Context, files, domains []nlg.File, compile nlg.Options, opts Options) (Result, error) {
	compile.KeepWritten = true
	declared, found := domain.Read(slices.Concat(files, domains))
	opts.Domain, opts.Env = declared, compile.Env
	opts.Connected = append(slices.Clone(opts.Connected), ChannelsOf(slices.Concat(files, domains))...)
	found = slices.DeleteFunc(found, func(d diag.Diagnostic) bool {
		// Compiling the content reports its other faults.
		return d.Code != diag.DomainShape && slices.ContainsFunc(files, func(f nlg.File) bool { return f.Path == d.File })
	})
	if err := ctx.Err(); err != nil {
		return Result{}, err
	}
	catalog, diags, err := nlg.CompileContext(ctx, files, compile)
	if err != nil {
		return Result{}, err
	}
	r := Result{Found: append(found, diags...), Catalog: catalog, Domain: declared}
	if catalog != nil {
		r.Editions = Editions(files, compile)
		r.Found = checkEditions(ctx, r.Editions, append(r.Found, check(ctx, catalog, opts)...), opts)
		r.Found = append(r.Found, rasas(catalog, files, domains)...)
	}
	r.Found = Ignore(files, r.Found)
	return r, ctx.Err()
}
