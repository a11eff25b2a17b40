package nlg

import (
	"cmp"
	"iter"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

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
	// means any. NLG_* and OTEL_*, the server's own settings, never come into
	// content (D35).
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
	c := NewCompiler(opts)
	for _, u := range readAll(files, opts) {
		c.add(u)
	}
	return c.Finish()
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
	diags    diag.List
}

// NewCompiler returns a compiler; add files with [Compiler.Add].
func NewCompiler(opts Options) *Compiler {
	return &Compiler{opts: opts, compiled: map[string]*response{}}
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
		for step := range u.read(c.opts) {
			if !yield(step) {
				return
			}
		}
		c.add(&u)
	}
}

// Finish returns the catalog of all files; see [Compile].
func (c *Compiler) Finish() (*Catalog, Diagnostics) {
	c.merge()
	diags := c.mantle.fold(append(c.diags, c.merger.Diagnostics()...), c.files)
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

// read parses the file and compiles its responses one by one. It releases what
// was written immediately, unless KeepWritten is set.
func (u *unit) read(opts Options) iter.Seq[Step] {
	return func(yield func(Step) bool) {
		file := responses.Open(u.file, responses.Options{Env: opts.Env, EnvAllowed: opts.EnvAllowed})
		if !yield(Parsed) {
			return
		}
		c := composer{language: opts.Language}
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
	c.diags = append(c.diags, u.diags...)
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

// readAll reads the files concurrently and returns them in order.
func readAll(files []File, opts Options) []*unit {
	units := make([]*unit, len(files))
	var group sync.WaitGroup
	var panicked atomic.Pointer[any]
	next := make(chan int)
	for range min(runtime.GOMAXPROCS(0), len(files)) {
		group.Go(func() {
			for i := range next {
				func() {
					defer func() {
						if cause := recover(); cause != nil {
							panicked.CompareAndSwap(nil, &cause)
						}
					}()
					u := &unit{file: files[i]}
					for range u.read(opts) {
					}
					units[i] = u
				}()
			}
		})
	}
	for i := range files {
		next <- i
	}
	close(next)
	group.Wait()
	// Panic in the caller's goroutine, where it can be recovered. In another
	// goroutine it would end the process.
	if cause := panicked.Load(); cause != nil {
		panic(*cause)
	}
	return units
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
	slices.SortFunc(out.names, cmp.Compare)
	return out
}
