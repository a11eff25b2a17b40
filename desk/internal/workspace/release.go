package workspace

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"nlgserver/compare"
	"nlgserver/desk/internal/draft"
	"nlgserver/desk/internal/publish"
	"nlgserver/desk/internal/releases"
	"nlgserver/internal/source/git"
	"nlgserver/nlg"
	"nlgserver/release"
)

// captured is a draft as it is published: it may go on meanwhile, and what it is on may
// change.
type captured struct {
	base    *Base
	checked *checked
	author  publish.Author
	// files are those of the content and of the tests with the draft, and changes how they
	// differ from the base of the draft.
	files   []nlg.File
	changes []publish.Change
	// last is the last step in them.
	last int
	// message is that of the publication.
	message string
	// settings is the digest of the settings, if it is released.
	settings string
	released bool
}

// content returns the files that become a release, in loading order.
func (c *captured) content() []nlg.File {
	content, _ := draft.Split(c.files)
	if slices.ContainsFunc(c.changes, func(c publish.Change) bool { return c.Created }) {
		content = slices.Clone(content)
		slices.SortStableFunc(content, byLoading)
	}
	return content
}

// byLoading compares files as they are loaded: the roots in their order, and the files of a
// directory before those of its subdirectories, by name.
func byLoading(a, b nlg.File) int {
	if c := cmp.Compare(a.Root, b.Root); c != 0 {
		return c
	}
	x, y := strings.Split(cmp.Or(a.Name, a.Path), "/"), strings.Split(cmp.Or(b.Name, b.Path), "/")
	for i := range min(len(x), len(y)) {
		if last := i == len(x)-1; last != (i == len(y)-1) {
			if last {
				return -1
			}
			return 1
		}
		if c := strings.Compare(x[i], y[i]); c != 0 {
			return c
		}
	}
	return 0
}

// release publishes what was captured into the files and as a release: on all replicas, or
// nowhere.
func (ws *Workspace) release(ctx context.Context, p *Publication, c *captured) (publish.Published, error) {
	w := ws.all
	if err := p.May(); err != nil {
		return publish.Published{}, err
	}
	settings, err := w.settings()
	if err != nil {
		return publish.Published{}, fmt.Errorf("cannot read the settings beside the content: %w", err)
	}
	ws.report("staging", "Comparing with what is live")
	content := c.content()
	staged := releases.Publication{
		Files: content, Settings: settings, Draft: w.recordOf(ctx, c, content), By: c.author.String(), Canary: p.Canary, Seen: p.Seen,
	}
	var out publish.Published
	var problems []string
	staged.Told = ws.tells(&problems)
	// Once the files are being written, nobody gives up any more.
	ctx, begin, end := w.lasting(ctx)
	defer end()
	staged.Write = func(number int, live func() error) error {
		numbered := *c
		numbered.message = withTrailer(c.message, number)
		numbered.settings, numbered.released = release.SettingsDigest(settings), true
		var err error
		out, err = ws.write(ctx, &numbered, p.May, func() error {
			if err := begin(); err != nil {
				return err
			}
			return live()
		})
		return err
	}
	made, err := w.cfg.Releases.Publish(ctx, staged)
	if made == nil {
		return publish.Published{}, err
	}
	if err != nil {
		problems = append(problems, err.Error())
	}
	out.Release, out.Canary = made.Number, p.Canary
	out.Problems = append(out.Problems, problems...)
	return out, nil
}

// settings returns the bytes of the settings beside the content.
func (w *Workspaces) settings() ([]byte, error) {
	if w.cfg.Settings == nil {
		return nil, nil
	}
	return w.cfg.Settings()
}

// lasting returns a context that ends with the workspaces too. Once begin was called, and
// has returned no error, it ends no more with ctx or with them, but by end.
func (w *Workspaces) lasting(ctx context.Context) (lasting context.Context, begin func() error, end func()) {
	lasting, cancel := context.WithCancelCause(context.WithoutCancel(ctx))
	stopAsked := context.AfterFunc(ctx, func() { cancel(context.Cause(ctx)) })
	stopDone := context.AfterFunc(w.done, func() { cancel(context.Cause(w.done)) })
	begun := false
	begin = func() error {
		if begun = begun || stopAsked() && stopDone(); begun {
			return nil
		}
		// It has ended, or is about to. Without the cause, whoever asked would go on.
		<-lasting.Done()
		return context.Cause(lasting)
	}
	return lasting, begin, func() {
		stopAsked()
		stopDone()
		cancel(nil)
	}
}

// recordOf returns what a release tells of itself.
func (w *Workspaces) recordOf(ctx context.Context, c *captured, content []nlg.File) release.Release {
	r := release.Release{Author: c.author.String(), Message: c.message, Source: w.sourceOf(ctx, len(c.changes) > 0)}
	if c.checked != nil {
		report := c.checked.report
		r.Checks = &release.Checks{Errors: report.Errors, Warnings: report.Warnings, Expectations: report.Tests.Cases, Failed: report.Tests.Failed}
		if shown := c.checked.content; shown != nil {
			catalog := shown.Catalog()
			r.Responses, r.Variations = catalog.Len(), catalog.Variations()
		}
	}
	if live := w.cfg.Releases.Now().Live; live != nil {
		diff, err := w.compare(ctx, live.Release, content, "the content with the draft")
		if err != nil {
			w.cfg.Log.Debug("cannot compare a draft with what is live", "release", live.Release, "error", err)
			return r
		}
		r.Changes = &release.Changes{Added: diff.Count(compare.Added), Changed: diff.Count(compare.Changed), Removed: diff.Count(compare.Removed)}
	}
	return r
}

// sourceOf returns the commit that files are of; nil if they are in no git repository, or
// were never committed.
func (w *Workspaces) sourceOf(ctx context.Context, modified bool) *release.Source {
	last, err := git.History(ctx, w.cfg.Paths, 0, 1)
	if err != nil || len(last) == 0 {
		return nil
	}
	s := &release.Source{Commit: last[0].ID, Branch: git.Branch(ctx, w.cfg.Paths), Modified: modified}
	if tree, err := git.OpenTree(ctx, w.cfg.Paths, false); err == nil && !modified {
		dirty, err := tree.Uncommitted(ctx, w.cfg.Paths)
		s.Modified = err != nil || len(dirty) > 0
	}
	return s
}

// unchanged returns an error if the files of the content are not those any more that were
// captured; disk is locked.
func (ws *Workspace) unchanged(c *captured) error {
	w := ws.all
	w.mu.Lock()
	newest := w.base
	if newest.Read.Before(w.published) {
		newest = c.base // what was published has come since; the disk says the rest
	}
	w.mu.Unlock()
	var changed []string
	note := func(path string) {
		if !slices.Contains(changed, path) {
			changed = append(changed, path)
		}
	}
	if newest != c.base {
		for _, change := range publish.Between(c.base.Sources.Files, newest.Sources.Files) {
			note(change.Path)
		}
		for _, change := range publish.Between(newest.Sources.Files, c.base.Sources.Files) {
			note(change.Path)
		}
	}
	rest := slices.DeleteFunc(slices.Clone(c.base.Sources.Files), func(f nlg.File) bool {
		return slices.ContainsFunc(c.changes, func(change publish.Change) bool { return change.Path == f.Path })
	})
	for _, path := range publish.Differing(rest) {
		note(path)
	}
	if len(changed) > 0 {
		return &publish.ChangedError{Paths: changed}
	}
	return nil
}

// tells reports the steps of a release. Those that matter only afterwards become problems.
func (ws *Workspace) tells(problems *[]string) func(release.Step) {
	return func(s release.Step) {
		step := s.What
		switch s.What {
		case release.StepStored, release.StepStaged, release.StepSilent:
			step = "staging"
		case release.StepNobody:
			step = "lost"
		case release.StepRecorded:
			return // what is written next says more
		case release.StepProblem:
			*problems = append(*problems, s.Text)
			return
		}
		ws.report(step, sentence(s))
	}
}

// sentence begins the words of a step with a capital, unless they begin with the name of a
// replica.
func sentence(s release.Step) string {
	if s.Text == "" || s.Replica != "" && strings.HasPrefix(s.Text, s.Replica) {
		return s.Text
	}
	return strings.ToUpper(s.Text[:1]) + s.Text[1:]
}

// releaseTrailer begins the line of a message that has the number of a release.
const releaseTrailer = "Release: "

// withTrailer adds the number of a release to the message of a commit, as a trailer.
func withTrailer(message string, number int) string {
	message = strings.TrimSpace(strings.ReplaceAll(message, "\r\n", "\n"))
	gap := "\n\n"
	if endsWithTrailers(message) {
		gap = "\n"
	}
	return fmt.Sprintf("%s%s%s%d", message, gap, releaseTrailer, number)
}

// endsWithTrailers reports whether the last paragraph of a message has only trailers. The
// first one is its subject.
func endsWithTrailers(message string) bool {
	lines := strings.Split(message, "\n")
	for i, line := range slices.Backward(lines) {
		line = strings.TrimRight(line, " \t")
		switch {
		case line == "":
			return i < len(lines)-1
		case isTrailer(line), (line[0] == ' ' || line[0] == '\t') && i > 0 && strings.TrimSpace(lines[i-1]) != "":
		default:
			return false
		}
	}
	return false
}

// isTrailer reports whether a line begins with a key of letters, digits and hyphens, and a
// colon.
func isTrailer(line string) bool {
	key, _, ok := strings.Cut(line, ":")
	key = strings.TrimRight(key, " \t")
	return ok && key != "" && strings.Trim(key, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-") == ""
}
