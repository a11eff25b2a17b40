package lint

import (
	"slices"

	"nlgserver/domain"
	"nlgserver/internal/diag"
	"nlgserver/nlg"
)

// Result is what there is to say about content.
type Result struct {
	// Found is everything, sorted: what loading found and what the checks did.
	Found diag.List
	// Catalog is the compiled content; nil if it is refused.
	Catalog *nlg.Catalog
	// Editions are the languages' files; see [Editions].
	Editions []Edition
}

// Run compiles content and checks it. What the files and the domains besides
// declare is the domain, whatever the options say.
func Run(files, domains []nlg.File, compile nlg.Options, opts Options) Result {
	compile.KeepWritten = true
	declared, found := domain.Read(slices.Concat(files, domains))
	opts.Domain = declared
	found = slices.DeleteFunc(found, func(d diag.Diagnostic) bool {
		// Whoever compiles the content tells of its other faults.
		return d.Code != diag.DomainShape && slices.ContainsFunc(files, func(f nlg.File) bool { return f.Path == d.File })
	})
	catalog, diags := nlg.Compile(files, compile)
	r := Result{Found: append(found, diags...), Catalog: catalog}
	if catalog != nil {
		r.Editions = Editions(files, compile)
		r.Found = CheckEditions(r.Editions, append(r.Found, Check(catalog, opts)...), opts)
	}
	r.Found = Ignore(files, r.Found)
	return r
}
