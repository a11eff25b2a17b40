package desk

import (
	"context"
	"slices"

	"nlgserver/desk/internal/view"
	"nlgserver/desk/internal/workspace"
)

// shown is content that is open: view.Content, and fakes in tests.
type shown interface {
	Version() string
	Summary() view.Summary
	List(q view.Query) view.List
	Response(name string) (r *view.Response, ok bool)
	// Count counts the texts of a response as a channel does.
	Count(r *view.Response, channel string)
	// Suggest returns the names nearest to one that is unknown.
	Suggest(name string) []string
	Try(ctx context.Context, t view.Try) (*view.Tried, error)
	Recording(id string) (values *view.RecordedValues, ok bool)
	// Completions returns what an editor of files offers.
	Completions() *view.Completions
	// Translations, TranslationCoverage, Export and Import are about the texts to translate.
	Translations(q view.TranslationQuery) (*view.Translations, error)
	TranslationCoverage() []view.TranslationCoverage
	Export(e view.TranslationExport) (*view.TranslationFile, error)
	Import(i view.TranslationImport) (*view.Imported, error)
}

// opener opens content. It returns nil and findings if the content is rejected; both
// if the content is good and newer content is rejected; and neither if ctx is done
// before.
type opener func(ctx context.Context, opts Options, r *reading) (shown, []view.Finding)

// openContent is the [opener] outside of tests.
func openContent(ctx context.Context, opts Options, r *reading) (shown, []view.Finding) {
	sources := sourcesOf(r)
	if r.newer {
		sources.Found = nil
	}
	c, findings := view.Open(ctx, sources, opts.view())
	if c == nil {
		return nil, findings
	}
	if r.newer {
		return c, view.FindingsOf(slices.Clone(r.found))
	}
	return c, nil
}

// view says how content is opened.
func (o *Options) view() view.Options {
	return view.Options{Compile: o.Compile, Lint: o.Lint, Settings: o.Settings, Request: o.Request}
}

// sourcesOf returns what was read.
func sourcesOf(r *reading) view.Sources {
	return view.Sources{
		Files: r.files, Found: r.found, Domains: r.beside.Domains, Tests: r.beside.Tests, Recordings: r.recordings,
	}
}

// baseOf returns what was read, for drafts.
func baseOf(r *reading) *workspace.Base {
	return &workspace.Base{Sources: sourcesOf(r), Settings: r.settings, Read: r.began}
}
