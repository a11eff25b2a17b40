package nlg

import (
	"cmp"
	"context"
	"iter"
	"slices"

	"nlgserver/internal/budget"
	"nlgserver/internal/content"
	"nlgserver/internal/diag"
	"nlgserver/responses"
)

// Options control how content is compiled. The zero Options behave like Rasa.
type Options struct {
	// Env looks up the environment variables of ${…} in plain scalars; nil
	// means that none are set. Rasa: section 1.7.
	Env func(name string) (value string, ok bool)
	// EnvAllowed reports whether content may name an environment variable; nil
	// means any but those that hold the keys of language models. NLG_* and OTEL_*, the
	// server's own settings, never come into content (D35).
	EnvAllowed func(name string) bool
	// Patterns adds nlgserver's own wording of Rasa Pro's built-in pattern
	// responses, for names that the content does not define.
	Patterns bool
	// Language controls in which language a request is answered.
	Language LanguageOptions
	// KeepWritten keeps what the authors wrote, for [Catalog.Written]. It costs
	// memory.
	KeepWritten bool
}

// Compile compiles response files and returns all diagnostics. If two files
// define the same name, their order decides which definition is used. The
// catalog is nil if and only if the diagnostics reject the content.
func Compile(files []File, opts Options) (*Catalog, Diagnostics) {
	catalog, diags, _ := CompileContext(context.Background(), files, opts)
	return catalog, diags
}

// CompileContext is [Compile] that ends early when the context is done. Then the
// error is the context's, and there is neither a catalog nor a diagnostic.
func CompileContext(ctx context.Context, files []File, opts Options) (*Catalog, Diagnostics, error) {
	c := NewCompilerContext(ctx, opts)
	c.addAll(files)
	catalog, diags := c.Finish()
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}
	return catalog, diags, nil
}

// Compiler compiles content step by step, for callers that have other work to
// do in between. Most callers use [Compile].
type Compiler struct {
	opts   Options
	merger responses.Merger
	files  []File
	// units are the files as they were read. What is a copy of what is known once
	// all have been.
	units  []*unit
	mantle mantleFiles
	// compiled are the responses that are used, by name.
	compiled map[string]*response
	found    findings
	budget   *budget.Content
}

// NewCompiler returns a compiler; add files with [Compiler.Add].
func NewCompiler(opts Options) *Compiler { return NewCompilerContext(context.Background(), opts) }

// NewCompilerContext returns a compiler whose steps end early when the context is
// done. What [Compiler.Finish] returns is then of no use.
func NewCompilerContext(ctx context.Context, opts Options) *Compiler {
	return newCompiler(opts, budget.NewContent(0, ctx.Done()))
}

func newCompiler(opts Options, b *budget.Content) *Compiler {
	return &Compiler{opts: opts, compiled: map[string]*response{}, budget: b}
}

// Step is a step of [Compiler.Add].
type Step uint8

// The steps of a file: it is parsed, and then each of its responses is compiled.
const (
	Parsed Step = iota
	Compiled
)

// Add compiles a file while its steps are ranged over, and adds it to the
// content after the last one. If two files define the same name, their order
// decides which definition is used.
func (c *Compiler) Add(f File) iter.Seq[Step] {
	return func(yield func(Step) bool) {
		u := unit{file: f}
		for step := range u.read(c.opts, c.budget) {
			if !yield(step) {
				return
			}
		}
		c.add(&u)
	}
}

// Finish returns the catalog of all files; see [Compile].
func (c *Compiler) Finish() (*Catalog, Diagnostics) {
	if c.budget.IsStopped() {
		return nil, nil
	}
	if c.budget.IsExceeded() {
		return nil, Diagnostics{tooLarge(c.files, c.budget.Most())}
	}
	c.merge()
	c.found.add(c.merger.Diagnostics())
	diags := c.mantle.fold(c.found.all(), c.files)
	if len(c.compiled) == 0 && !diags.Refused() {
		diags = append(diags, noResponses(c.files))
	}
	diags.Sort()
	diags = diags.Unique()
	if diags.Refused() {
		return nil, diags
	}
	return c.catalog(), diags
}

// noResponses rejects content without a single response (D15).
func noResponses(files []File) Diagnostic {
	place := "no files"
	if len(files) > 0 {
		place = files[0].Path
	}
	return Diagnostic{
		Position: Position{File: place},
		Severity: diag.Error, Code: diag.NoResponses,
		Message: "no responses found",
		Hint:    "add a `responses:` key with at least one name and its list of variations",
	}
}

// unit is a file that is being compiled.
type unit struct {
	file     File
	diags    diag.List
	mantle   responses.Mantle
	written  []*responses.Response
	compiled []*response
}

// partsOfFile is what a file counts for, whatever is in it.
const partsOfFile = 16

// read parses the file and compiles its responses one by one. It releases what
// was written immediately, unless KeepWritten is set.
func (u *unit) read(opts Options, b *budget.Content) iter.Seq[Step] {
	return func(yield func(Step) bool) {
		meter := b.Meter()
		defer meter.Close()
		if !meter.Take(partsOfFile) || !meter.Look() {
			return
		}
		file := responses.Open(u.file, responses.Options{Env: opts.Env, EnvAllowed: opts.EnvAllowed, Meter: meter})
		if !yield(Parsed) {
			return
		}
		c := composer{language: opts.Language, meter: meter}
		for r := range file.Responses() {
			u.compiled = append(u.compiled, c.response(r, opts.KeepWritten))
			u.written = append(u.written, r)
			if !opts.KeepWritten {
				r.Release()
			}
			if !yield(Compiled) {
				return
			}
		}
		u.diags, u.mantle = file.Diagnostics(), file.Mantle()
		if !opts.KeepWritten {
			file.Forget()
		}
	}
}

func (c *Compiler) add(u *unit) {
	c.files = append(c.files, u.file)
	c.units = append(c.units, u)
	c.mantle.add(u)
	c.found.add(u.diags)
	u.diags = nil
}

// merge chooses the responses that are used.
func (c *Compiler) merge() {
	copies := content.Copies(c.files)
	for i, u := range c.units {
		for j, r := range u.written {
			r.Copy = copies[i]
			if c.merger.Add(r) {
				c.compiled[r.Name] = u.compiled[j]
			}
		}
	}
	c.units = nil
}

func (c *Compiler) catalog() *Catalog {
	out := &Catalog{version: content.Version(c.files), responses: c.compiled, own: len(c.compiled)}
	for name, r := range out.responses {
		out.names = append(out.names, name)
		out.variations += len(r.variations)
	}
	if c.opts.KeepWritten {
		out.written = c.merger.Used()
	}
	out.languages = newLanguagePolicy(c.opts.Language, out.responses)
	out.internalError = out.responses[InternalErrorResponse]
	if c.opts.Patterns {
		out.addPatterns()
	}
	for _, r := range out.responses {
		out.rephrased = out.rephrased || r.rephrased
	}
	slices.SortFunc(out.names, cmp.Compare)
	return out
}
