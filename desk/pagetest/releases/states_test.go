package releases_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"nlgserver/desk/internal/desktest"
	"nlgserver/internal/browser"
	"nlgserver/internal/diag"
	"nlgserver/release"
)

// state is what may be in a store.
type state struct {
	name string
	// make makes it, with the desk of the office running.
	make func(t *testing.T, o *desktest.Office)
	// live, replicas and history are what the parts of the page say then.
	live, replicas, history []string
}

// states are all that the history has to show.
var states = []state{
	{
		"empty", func(*testing.T, *desktest.Office) {},
		[]string{"Nothing is live yet", "nats://nats.example/bank"},
		[]string{"No replica has told of itself"},
		[]string{"Nothing has been published into this store yet."},
	},
	{
		"one release", func(t *testing.T, o *desktest.Office) {
			o.Fleet.Replica("nlg-0")
			o.Release("Bob Meyer", "Begin", 0)
		},
		[]string{"Release 1 for all conversations: Begin", "published by Bob Meyer"},
		[]string{"1 of 1 replica says release 1", "nlg-0 release 1 says it"},
		[]string{"Release 1: Begin", "live", "Bob Meyer", "1 warning", "1 test passed"},
	},
	{
		"canary", func(t *testing.T, o *desktest.Office) {
			o.Fleet.Replica("nlg-0")
			o.Release("Bob Meyer", "Begin", 0)
			next(o, "Hi {name}")
			o.Release("Bob Meyer", "Shorter", 30)
		},
		[]string{"Release 1 for 70% of the conversations", "Release 2 for 30% of the conversations", "canary started by Bob Meyer", "Give it to all", "End it"},
		[]string{"1 of 1 replica says release 1 and the canary, release 2", "release 1, canary release 2"},
		[]string{"Release 2: Shorter", "canary, 30%"},
	},
	{
		"staged by somebody else", func(t *testing.T, o *desktest.Office) {
			r := o.Fleet.Replica("nlg-0")
			o.Release("Bob Meyer", "Begin", 0)
			r.Hold()
			next(o, "Hi {name}")
			o.Stage("Cat Stone", "Shorter")
		},
		[]string{"Release 1 for all conversations", "Cat Stone is publishing “Shorter”"},
		[]string{"1 of 1 replica says release 1"},
		[]string{"Release 1: Begin"},
	},
	{
		"refusal of what is live", func(t *testing.T, o *desktest.Office) {
			o.Fleet.Replica("nlg-0")
			poor := o.Fleet.Replica("nlg-1")
			o.Release("Bob Meyer", "Begin", 0)
			next(o, "Hi {name}")
			o.Release("Bob Meyer", "Shorter", 0)
			poor.Refuse("content rejected: 1 error", refused)
			if _, err := o.Fleet.Publisher("Bob Meyer").Rollback(t.Context(), 1, "Back"); err == nil || !strings.Contains(err.Error(), "not yet on all replicas") {
				t.Errorf("%v", err)
			}
		},
		[]string{"Release 1 for all conversations: Begin", "brought back by Bob Meyer", "Back"},
		[]string{"1 of 2 replicas say release 1", "nlg-1 release 2 refuses release 1", "content rejected: 1 error", "API_KEY is not set", "NLG008"},
		[]string{"Release 1: Begin", "brought back, by Bob Meyer", "taken back for release 1, by Bob Meyer"},
	},
	{
		"lost replica", func(t *testing.T, o *desktest.Office) {
			o.Fleet.Replica("nlg-0")
			gone := o.Fleet.Replica("nlg-1")
			o.Release("Bob Meyer", "Begin", 0)
			gone.Lose()
		},
		[]string{"Release 1"},
		[]string{"1 of 1 replica says release 1; 1 is lost", "nlg-1 release 1 lost since"},
		[]string{"Release 1: Begin"},
	},
	{
		"replicas of all kinds", func(t *testing.T, o *desktest.Office) {
			r := o.Release("Bob Meyer", "Begin", 0)
			beat := release.Beat{Sequence: 1, Says: r.Ref, Every: time.Minute, Since: time.Now()}
			copied := beat
			copied.Replica, copied.FromLastGood = "copied", true
			late := release.Beat{Replica: "late", Every: time.Minute}
			o.Fleet.Beat(copied)
			o.Fleet.Beat(late)
			o.Fleet.Garble("strange")
		},
		[]string{"Release 1"},
		[]string{"copied release 1 says it", "from its own copy", "late nothing yet behind", "strange", "What it told cannot be read"},
		[]string{"Release 1: Begin"},
	},
	{
		"50 replicas", func(t *testing.T, o *desktest.Office) {
			r := o.Release("Bob Meyer", "Begin", 0)
			for i := range 50 {
				o.Fleet.Beat(release.Beat{Replica: fmt.Sprintf("nlg-%02d.%s", i, strings.Repeat("long", 14)), Sequence: 1, Says: r.Ref, Every: time.Minute, Since: time.Now()})
			}
		},
		[]string{"Release 1"},
		[]string{"50 of 50 replicas say release 1", "nlg-49"},
		[]string{"Release 1: Begin"},
	},
}

// refused is what a replica without a variable of its environment finds.
var refused = diag.Diagnostic{
	Severity: diag.Error, Code: "NLG008", Message: "environment variable API_KEY is not set", Hint: "set API_KEY where the replica runs",
	Position: diag.Position{File: "words.yml", Line: 5, Column: 11}, Source: `  - text: "Hello {name}" # said first`,
}

// next changes what is on the disk.
func next(o *desktest.Office, text string) {
	o.Write("words.yml", strings.Replace(desktest.Words, "Hello {name}", text, 1))
}

// Each state of the store is shown as soon as it is so, and accessibly.
func TestBrowserReleases(t *testing.T) {
	for _, state := range states {
		t.Run(state.name, func(t *testing.T) {
			o := chromium.FleetOffice(t, nil)
			page := o.Open(t, "#/history")
			page.Wait(live)
			state.make(t, o)
			ready := func() {
				t.Helper()
				for where, texts := range map[*browser.Target][]string{&live: state.live, &replicas: state.replicas, &history: state.history} {
					for _, text := range texts {
						page.UntilText(*where, text)
					}
				}
			}
			desktest.Accessible(t, page, state.name, ready)
		})
	}
}
