package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/spf13/pflag"

	"nlgserver/compare"
	"nlgserver/expect"
	"nlgserver/internal/content"
	"nlgserver/internal/diag"
	"nlgserver/internal/source/git"
	"nlgserver/lint"
	"nlgserver/nlg"
	"nlgserver/release"
)

// contentFlags say how content is checked before it is published.
type contentFlags struct {
	compileFlags
	about      validation
	tests      []string
	strict     bool
	skipChecks bool
}

func (f *contentFlags) register(flags *pflag.FlagSet) {
	f.about.registerAssistant(flags)
	f.compileFlags.register(flags)
	flags.StringArrayVar(&f.tests, "tests", nil, "`path` of an expectation file, or a directory of them; may be repeated")
	flags.BoolVar(&f.strict, "strict", false, "do not publish content with warnings")
	flags.BoolVar(&f.skipChecks, "skip-checks", false, "publish content that loads, whatever validate and test say; the release tells that they were not run")
}

// publishable is content that can be published.
type publishable struct {
	files   []content.File
	bundle  *release.Bundle
	catalog *nlg.Catalog
	draft   release.Release
}

// counts returns the counts, such as "2 files, 31 responses, 64 variations".
func (p *publishable) counts() string {
	return plural(p.draft.Files, "file") + ", " + plural(p.draft.Responses, "response") + ", " + plural(p.draft.Variations, "variation")
}

// read reads the content of the paths.
func (f *contentFlags) read(ctx context.Context, tell *teller, paths []string) (*contentRead, error) {
	read := &contentRead{paths: contentPaths(paths)}
	var err error
	if read.files, read.unread, err = readContent(ctx, &f.reach, paths); err != nil {
		return nil, err
	}
	if read.unread.Refused() {
		return nil, tell.rejected("content", read.unread)
	}
	return read, nil
}

// make checks and packs content.
func (f *contentFlags) make(ctx context.Context, tell *teller, read *contentRead) (*publishable, error) {
	settings, found, err := readSettings(f.about.settings, read.paths)
	if err != nil {
		return nil, &exitError{code: exitUnreadable, err: err}
	}
	if found.Refused() {
		return nil, tell.rejected("settings", found)
	}
	lintOptions, err := f.about.options(&settings)
	if err != nil {
		return nil, err
	}
	opts, err := f.compiling(nlg.Options{Patterns: true, KeepWritten: true})
	if err != nil {
		return nil, err
	}
	env := &openEnv{}
	opts.Env = env.lookup
	out := &publishable{files: read.files}
	if f.skipChecks {
		catalog, diags := nlg.Compile(read.files, opts)
		if catalog == nil || diags.Refused() {
			return nil, tell.rejected("content", diags)
		}
		out.catalog = catalog
	} else if err := f.judge(ctx, tell, out, read, &settings, lintOptions, opts); err != nil {
		return nil, err
	}
	if names := env.unset(); len(names) > 0 {
		tell.event(event{Event: "unset", Text: "not set here, so each replica must have it: " + strings.Join(names, ", ")})
	}
	return out, f.pack(ctx, out, read)
}

// judge validates and tests content. An error ends the program.
func (f *contentFlags) judge(
	ctx context.Context, tell *teller, out *publishable, read *contentRead, settings *lint.Settings, lintOptions lint.Options, opts nlg.Options,
) error {
	r, catalog, err := f.about.judge(ctx, read, settings, lintOptions, opts)
	if err != nil {
		return err
	}
	checks := &release.Checks{Errors: r.found.Count(diag.Error) + r.found.Count(diag.Defect), Warnings: r.found.Count(diag.Warning)}
	tell.event(event{Event: "validated", Text: "validated: " + tally(r.found), Checks: checks, Diagnostics: r.found})
	if code := exitCodeOf(r.found); code != exitFine {
		return &exitError{code: code, err: fmt.Errorf("content rejected: %s; %s", counts(r.found), nothingChanged)}
	}
	if f.strict && checks.Warnings > 0 {
		return &exitError{code: exitFindings, err: fmt.Errorf("%s, and --strict allows none; %s", plural(checks.Warnings, "warning"), nothingChanged)}
	}
	out.catalog, out.draft.Checks = catalog, checks
	return f.test(tell, out, read, opts)
}

// test runs the expectation files.
func (f *contentFlags) test(tell *teller, out *publishable, read *contentRead, opts nlg.Options) error {
	_, files, err := expectationFiles(read.paths, f.tests)
	if err != nil {
		return err
	}
	if len(files) == 0 {
		tell.event(event{Event: "tested", Text: "tested: no expectation files"})
		return tell.err
	}
	parsed, found := parseExpectations(&f.reach, files)
	if found.HasErrors() {
		return tell.rejected("expectation files", found)
	}
	compiling, err := f.options()
	if err != nil {
		return err
	}
	compiling.Env, compiling.EnvAllowed, compiling.KeepWritten = opts.Env, opts.EnvAllowed, true
	catalog, diags := nlg.Compile(read.files, compiling)
	if catalog == nil {
		return tell.rejected("content", diags)
	}
	run := runCases(&expect.Runner{Catalog: catalog, Language: compiling.Language}, parsed, regexp.MustCompile(""))
	checks := out.draft.Checks
	checks.Expectations, checks.Failed = len(run.results), run.failed()
	tell.event(event{Event: "tested", Text: fmt.Sprintf("tested: %s, %d failed", plural(checks.Expectations, "expectation"), checks.Failed), Checks: checks})
	if checks.Failed == 0 {
		return tell.err
	}
	if tell.format == formatText {
		if err := run.writeText(tell.errs, textStyle{color: tell.colored}); err != nil {
			return written(err)
		}
	}
	return &exitError{code: exitFindings, err: fmt.Errorf("%s failed; %s", plural(checks.Failed, "expectation"), nothingChanged)}
}

// pack packs what was read.
func (f *contentFlags) pack(ctx context.Context, out *publishable, read *contentRead) error {
	_, settings, err := settingsBeside(read.paths)
	if err != nil {
		return &exitError{code: exitUnreadable, err: err}
	}
	if out.bundle, err = release.Pack(read.files, settings); err != nil {
		return &exitError{code: exitFindings, err: fmt.Errorf("cannot pack the content: %w", err)}
	}
	d := &out.draft
	d.Files, d.Responses, d.Variations = out.bundle.Files, out.catalog.Len(), out.catalog.Variations()
	d.Source = sourceOf(ctx, read.paths)
	return nil
}

// sourceOf returns the commit that content is of; nil for content that is in no git
// repository, or was never committed.
func sourceOf(ctx context.Context, paths []string) *release.Source {
	last, err := git.History(ctx, paths, 0, 1)
	if err != nil || len(last) == 0 {
		return nil
	}
	s := &release.Source{Commit: last[0].ID, Branch: git.Branch(ctx, paths)}
	if tree, err := git.OpenTree(ctx, paths, false); err == nil {
		modified, err := tree.Uncommitted(ctx, paths)
		s.Modified = err != nil || len(modified) > 0
	}
	return s
}

// compare tells how content differs from what is live, and notes it in the draft.
func (f *publishFlags) compare(ctx context.Context, tell *teller, s *opened, live *release.Live, c *publishable) error {
	if live == nil {
		tell.event(event{Event: "compared", Text: "the store has no release yet: " + c.counts()})
		return tell.err
	}
	after, err := catalogOf(c.files)
	if err != nil {
		return err
	}
	before, err := s.catalog(ctx, live.Ref)
	switch rejected := (*unloadableError)(nil); {
	case errors.As(err, &rejected):
		tell.event(event{Event: "compared", Text: fmt.Sprintf("cannot compare with release %d: %v", live.Number, err)})
		return tell.err
	case err != nil:
		return unread(s, err)
	}
	d := compare.Catalogs(before, after)
	c.draft.Changes = &release.Changes{Added: d.Count(compare.Added), Changed: d.Count(compare.Changed), Removed: d.Count(compare.Removed)}
	if f.dryRun && tell.format == formatText {
		return written(d.WritePainted(tell.out, diffPaint(tell.colored)))
	}
	tell.event(event{Event: "compared", Text: fmt.Sprintf("compared with release %d: %s", live.Number, d.Summary()), Changes: c.draft.Changes})
	return tell.err
}

// openEnv is an environment in which every variable is set: one that is not has its own
// name as its value. Each replica has its own values.
type openEnv struct {
	mu    sync.Mutex
	names []string
}

func (e *openEnv) lookup(name string) (string, bool) {
	if value, ok := os.LookupEnv(name); ok {
		return value, true
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if !slices.Contains(e.names, name) {
		e.names = append(e.names, name)
	}
	return name, true
}

// unset returns the variables that were looked up and are not set, sorted.
func (e *openEnv) unset() []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Sorted(slices.Values(e.names))
}

// namedEnv is an environment in which each variable has its own name as its value, so that
// releases are compared without what this machine has.
func namedEnv(name string) (string, bool) { return name, true }

// catalogOf compiles the files of a release for a comparison.
func catalogOf(files []content.File) (*nlg.Catalog, error) {
	catalog, diags := nlg.Compile(files, nlg.Options{KeepWritten: true, Env: namedEnv})
	if catalog == nil {
		return nil, &unloadableError{diags}
	}
	return catalog, nil
}

// unloadableError says that this program cannot load a release. Another version of it could.
type unloadableError struct{ diags diag.List }

func (e *unloadableError) Error() string {
	for _, d := range e.diags {
		if d.Severity == diag.Error {
			return "this version of nlgserver rejects it: " + d.String()
		}
	}
	return "this version of nlgserver rejects it"
}

// catalog compiles the content of a release for a comparison.
func (s *opened) catalog(ctx context.Context, ref release.Ref) (*nlg.Catalog, error) {
	unpacked, err := release.FetchBundle(ctx, s, ref)
	if err != nil {
		return nil, err
	}
	return catalogOf(unpacked.Files)
}
