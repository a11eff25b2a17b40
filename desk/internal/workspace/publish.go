package workspace

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"nlgserver/desk/internal/draft"
	"nlgserver/desk/internal/publish"
	"nlgserver/desk/internal/releases"
	"nlgserver/internal/content"
)

// NotReadyError is the error for a draft that must not be published as it is.
type NotReadyError struct {
	Why string
	// Override is set if a reason may override it.
	Override bool
}

func (e *NotReadyError) Error() string { return e.Why }

// ChangedError is the error for content that changed underneath: the draft is on what
// it is now.
type ChangedError struct{ Files []string }

func (e *ChangedError) Error() string {
	return strings.Join(e.Files, ", ") + " changed meanwhile; the draft is on the newer content now: look at it and publish again"
}

// Progress is a step of a publication.
type Progress struct {
	// Step is checking, writing, committing, pushing or done, and with a store also staging,
	// ready, live, says, refused or lost.
	Step  string `json:"step"`
	Words string `json:"words"`
}

// maxProgress is how many steps of publications are kept for pages that have yet to
// hear of them.
const maxProgress = 128

func (ws *Workspace) report(step, words string) {
	ws.mu.Lock()
	ws.reported++
	ws.progress = append(ws.progress, Progress{step, words})
	if len(ws.progress) > maxProgress {
		ws.progress = slices.Clone(ws.progress[1:])
	}
	ws.mu.Unlock()
	ws.all.cfg.Changed()
}

// Progress returns the steps of publications after a number of them, and how many there
// were.
func (ws *Workspace) Progress(after int) ([]Progress, int) {
	ws.mu.Lock()
	defer ws.mu.Unlock()
	n := min(ws.reported-after, len(ws.progress))
	return slices.Clone(ws.progress[len(ws.progress)-n:]), ws.reported
}

// publishReply says whether the draft can be published; mu is locked.
func (ws *Workspace) publishReply(st *draft.Status) Publish {
	out := Publish{Can: true, Target: ws.all.Target()}
	if ws.all.cfg.Releases != nil {
		out.Store, out.Differs = ws.all.cfg.Releases.Now().Store, ws.differs()
	}
	not := ws.notReady(st)
	if canary := ws.all.canary(); canary != nil && (not == nil || not.Override) {
		not = canary
	}
	if not != nil {
		out.Can, out.Why, out.Override = false, not.Why, not.Override
	}
	return out
}

// canary returns what speaks against publishing beside a canary; nil if there is none.
func (w *Workspaces) canary() *NotReadyError {
	if w.cfg.Releases == nil {
		return nil
	}
	live := w.cfg.Releases.Now().Live
	if live == nil || live.Canary == nil {
		return nil
	}
	return &NotReadyError{Why: fmt.Sprintf("release %d is a canary with %d%% of the conversations: promote or end it first", live.Canary.Release, live.Canary.Percent)}
}

// differs reports whether the content on disk, or its settings, are not what is live, as far as that is known;
// mu is locked.
func (ws *Workspace) differs() bool {
	now := ws.all.cfg.Releases.Now()
	if ws.versioned != ws.base {
		ws.versioned, ws.onDisk = ws.base, content.Version(ws.base.Sources.Files)
	}
	return now.Read && (now.Live == nil || now.Live.Version != ws.onDisk || now.Live.Settings != ws.base.Settings)
}

// sequence returns that of what is live, as far as it is known; -1 while it is not known at
// all, and 0 without a store.
func (w *Workspaces) sequence() int {
	if w.cfg.Releases == nil {
		return 0
	}
	switch now := w.cfg.Releases.Now(); {
	case !now.Read:
		return -1
	case now.Live == nil:
		return 0
	default:
		return now.Live.Sequence
	}
}

// notReady returns what speaks against publishing, as of the last check; mu is locked.
func (ws *Workspace) notReady(st *draft.Status) *NotReadyError {
	switch {
	case ws.all.cfg.Target == nil:
		return &NotReadyError{Why: ws.all.cfg.NoTarget}
	case len(st.Conflicts) > 0:
		return &NotReadyError{Why: count(len(st.Conflicts), "change does", "changes do") + " not fit the content: resolve that first"}
	case ws.held && ws.all.cfg.Releases != nil:
		return &NotReadyError{Why: "the files cannot be read as they are now, and a release has all of them: correct them first"}
	case len(st.Files) == 0 && ws.all.cfg.Releases == nil:
		return &NotReadyError{Why: "there is nothing to publish"}
	case len(st.Files) == 0 && !ws.differs():
		return &NotReadyError{Why: "there is nothing to publish: what is live has these files already"}
	case ws.checked != nil && ws.checked.report.Rejected && ws.all.cfg.Releases != nil:
		return &NotReadyError{Why: "the content cannot be loaded, so no replica could serve it: correct its errors first"}
	case ws.checked == nil || ws.checked.report.MayPublish():
		return nil
	}
	return &NotReadyError{Why: ws.checked.against(), Override: true}
}

// against says what speaks against publishing.
func (c *checked) against() string {
	var out []string
	if c.report.Rejected {
		out = append(out, "the content cannot be loaded")
	}
	if n := c.report.Errors; n > 0 {
		out = append(out, count(n, "error", "errors"))
	}
	if n := c.report.Tests.Failed; n > 0 {
		out = append(out, count(n, "failing test", "failing tests"))
	}
	return strings.Join(out, ", ")
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// Publication says how a draft is published.
type Publication struct {
	Message string
	// Reason overrides errors and failing tests; empty does not.
	Reason string
	// Canary is the share of the conversations that get the release, as a percentage; 0 for
	// all of them.
	Canary int
	// Seen is what the author has seen as live.
	Seen releases.Seen
	// May is asked right before anything is staged or written whether the author still may
	// publish: the check and the replicas may take long.
	May func() error
}

// Publish publishes the draft. The errors are *[NotReadyError], *[ChangedError], that of
// May, those of the target, and those of [releases.Releases.Publish].
func (ws *Workspace) Publish(ctx context.Context, p Publication) (publish.Published, error) {
	end, err := ws.publishing.write(ctx)
	if err != nil {
		return publish.Published{}, err
	}
	defer end()
	p.Reason = strings.TrimSpace(p.Reason)
	ws.report("checking", "Checking the draft")
	out, err := ws.publish(ctx, &p)
	if err != nil {
		ws.report("done", "Not published: "+err.Error())
		return out, err
	}
	ws.report("done", "Published "+whatWas(&out))
	return out, nil
}

// whatWas says what was published.
func whatWas(out *publish.Published) string {
	files := count(len(out.Files), "file", "files")
	switch {
	case out.Release == 0:
		return files
	case out.Canary > 0:
		return fmt.Sprintf("release %d for %d%% of the conversations, %s", out.Release, out.Canary, files)
	default:
		return fmt.Sprintf("release %d, %s", out.Release, files)
	}
}

func (ws *Workspace) publish(ctx context.Context, p *Publication) (publish.Published, error) {
	// Files that are read again may move the draft as soon as it is checked.
	if err := ws.lockSettled(ctx); err != nil {
		return publish.Published{}, err
	}
	st := ws.draft.Status()
	not, diff := ws.notReady(&st), ws.changes()
	c := &captured{base: ws.base, checked: ws.checked, author: ws.author}
	before, files, last := ws.draft.Publishing()
	ws.mu.Unlock()
	c.files, c.changes, c.last = files, publish.Between(before, files), last
	if not != nil && (!not.Override || p.Reason == "") {
		return publish.Published{}, not
	}
	c.message = messageOf(p.Message, diff)
	if not != nil {
		c.message += "\n\nPublished with " + not.Why + ". Reason: " + p.Reason
		ws.all.cfg.Log.Warn("a draft was published in spite of what speaks against it", "author", ws.author.Name, "against", not.Why, "reason", p.Reason)
	}
	var out publish.Published
	var err error
	if ws.all.cfg.Releases == nil {
		out, err = ws.write(ctx, c, p.May, nil)
	} else {
		out, err = ws.release(ctx, p, c)
	}
	if changed, ok := errors.AsType[*publish.ChangedError](err); ok {
		if err := ws.all.cfg.Refresh(ctx); err != nil {
			return out, err
		}
		return out, &ChangedError{changed.Paths}
	}
	return out, err
}

// write writes the files, makes them live if there is a store, and begins the draft anew on
// them.
func (ws *Workspace) write(ctx context.Context, c *captured, may, live func() error) (publish.Published, error) {
	w := ws.all
	end, err := w.disk.write(ctx) // somebody else's publication may take long, too
	if err != nil {
		return publish.Published{}, err
	}
	defer end()
	if err := may(); err != nil {
		return publish.Published{}, err
	}
	if live != nil {
		if err := ws.unchanged(c); err != nil {
			return publish.Published{}, err
		}
	}
	ws.report("writing", "Writing "+count(len(c.changes), "file", "files"))
	out, err := w.cfg.Target.Publish(ctx, c.changes, c.author, c.message, live)
	if err != nil {
		return out, err
	}
	if out.Commit != "" {
		ws.report("committing", "Committed as "+short(out.Commit))
	}
	if out.Pushed {
		ws.report("pushing", "Pushed")
	}
	w.mu.Lock()
	w.published = time.Now()
	w.mu.Unlock()
	if err := ws.anew(c); err != nil {
		err = fmt.Errorf("published, but the draft could not be begun anew: %w", err)
		if live == nil {
			return out, err
		}
		out.Problems = append(out.Problems, err.Error()) // it is live: it was published
	}
	return out, nil
}

// anew begins the draft anew on what was published.
func (ws *Workspace) anew(c *captured) error {
	ws.mu.Lock()
	defer ws.mu.Unlock()
	base := *ws.base
	base.Sources.Files, base.Sources.Tests = draft.Split(replaced(base.all(), c.changes, c.files))
	if _, err := ws.draft.Published(c.last, base.all()); err != nil {
		return err
	}
	if c.released {
		base.Settings = c.settings
	}
	// What was checked is what was published.
	if c := c.checked; c != nil && c.content != nil {
		base.Content, base.Rejected = c.content, nil
	} else if c != nil {
		base.Content, base.Rejected, base.Since = nil, c.rejected, c.since
	}
	ws.base = &base
	ws.changed()
	return nil
}

// messageOf returns the message of a commit: what the author wrote, or what is changed.
func messageOf(message string, changes []Change) string {
	if message = strings.TrimSpace(message); message != "" {
		return message
	}
	var names []string
	for _, c := range changes {
		if !slices.Contains(names, c.Response) {
			names = append(names, c.Response)
		}
	}
	switch len(names) {
	case 0:
		return "Edit responses"
	case 1, 2, 3:
		return "Change " + strings.Join(names, ", ")
	default:
		return fmt.Sprintf("Change %d responses", len(names))
	}
}
