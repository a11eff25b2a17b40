package nlg_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"nlgserver/nlg"
)

// Answer Rasa's callback without the server: read its body, render, and send
// the message back.
func ExampleReadRequest() {
	catalog, _ := nlg.Compile([]nlg.File{{Path: "responses.yml", Data: []byte(membership)}}, nlg.Options{})
	request, err := nlg.ReadRequest([]byte(`{
		"response": "utter_welcome",
		"arguments": {},
		"tracker": {"sender_id": "ann-1", "slots": {"name": "Ann", "tier": "gold"}},
		"channel": {"name": "collector"}
	}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	message, _ := catalog.Render(request, nth(0))
	fmt.Printf("%s: %s\n", request.Sender, message.JSON)
	// Output:
	// ann-1: {"text":"Welcome back, Ann.","id":"member"}
}

func TestReadRequest(t *testing.T) {
	body := []byte(`{"response": "utter_x", "id": "a", "ids": ["b"], "arguments": {"n": 1}, "channel": {"name": "slack"},
		"tracker": {"sender_id": "s-1", "latest_input_channel": "rest", "slots": {"name": "Ann"}, "stack": [{"flow": "f"}],
		"latest_message": {"metadata": {"language": "de"}}, "events": [{"event": "slot"}]}}`)
	r, err := nlg.ReadRequest(body)
	if err != nil {
		t.Fatal(err)
	}
	copy(body, bytes.Repeat([]byte("!"), len(body))) // the request has its own memory
	got := []string{r.Response, r.ID, fmt.Sprint(r.IDs), r.Channel, r.InputChannel, r.Sender}
	for _, m := range []nlg.Mapping{r.Slots, r.Arguments, r.Context, r.Metadata} {
		m.Each(func(key string, v nlg.Value) bool {
			got = append(got, key+"="+v.Repr())
			return true
		})
	}
	want := []string{"utter_x", "a", "[b]", "slack", "rest", "s-1", "name='Ann'", "n=1", "flow='f'", "language='de'"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestRephraseConversation checks that the conversation is read if it is asked for, and
// shares no memory with the body.
func TestRephraseConversation(t *testing.T) {
	body := []byte(`{"response": "utter_x", "tracker": {"slots": {}, "latest_message": {"text": "bye"},
		"events": [{"event": "user", "text": "old"}, {"event": "restart"}, {"event": "bot", "text": "Hi"}, {"event": "user", "text": "bye"}]}}`)
	r, err := nlg.ReadRequest(body)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(nlg.Conversation{}, *r.Conversation); diff != "" {
		t.Error("not asked for:", diff)
	}
	r, err = nlg.ReadRequestAndConversation(body)
	if err != nil {
		t.Fatal(err)
	}
	copy(body, bytes.Repeat([]byte("!"), len(body)))
	want := nlg.Conversation{Latest: "bye", HasLatest: true, Events: []nlg.Event{{Kind: nlg.BotEvent, Text: "Hi"}, {Kind: nlg.UserEvent, Text: "bye"}}}
	if diff := cmp.Diff(want, *r.Conversation); diff != "" {
		t.Error(diff)
	}
	if _, err := nlg.ReadRequestAndConversation([]byte(`{"response": "utter_x", "tracker": {"events": [{]}}`)); err == nil {
		t.Error("a body that is no JSON is read")
	}
}

func TestReadRequestError(t *testing.T) {
	for body, want := range map[string]nlg.RequestError{
		``:                 {Offset: 0},
		`{"response": "x"`: {Offset: 16},
		`{"response": 1}`:  {Offset: 13, Field: "response"},
		`{"tracker": {}}`:  {Offset: -1, Field: "response"},
		`{"response": "x", "arguments": {"a": 01}}`: {Offset: 38, Field: "arguments"},
	} {
		r, err := nlg.ReadRequest([]byte(body))
		e, ok := errors.AsType[*nlg.RequestError](err)
		if !ok || r != nil || e.Error() == "" {
			t.Errorf("%s: %v, %v", body, r, err)
			continue
		}
		if e.Offset != want.Offset || e.Field != want.Field {
			t.Errorf("%s: %+v, want %+v", body, *e, want)
		}
	}
}

// TestReadRequestWithin checks that a request that takes too much is refused with its
// place, and that one that does not is read as ever.
func TestReadRequestWithin(t *testing.T) {
	body := []byte(`{"response": "utter_x", "tracker": {"slots": {"a": 1, "name": [` + strings.Repeat("[],", 10_000) + `[]]}}}`)
	for _, limits := range []nlg.Limits{{Memory: 100_000}, {Reading: 1000}} {
		_, err := nlg.ReadRequestWithin(body, nlg.NewBudget(limits, nil))
		fault, ok := errors.AsType[*nlg.RequestError](err)
		if !ok || fault.Field != "tracker.slots.name" || fault.Offset != bytes.Index(body, []byte("[[]")) {
			t.Errorf("%v: %v", limits, err)
		}
	}
	budget := nlg.NewBudget(nlg.Limits{}, nil)
	r, err := nlg.ReadRequestWithin(body, budget)
	if err != nil || r.Budget != budget {
		t.Fatalf("%v", err)
	}
	free, err := nlg.ReadRequest(body)
	if err != nil {
		t.Fatal(err)
	}
	got, _ := r.Slots.Get("name")
	if want, _ := free.Slots.Get("name"); got.Repr() != want.Repr() {
		t.Errorf("%.50s, want %.50s", got.Repr(), want.Repr())
	}
}
