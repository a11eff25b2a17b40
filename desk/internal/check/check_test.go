package check

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"nlgserver/desk/internal/view"
	"nlgserver/expect"
	"nlgserver/nlg"
)

const (
	base = `responses:
  utter_hi:
  - text: Hello {name}
  utter_bye:
  - text: Bye
  - text: Goodbye
    channel: slack
  utter_odd:
  - text: Hi {
`
	tests = `# what we promised
tests:
- response: utter_hi
  slots: {name: Ann}
  expect: Hello Ann # by name
- response: utter_bye
  expect: Bye
- name: on slack
  response: utter_bye
  channel: slack
  expect: Goodbye
`
)

func file(path, data string) nlg.File { return nlg.File{Path: path, Name: path, Data: []byte(data)} }

// side opens content.
func side(t *testing.T, data string) Side {
	t.Helper()
	c, rejected := view.Open(t.Context(), view.Sources{Files: []nlg.File{file("a.yml", data)}}, view.Options{})
	return Side{c, rejected}
}

func check(t *testing.T, draft string) *Report {
	t.Helper()
	r, err := Check(t.Context(), side(t, base), side(t, draft), []nlg.File{file("a.nlgtest.yml", tests)}, expect.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestSame(t *testing.T) {
	// Comments and lines that move make nothing new.
	r := check(t, "# a comment\n\n"+base)
	if len(r.Findings) == 0 || r.New != 0 || !r.Changes.Empty() || r.Tests.Cases != 3 || r.Tests.Failed != 0 {
		t.Errorf("%+v", r)
	}
}

func TestFindings(t *testing.T) {
	r := check(t, strings.Replace(base, "Bye\n", "Bye {\n", 1))
	var fresh []Finding
	for _, f := range r.Findings {
		if f.New {
			fresh = append(fresh, f)
		}
	}
	if len(fresh) != 1 || r.New != 1 || fresh[0].Response != "utter_bye" || fresh[0].Number != 1 || fresh[0].Path != "text" || r.MayPublish() {
		t.Errorf("%+v", r)
	}
	fixed := check(t, strings.Replace(base, "Hi {", "Hi", 1))
	if fixed.New != 0 || fixed.Errors != 0 || !fixed.MayPublish() {
		t.Errorf("%+v", fixed)
	}
}

func TestRejected(t *testing.T) {
	r := check(t, "responses: [")
	if !r.Rejected || r.Errors == 0 || r.New == 0 || r.Changes != nil || r.MayPublish() {
		t.Errorf("%+v", r)
	}
	back, err := Check(t.Context(), side(t, "responses: ["), side(t, base), []nlg.File{file("a.nlgtest.yml", tests)}, expect.Options{})
	if err != nil || back.Rejected || len(back.Changes.Responses) != 3 || len(back.Tests.Broken) != 0 || back.Tests.Cases != 3 {
		t.Errorf("%+v, %v", back, err)
	}
}

// TestBroken breaks two cases, and accepts what one of them says now.
func TestBroken(t *testing.T) {
	changed := strings.NewReplacer("Hello", "Hi", "Goodbye", "See you").Replace(base)
	r := check(t, changed)
	if len(r.Tests.Broken) != 2 || r.Tests.Failed != 2 || r.MayPublish() || len(r.Changes.Replies) != 2 {
		t.Fatalf("%+v", r.Tests)
	}
	b := r.Tests.Broken[0]
	if b.Response != "utter_hi" || fmt.Sprint(b.Before, b.After) != "[Hello Ann] [Hi Ann]" || len(b.Differences) != 1 || b.Position.Line != 3 {
		t.Errorf("%+v", b)
	}
	data, left := Accept(side(t, changed).Content, file("a.nlgtest.yml", tests), func(c *expect.Case) bool { return c.Position == b.Position }, expect.Options{})
	if want := strings.Replace(tests, "Hello Ann", `"Hi Ann"`, 1); string(data) != want || len(left) > 0 {
		t.Errorf("%s", data)
	}
	// A case that fails on both sides is none that the draft broke.
	again, err := Check(t.Context(), side(t, changed), side(t, changed+"# same\n"), []nlg.File{file("a.nlgtest.yml", tests)}, expect.Options{})
	if err != nil || again.Tests.Failed != 2 || len(again.Tests.Broken) != 0 {
		t.Errorf("%+v, %v", again, err)
	}
}

func TestAgain(t *testing.T) {
	request := func(id, response, channel string) view.Recording {
		body := fmt.Sprintf(`{"response":%q,"arguments":{},"tracker":{"sender_id":"x","slots":{"name":"Ann"}},"channel":{"name":%q}}`, response, channel)
		return view.Recording{ID: id, Body: []byte(body)}
	}
	all := []view.Recording{
		request("1", "utter_hi", "rest"), request("2", "utter_bye", "rest"), request("3", "utter_bye", "slack"), request("4", "utter_gone", "rest"), {ID: "5", Body: []byte("no request")},
	}
	draft := strings.NewReplacer("Goodbye", "See you", "utter_hi:", "utter_hello:").Replace(base)
	r, err := Again(t.Context(), side(t, base).Content, side(t, draft).Content, all)
	if err != nil || r.Asked != 4 || r.Left != 1 || r.Differing != 2 {
		t.Fatalf("%+v, %v", r, err)
	}
	if got := fmt.Sprint(r.Answers); got != "[{1 utter_hi [Hello Ann] [no such response]} {3 utter_bye [Goodbye] [See you]}]" {
		t.Error(got)
	}
	many := make([]view.Recording, maxReplayed+7)
	for i := range many {
		many[i] = all[2]
	}
	r, err = Again(t.Context(), side(t, base).Content, side(t, draft).Content, many)
	if err != nil || r.Asked != maxReplayed || r.Left != 7 || r.Differing != maxReplayed || len(r.Answers) != maxDiffering {
		t.Errorf("%d %d %d %d, %v", r.Asked, r.Left, r.Differing, len(r.Answers), err)
	}
	done, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Again(done, side(t, base).Content, side(t, draft).Content, all); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if _, err := Check(done, side(t, base), side(t, base), []nlg.File{file("a.nlgtest.yml", tests)}, expect.Options{}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
