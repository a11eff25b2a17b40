package desktest

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"nlgserver/desk"
	"nlgserver/internal/browser"
	"nlgserver/internal/gittest"
	"nlgserver/internal/source/files"
	"nlgserver/nlg"
	"nlgserver/release"
)

// fleetWait is how long a desk waits for the replicas of a [Fleet]: no test waits for its end.
const fleetWait = 5 * time.Minute

// Office is a desk on files on disk, with its server: words.yml has [Words], and domain.yml
// and words.nlgtest.yml are beside it.
type Office struct {
	*Site
	// Recordings is a directory with recorded requests, from the next [Office.Begin].
	Recordings string
	// Fleet, if not nil, is the store that drafts are published to, from the next
	// [Office.Begin].
	Fleet *Fleet

	dir, state string
	// people, if not nil, enter by name.
	people *desk.People
}

// Office serves a desk in which one author writes.
func (b *Browser) Office(t *testing.T) *Office {
	t.Helper()
	return b.TeamOffice(t, nil)
}

// TeamOffice serves a desk in which people write who enter by name.
func (b *Browser) TeamOffice(t *testing.T, people *desk.People) *Office {
	t.Helper()
	skipWithout(t)
	o := &Office{Site: &Site{t: t, browser: b}, dir: t.TempDir(), state: t.TempDir(), people: people}
	o.Write("words.yml", Words)
	o.Write("domain.yml", WordsDomain)
	o.Write("words.nlgtest.yml", wordsTests)
	o.Begin()
	t.Cleanup(o.End)
	return o
}

// FleetOffice is an office that publishes to an empty store. Without people, one author
// writes.
func (b *Browser) FleetOffice(t *testing.T, people *desk.People) *Office {
	t.Helper()
	o := b.TeamOffice(t, people)
	o.End()
	o.Fleet = NewFleet(t)
	o.Begin()
	return o
}

// Begin starts the program on what is on the disk.
func (o *Office) Begin() {
	o.t.Helper()
	authoring := &desk.Authoring{State: o.state, Assistant: "words", Email: "ann@example.com", Paths: []string{o.dir}}
	if o.Fleet != nil {
		authoring.Releases = &desk.Releases{Store: o.Fleet.Store, Name: "nats://nats.example/bank", Wait: fleetWait}
	}
	d, err := desk.New(desk.Config{
		Source: files.New([]string{o.dir}), Title: "Harbour Bank", Origin: "here (files)", Product: "nlgserver 0.0.0", User: "Ann Lee", People: o.people,
		Options:   desk.Options{Compile: nlg.Options{Patterns: true}, Beside: o.beside, Recordings: o.Recordings},
		Authoring: authoring,
	})
	if err != nil {
		o.t.Fatal(err)
	}
	o.Desk = d
	o.Start()
}

func (o *Office) beside(context.Context) desk.Beside {
	var out desk.Beside
	if data, err := os.ReadFile(o.Path("words.nlgtest.yml")); err == nil {
		out.Tests = []nlg.File{{Path: o.Path("words.nlgtest.yml"), Data: data}}
	}
	if data, err := os.ReadFile(o.Path("domain.yml")); err == nil {
		out.Domains = []nlg.File{{Path: o.Path("domain.yml"), Data: data}}
	}
	return out
}

// End ends the program.
func (o *Office) End() {
	o.Stop()
	_ = o.Desk.Close()
}

// Crash ends the program without a word, and starts it again on the same state.
func (o *Office) Crash() {
	o.t.Helper()
	o.End()
	o.Begin()
}

// Open is [Site.Open]. With a fleet, it waits until the desk knows what is live: it looks at the
// store once a second, and a page that opens faster would see the release before, and then tell
// of the new one as of something that has just happened. A desk whose store is away never knows.
func (o *Office) Open(t *testing.T, hash string) *browser.Page {
	t.Helper()
	page := o.Site.Open(t, hash)
	if o.Fleet == nil || o.people != nil {
		return page
	}
	sequence := 0
	if live := o.Fleet.Live(); live != nil {
		sequence = live.Sequence
	}
	page.Run(fmt.Sprintf(`(async () => {
		const known = async () => (await (await fetch("/api/desk/v1/releases?limit=1")).json()).now.live?.sequence ?? 0;
		for (let i = 0; i < 100 && (await known()) < %d; i++) await new Promise((later) => setTimeout(later, 30));
		window.knowsWhatIsLive = true;
	})()`, sequence))
	page.Until("window.knowsWhatIsLive === true")
	return page
}

// Release publishes what is on the disk, as somebody does elsewhere by "release publish".
// With a percentage it becomes a canary.
func (o *Office) Release(by, message string, percent int) *release.Release {
	o.t.Helper()
	return o.Fleet.publish(by, message, o.dir, percent)
}

// Stage has somebody elsewhere publish what is on the disk, and wait for the replicas, until
// the end of the test. One of them must keep them waiting ([Replica.Hold]).
func (o *Office) Stage(by, message string) {
	o.t.Helper()
	o.t.Cleanup(o.Fleet.stage(by, message, o.dir))
}

// Path is where the content has a file of this name.
func (o *Office) Path(name string) string { return filepath.ToSlash(filepath.Join(o.dir, name)) }

// Write writes a file of the content, as somebody with an editor does.
func (o *Office) Write(name, text string) {
	o.t.Helper()
	if err := os.WriteFile(o.Path(name), []byte(text), 0o600); err != nil {
		o.t.Fatal(err)
	}
}

// Read returns the text of a file of the content.
func (o *Office) Read(name string) string {
	o.t.Helper()
	data, err := os.ReadFile(o.Path(name))
	if err != nil {
		o.t.Fatal(err)
	}
	return string(data)
}

// Has checks that words.yml is, byte by byte, this text.
func (o *Office) Has(want string) {
	o.t.Helper()
	if got := o.Read("words.yml"); got != want {
		o.t.Errorf("the file is:\n%s\nwant:\n%s", got, want)
	}
}

// Git runs git where the content is.
func (o *Office) Git(args ...string) string {
	o.t.Helper()
	return gittest.Git(o.t, o.dir, args...)
}

// Repository makes the content a git repository, with what is there as its first commit, and
// starts the program again in it. Without git the test is skipped.
func (o *Office) Repository() {
	o.t.Helper()
	gittest.Begin(o.t, o.dir)
	o.Crash()
}
