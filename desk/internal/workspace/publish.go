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
	// Step is checking, writing, committing, pushing or done.
	Step  string `json:"step"`
	Words string `json:"words"`
}

// maxProgress is how many steps of publications are kept for pages that have yet to
// hear of them.
const maxProgress = 16

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
	if not := ws.notReady(st); not != nil {
		out.Can, out.Why, out.Override = false, not.Why, not.Override
	}
	return out
}

// notReady returns what speaks against publishing, as of the last check; mu is locked.
func (ws *Workspace) notReady(st *draft.Status) *NotReadyError {
	switch {
	case ws.all.cfg.Target == nil:
		return &NotReadyError{Why: ws.all.cfg.NoTarget}
	case len(st.Conflicts) > 0:
		return &NotReadyError{Why: count(len(st.Conflicts), "change does", "changes do") + " not fit the content: resolve that first"}
	case len(st.Files) == 0:
		return &NotReadyError{Why: "there is nothing to publish"}
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

// Publish publishes the draft with a message. The reason overrides errors and failing
// tests; empty does not. The check may take long: may is asked right before anything is
// written whether the author still may publish. The errors are *[NotReadyError],
// *[ChangedError], that of may, and those of the target.
func (ws *Workspace) Publish(ctx context.Context, message, reason string, may func() error) (publish.Published, error) {
	ws.publishing.Lock()
	defer ws.publishing.Unlock()
	ws.report("checking", "Checking the draft")
	out, err := ws.publish(ctx, message, strings.TrimSpace(reason), may)
	if err != nil {
		ws.report("done", "Not published: "+err.Error())
		return out, err
	}
	ws.report("done", "Published "+count(len(out.Files), "file", "files"))
	return out, nil
}

func (ws *Workspace) publish(ctx context.Context, message, reason string, may func() error) (publish.Published, error) {
	// Files that are read again may move the draft as soon as it is checked.
	if err := ws.lockSettled(ctx); err != nil {
		return publish.Published{}, err
	}
	st := ws.draft.Status()
	not, diff := ws.notReady(&st), ws.changes()
	base, files, last := ws.draft.Publishing()
	ws.mu.Unlock()
	if not != nil && (!not.Override || reason == "") {
		return publish.Published{}, not
	}
	message = messageOf(message, diff)
	if not != nil {
		message += "\n\nPublished with " + not.Why + ". Reason: " + reason
		ws.all.cfg.Log.Warn("a draft was published in spite of what speaks against it", "author", ws.author.Name, "against", not.Why, "reason", reason)
	}
	out, err := ws.write(ctx, publish.Between(base, files), message, last, may)
	if changed, ok := errors.AsType[*publish.ChangedError](err); ok {
		if err := ws.all.cfg.Refresh(ctx); err != nil {
			return out, err
		}
		return out, &ChangedError{changed.Paths}
	}
	return out, err
}

// write writes the files, and begins the draft anew on them.
func (ws *Workspace) write(ctx context.Context, changes []publish.Change, message string, last int, may func() error) (publish.Published, error) {
	w := ws.all
	w.disk.Lock() // somebody else's publication may take long, too
	defer w.disk.Unlock()
	if err := may(); err != nil {
		return publish.Published{}, err
	}
	ws.report("writing", "Writing "+count(len(changes), "file", "files"))
	ws.mu.Lock()
	author := ws.author
	ws.mu.Unlock()
	out, err := w.cfg.Target.Publish(ctx, changes, author, message)
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
	ws.mu.Lock()
	defer ws.mu.Unlock()
	base := *ws.base
	base.Sources.Files, base.Sources.Tests = draft.Split(replaced(base.all(), changes))
	if _, err := ws.draft.Published(last, base.all()); err != nil {
		return out, fmt.Errorf("published, but the draft could not be begun anew: %w", err)
	}
	// What was checked is what was published.
	if c := ws.checked; c != nil && c.content != nil {
		base.Content, base.Rejected = c.content, nil
	} else if c != nil {
		base.Content, base.Rejected, base.Since = nil, c.rejected, c.since
	}
	ws.base = &base
	ws.changed()
	return out, nil
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
