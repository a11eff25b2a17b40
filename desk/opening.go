package desk

import (
	"context"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"nlgserver/desk/internal/view"
	"nlgserver/internal/content"
	"nlgserver/nlg"
	"nlgserver/release"
)

// maxGivenUp is how often in a row content that is being opened is given up for newer
// content.
const maxGivenUp = 3

// reading is content that was read, and what became of it.
type reading struct {
	// number is which reading it is.
	number  int
	version string
	files   []nlg.File
	found   nlg.Diagnostics
	beside  Beside
	// settings is the digest of the settings that become a part of releases.
	settings string
	// recordings are read when the content is opened.
	recordings []view.Recording
	// newer says that found is about newer content, rejected since then.
	newer bool
	since time.Time
	// began is when reading it began.
	began time.Time
	// fault is set if reading it panicked.
	fault any
	// state is set when the content was opened.
	state *state
}

// opening is the work of a manager. Its methods are for the goroutine of run alone.
type opening struct {
	m   *manager
	ctx context.Context
	// read gets content that was read, and opened what was opened.
	read, opened chan *reading
	// fetching is set while content is read, again if it must be read once more.
	fetching, again bool
	number          int
	// busy is set while the newest content is being opened, and waiting are those who wait
	// until nothing is read or opened.
	busy    bool
	waiting []chan struct{}
	// givenUp counts what was given up, one after the other, for newer content, and next is
	// the newest content while what is being opened may finish.
	givenUp int
	next    *reading
	// version is that of the content that is open or being opened.
	version string
	cancel  context.CancelFunc
}

func (o *opening) stop() {
	if o.cancel != nil {
		o.cancel()
	}
}

// fetch begins to read the content.
func (o *opening) fetch() {
	if o.fetching {
		o.again = true
		return
	}
	o.fetching = true
	o.m.work.Go(func() {
		r := &reading{}
		if o.m.reading(o.ctx, func() { o.m.fetchSafely(o.ctx, r) }) != nil {
			return // nobody waits for it any more
		}
		r.version = content.Version(slices.Concat(r.files, r.beside.Domains, r.beside.Tests)) + foundText(r.found) + r.settings
		if r.fault != nil {
			r.version += fmt.Sprint(r.fault)
		}
		if rejecter, ok := o.m.cfg.Source.(Rejecter); ok {
			found, since := rejecter.Rejected()
			if len(found) > 0 {
				r.found, r.since, r.newer = found, since, true
				r.version += foundText(found)
			}
		}
		select {
		case o.read <- r:
		case <-o.ctx.Done():
		}
	})
}

// foundText makes findings a part of the version: a file that cannot be read is not
// among the files.
func foundText(found nlg.Diagnostics) string {
	var text strings.Builder
	for _, d := range found {
		text.WriteString("\n" + d.File + ": " + d.Message)
	}
	return text.String()
}

// openIfNew begins to open content, unless it is what is open. What was being opened
// is not needed any more, but content that changes faster than it is opened must be
// shown too.
func (o *opening) openIfNew(r *reading) {
	o.fetching = false
	if o.again {
		o.again = false
		o.fetch()
	}
	o.next = nil
	switch {
	case r.version == o.version:
		o.release()
	case o.busy && o.givenUp == maxGivenUp:
		o.next = r
	default:
		if o.busy {
			o.givenUp++
		}
		o.begin(r)
	}
}

// begin begins to open content.
func (o *opening) begin(r *reading) {
	o.stop()
	o.number++
	o.busy = true
	o.version, r.number = r.version, o.number
	ctx, cancel := context.WithCancel(o.ctx)
	o.cancel = cancel
	old := o.m.peek()
	o.m.work.Go(func() {
		defer cancel()
		o.m.cfg.Background(func() { r.state = o.m.openSafely(ctx, r, old) })
		select {
		case o.opened <- r:
		case <-o.ctx.Done():
		}
	})
}

// finish publishes what was opened, unless newer content has come.
func (o *opening) finish(r *reading) {
	if r.number != o.number {
		return
	}
	o.busy = false
	defer o.release()
	if r.state == nil {
		return
	}
	o.givenUp = 0
	// The drafts first: who hears of the content asks for the draft on it.
	if r.state.base != nil {
		o.m.rest(r.state.base)
	}
	o.m.publish(r.state)
	switch {
	case r.newer: // whoever rejected it has said so
	case r.state.rejected != nil:
		o.m.cfg.Log.Warn("content rejected; the page says why", "findings", len(r.state.rejected.Findings))
	default:
		o.m.cfg.Log.Debug("content opened", "version", r.state.version())
	}
	if next := o.next; next != nil {
		o.next = nil
		o.begin(next)
	}
}

// release lets those go who wait, if nothing is read or opened.
func (o *opening) release() {
	if o.fetching || o.busy {
		return
	}
	for _, waiting := range o.waiting {
		close(waiting)
	}
	o.waiting = nil
}

// fetchSafely reads the content. A fault of ours must not end a program that answers
// Rasa.
func (m *manager) fetchSafely(ctx context.Context, r *reading) {
	defer func() {
		if r.fault = recover(); r.fault != nil {
			m.cfg.Log.Error("panic while reading content for the desk", "cause", r.fault, "stack", string(debug.Stack()))
		}
	}()
	r.began = time.Now()
	r.files, r.found = m.cfg.Source.Fetch(ctx)
	r.settings = m.settings()
	if beside := m.cfg.Options.Beside; beside != nil {
		r.beside = beside(ctx)
	}
}

// settings returns the digest of the settings that become a part of releases. Those that
// cannot be read are as if there were none: who publishes is told why they cannot.
func (m *manager) settings() string {
	a := m.cfg.Authoring
	if a == nil || a.Releases == nil || a.Releases.Settings == nil {
		return ""
	}
	settings, err := a.Releases.Settings()
	if err != nil {
		m.cfg.Log.Debug("cannot read the settings beside the content", "error", err)
		return ""
	}
	return release.SettingsDigest(settings)
}

// openSafely is [manager.opened], and survives a fault as fetchSafely does.
func (m *manager) openSafely(ctx context.Context, r *reading, old *state) (s *state) {
	defer func() {
		if cause := recover(); cause != nil {
			m.cfg.Log.Error("panic while opening content for the desk", "cause", cause, "stack", string(debug.Stack()))
			s = faultState(old)
		}
	}()
	if r.fault != nil {
		return faultState(old)
	}
	return m.opened(ctx, r, old)
}

// faultState shows the last good content, and says that the newest cannot be shown.
func faultState(old *state) *state {
	fault := view.Finding{Severity: "error", Message: "the desk cannot show this content, by a fault of its own", Hint: "see the log of the program, and report it"}
	return &state{name: stateRejected, shown: old.shown, rejected: &rejection{[]view.Finding{fault}, sinceOr(old, time.Now())}}
}

// opened returns the state that content leads to; nil if that is not needed any more.
func (m *manager) opened(ctx context.Context, r *reading, old *state) *state {
	r.recordings = readRecordings(m.cfg.Options.Recordings)
	opened, findings := m.open(ctx, m.cfg.Options, r)
	base := baseOf(r)
	switch {
	case ctx.Err() != nil:
		return nil
	case opened == nil:
		since := sinceOr(old, time.Now())
		base.Rejected, base.Since = findings, since
		return &state{name: stateRejected, shown: old.shown, rejected: &rejection{findings, since}, base: base}
	case len(findings) > 0: // those of newer content
		return &state{name: stateRejected, shown: opened, rejected: &rejection{findings, sinceOr(old, r.since)}}
	default:
		base.Content, _ = opened.(*view.Content)
		return &state{name: stateReady, shown: opened, base: base}
	}
}

// sinceOr returns since when content is rejected: other content may have been before.
func sinceOr(old *state, now time.Time) time.Time {
	if old.rejected != nil {
		return old.rejected.Since
	}
	return now.UTC().Truncate(time.Second)
}
