package expect_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"nlgserver/expect"
)

// TestDiagnostics makes every mistake that has a diagnostic.
func TestDiagnostics(t *testing.T) {
	for _, row := range []struct{ text, want string }{
		{"", "1:1 NLG090 the file has no tests"},
		{"# nothing\n", "1:1 NLG090 the file has no tests"},
		{"tests:\n", "1:1 NLG090 the file has no tests"},
		{"- a\n", "1:1 NLG090 an expectation file must be a map, not a list"},
		{"version: 2\ntests: []\n", "1:10 NLG090 the version of an expectation file must be 1"},
		{"responses: {}\ntests: []\n", `1:1 NLG091 unknown key "responses" in an expectation file`},
		{"tests: {a: b}\n", "1:8 NLG092 tests must be a list, not a map"},
		{"tests: [a]\n", "1:9 NLG092 a test must be a map, not a string"},
		{"tests: [{response: utter_a, slot: {}}]\n", `1:29 NLG091 unknown key "slot" in a test`},
		{"tests: [{response: utter_a, cases: [{cases: []}]}]\n", `1:38 NLG091 unknown key "cases" in a case`},
		{"tests: [{response: utter_a, slots: Ann}]\n", "1:36 NLG092 slots must be a map, not a string"},
		{"tests: [{response: 5}]\n", "1:9 NLG093 this case names no response|1:20 NLG092 response must be a string, not a number"},
		{"defaults: {expect: a}\ntests: [{response: utter_a}]\n", `1:12 NLG091 unknown key "expect" in defaults`},
		{"tests: [{slots: {}}]\n", "1:9 NLG093 this case names no response"},
		{"tests: [{request: gone.json}]\n", "1:19 NLG093 cannot read the request: open testdata/gone.json: no such file or directory"},
		{"tests: [{request: domain.yml, response: utter_a}]\n", "1:19 NLG093 not a request from Rasa: "},
		{"tests: [{response: utter_a, expect: 5}]\n", "1:37 NLG092 text must be a string, not a number"},
		{"tests: [{response: utter_a, expect: {txt: a}}]\n", `1:38 NLG091 unknown key "txt" in an expectation`},
		{"tests: [{response: utter_a, expect: {any_of: [{group: default}]}}]\n", `1:48 NLG091 "group" is not allowed in an alternative`},
		{"tests: [{response: utter_a, expect: {any_of: a}}]\n", "1:46 NLG092 any_of must be a list, not a string"},
		{"tests: [{response: utter_a, expect: {matches: '('}}]\n", "1:47 NLG094 invalid regular expression: missing closing ): `(`"},
		{"tests: [{response: utter_a, expect: {group: first}}]\n", `1:45 NLG095 group must be one of condition and channel, channel, condition, default, not "first"`},
		{"tests: [{response: utter_a, expect: {outcome: quiet}}]\n", `1:47 NLG095 outcome must be one of said, silence, unknown, internal_error, not "quiet"`},
		{"tests: [{response: utter_a, expect: {problems: [many]}}]\n", `1:49 NLG095 problems must be one of missing, raised, limit, none, not "many"`},
		{"tests: [{response: utter_a, expect: {eligible: [0]}}]\n", "1:49 NLG092 an eligible variation must be an id or a number from 1, not 0"},
		{"tests: [{response: utter_a, expect: {buttons: Yes}}]\n", "1:47 NLG092 buttons must be a list, not a string"},
		{"tests: [{response: utter_a, expect: {reply: Yes}}]\n", "1:45 NLG092 reply must be a map, not a string"},
		{"tests: [{response: utter_a, expect: {text: []}}]\n", "1:44 NLG097 text is an empty list, so nothing can match it"},
		{"tests: [{response: utter_a, expect: {outcome: silence, text: a}}]\n", "1:47 NLG097 with this outcome there is no message, but the expectation has more keys"},
		{"tests: [{response: utter_a, name: x}, {response: utter_b, name: x}]\n", `1:39 NLG096 another case has the name "x"`},
		{"tests: [\n", "1:8 NLG002 this [ is never closed"},
		{"tests:\n- response: utter_a\n  expect: ${GONE}\n", "3:11 NLG008 "},
	} {
		f, diags := expect.Read("testdata/x.nlgtest.yml", []byte(row.text), options())
		var got []string
		for _, d := range diags {
			got = append(got, fmt.Sprintf("%d:%d %s %s", d.Line, d.Column, d.Code, d.Message))
		}
		wants := strings.Split(row.want, "|")
		ok := len(got) == len(wants)
		for i := range min(len(got), len(wants)) {
			ok = ok && strings.HasPrefix(got[i], wants[i])
		}
		if !ok {
			t.Errorf("%s got\n%s\nwant\n%s", row.text, strings.Join(got, "\n"), strings.Join(wants, "\n"))
		}
		if diags.HasErrors() && len(f.Cases) > 0 {
			t.Errorf("%s has errors and %d cases", row.text, len(f.Cases))
		}
	}
}

// FuzzRead checks that any input can be read, run and updated without a panic, and
// that the updated file can be read.
func FuzzRead(f *testing.F) {
	good, err := os.ReadFile("testdata/good.nlgtest.yml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	for _, seed := range []string{
		"tests:\n- response: utter_bye\n", "tests: [{response: utter_greet, expect: }]", "tests:\n- {<<: {response: utter_bye}, expect: &a [x]}\n- {response: utter_bye, expect: *a}",
		"tests:\n- response: utter_card\n  expect:\n    buttons: [a]\n    group: channel\n", "tests: [{response: utter_bye, cases: [{}, {slots: {a: [1, {b: c}]}}]}]", "? tests\n: - response: utter_bye\n    expect: >\n      a",
	} {
		f.Add([]byte(seed))
	}
	runner := &expect.Runner{Catalog: catalog(f)}
	f.Fuzz(func(t *testing.T, data []byte) {
		file, diags := expect.Read("x.nlgtest.yml", data, expect.Options{})
		if diags.HasErrors() {
			return
		}
		update := runner.Update(file, everyCase)
		again, diags := expect.Read("x.nlgtest.yml", update.Data, expect.Options{})
		if diags.HasErrors() || len(again.Cases) != len(file.Cases) {
			t.Fatalf("%q becomes %q: %v", data, update.Data, diags)
		}
	})
}

func BenchmarkTenThousand(b *testing.B) {
	runner := &expect.Runner{Catalog: catalog(b)}
	data := []byte(tenThousand())
	for b.Loop() {
		f, diags := expect.Read("x.nlgtest.yml", data, expect.Options{})
		if len(diags) > 0 || len(f.Cases) != 10_000 {
			b.Fatal(diags)
		}
		for _, c := range f.Cases {
			if !runner.Run(c).Passed() {
				b.Fatal(c.Name)
			}
		}
	}
}

func tenThousand() string {
	var text strings.Builder
	text.WriteString("tests:\n")
	for i := range 10_000 {
		fmt.Fprintf(&text, "  - response: utter_greet\n    slots: {name: Ann%d, known: true}\n    expect: {text: \"Hello Ann%d!\", id: by_name}\n", i, i)
	}
	return text.String()
}
