package compare

import (
	"slices"
	"testing"

	"nlgserver/internal/content"
	"nlgserver/nlg"
)

func TestAddCase(t *testing.T) {
	explain := func(data, name string) *nlg.Explanation {
		c := compile(t, []content.File{{Path: "a.yml", Data: []byte("responses:\n  utter_a: " + data)}})
		e, err := c.Explain(&nlg.Request{Response: name, Channel: "x"})
		if err != nil {
			return nil
		}
		return e
	}
	for name, c := range map[string]struct {
		before, after string
		want          []string // nil: no change
		wantBefore    []string
	}{
		"the same":           {before: "[{text: a}, {text: b}]", after: "[{text: b}, {text: a}]"},
		"one more wording":   {before: "[{text: a}]", after: "[{text: a}, {text: b}]", wantBefore: []string{"a"}, want: []string{"a", "b"}},
		"said twice as much": {before: "[{text: a}]", after: "[{text: a}, {text: a}]"},
		"only the buttons": {
			before: "[{text: a}]", after: "[{text: a, buttons: [{title: t, payload: p}]}]",
			wantBefore: []string{`{"text":"a"}`}, want: []string{`{"buttons":[{"payload":"p","title":"t"}],"text":"a"}`},
		},
		"no reply now": {before: "[{text: a}]", after: "[{text: a, channel: slack}]", wantBefore: []string{"a"}, want: []string{}},
		"no text":      {before: "[{custom: {a: 1}}]", after: "[{text: a}]", wantBefore: []string{`{"custom":{"a":1}}`}, want: []string{"a"}},
	} {
		var d Diff
		d.AddCase(Case{Name: name, Response: "utter_a", Before: explain(c.before, "utter_a"), After: explain(c.after, "utter_a")})
		switch {
		case c.want == nil && len(d.Replies) > 0:
			t.Errorf("%s: %+v", name, d.Replies)
		case c.want != nil && (len(d.Replies) != 1 || !slices.Equal(d.Replies[0].After, c.want) || !slices.Equal(d.Replies[0].Before, c.wantBefore)):
			t.Errorf("%s: %+v", name, d.Replies)
		}
	}
	var d Diff
	d.AddCase(Case{Before: explain("[{text: a}]", "utter_gone"), After: explain("[{text: a}]", "utter_a")})
	if len(d.Replies) != 1 || d.Replies[0].Before[0] != "no such response" || d.Empty() {
		t.Errorf("%+v", d)
	}
}
