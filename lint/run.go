package lint

import (
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
}

// Run compiles content and checks it. The domain is what the files and the
// domains declare together, and the environment that of compiling; they replace
// those of the options.
func Run(files, domains []nlg.File, compile nlg.Options, opts Options) Result {
	compile.KeepWritten = true
	declared, found := domain.Read(slices.Concat(files, domains))
	opts.Domain, opts.Env = declared, compile.Env
	opts.Connected = append(slices.Clone(opts.Connected), ChannelsOf(slices.Concat(files, domains))...)
	found = slices.DeleteFunc(found, func(d diag.Diagnostic) bool {
		// Compiling the content reports its other faults.
		return d.Code != diag.DomainShape && slices.ContainsFunc(files, func(f nlg.File) bool { return f.Path == d.File })
	})
	catalog, diags := nlg.Compile(files, compile)
	r := Result{Found: append(found, diags...), Catalog: catalog}
	if catalog != nil {
		r.Editions = Editions(files, compile)
		r.Found = CheckEditions(r.Editions, append(r.Found, Check(catalog, opts)...), opts)
		r.Found = append(r.Found, pinned(catalog, files, domains)...)
	}
	r.Found = Ignore(files, r.Found)
	return r
}
