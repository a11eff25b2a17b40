package nlg

import (
	"cmp"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"nlgserver/internal/content"
	"nlgserver/internal/diag"
)

// Options say how content is compiled. The zero Options are Rasa's way.
type Options struct {
	// Env looks up the environment variables of ${…} in plain scalars; nil
	// means that none is set. Rasa: section 1.7.
	Env func(name string) (value string, ok bool)
	// Patterns adds our own wording of Rasa Pro's built-in pattern responses
	// below the content's.
	Patterns bool
	// Background makes the compilation use one processor and step aside often:
	// for a reload while requests are served.
	Background bool
	// Language says in which language a request is answered.
	Language LanguageOptions
	// KeepWritten keeps what the authors wrote beside what it was compiled to,
	// for [Catalog.Written]. It costs memory.
	KeepWritten bool
}

// Compile reads response files and returns everything that is to say about
// them. The files are taken in the order given, which decides between two
// definitions of one name. The catalog is nil if, and only if, the list says
// that the content is refused; other diagnostics come with a catalog.
func Compile(files []File, opts Options) (*Catalog, Diagnostics) {
	units := readAll(files, opts)
	m := merger{chosen: map[string]*definition{}}
	for _, u := range units {
		m.diags = append(m.diags, u.diags...)
		m.add(u)
	}
	m.finish(files)
	m.diags.Sort()
	// A node that is used twice, by an alias, is complained about once.
	m.diags = slices.CompactFunc(m.diags, func(a, b Diagnostic) bool {
		return a.Position == b.Position && a.Code == b.Code && a.Message == b.Message
	})
	if m.diags.Refused() {
		return nil, m.diags
	}
	return newCatalog(content.Version(files), m.chosen, opts), m.diags
}

// readAll reads the files, several at a time, and returns them in their order.
func readAll(files []File, opts Options) []*unit {
	units := make([]*unit, len(files))
	if opts.Background {
		for i, f := range files {
			units[i] = readUnit(f, opts)
		}
		return units
	}
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
					units[i] = readUnit(files[i], opts)
				}()
			}
		})
	}
	for i := range files {
		next <- i
	}
	close(next)
	group.Wait()
	// A panic belongs to whoever compiles, who may recover from it; in a
	// goroutine of ours it would end the process.
	if cause := panicked.Load(); cause != nil {
		panic(*cause)
	}
	return units
}

// merger joins the responses of all files. Rasa: section 1.4, D3, D10.
type merger struct {
	chosen map[string]*definition
	diags  diag.List
}

// add merges one file: the first domain file that defines a name wins, and a
// training data file wins over all before it.
func (m *merger) add(u *unit) {
	for _, d := range u.definitions {
		other := m.chosen[d.name]
		switch {
		case other == nil:
			m.chosen[d.name] = d
		case d.training:
			m.chosen[d.name] = d
			m.shadowed(other, d)
		default:
			m.shadowed(d, other)
		}
	}
}

// shadowed warns that a definition is not used.
func (m *merger) shadowed(unused, used *definition) {
	d := unused.unit.doc.Diagnose(unused.position.Line, unused.position.Column, diag.Warning, diag.DuplicateResponse,
		"the response "+quote(unused.name)+" is defined twice; this definition is not used",
		"keep one of the two; variations of two files are never joined")
	why := "this one is used: it was read first"
	switch {
	case used.training && unused.training:
		why = "this one is used: the last training data file wins"
	case used.training:
		why = "this one is used: training data comes before a domain"
	}
	d.Related = &diag.Related{Position: used.position, Message: why}
	m.diags = append(m.diags, d)
}

// finish refuses content that holds no response at all (D15), unless something
// else already explains why.
func (m *merger) finish(files []File) {
	if len(m.chosen) > 0 || m.diags.Refused() {
		return
	}
	place := "no files"
	if len(files) > 0 {
		place = files[0].Path
	}
	m.diags = append(m.diags, diag.Diagnostic{
		Position: diag.Position{File: place},
		Severity: diag.Error, Code: diag.NoResponses,
		Message: "there is no response to serve here",
		Hint:    "a response file needs a key \"responses:\" with at least one name and its list of variations",
	})
}

func newCatalog(version string, chosen map[string]*definition, opts Options) *Catalog {
	c := &Catalog{version: version, responses: make(map[string]*response, len(chosen)), own: len(chosen)}
	for name, d := range chosen {
		r := d.compiled()
		c.responses[name] = r
		c.names = append(c.names, name)
		c.variations += len(r.variations)
		if opts.KeepWritten {
			c.keepWritten(d)
		}
	}
	c.languages = newLanguagePolicy(opts.Language, c.responses)
	c.internalError = c.responses[InternalErrorResponse]
	if opts.Patterns {
		c.addPatterns()
	}
	slices.SortFunc(c.names, cmp.Compare)
	return c
}
