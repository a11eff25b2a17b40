package expect_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nlgserver/expect"
	"nlgserver/nlg"
)

func catalog(t testing.TB) *nlg.Catalog {
	t.Helper()
	data, err := os.ReadFile("testdata/domain.yml")
	if err != nil {
		t.Fatal(err)
	}
	c, diags := nlg.Compile([]nlg.File{{Path: "domain.yml", Data: data}}, nlg.Options{KeepWritten: true, Patterns: true})
	if c == nil || len(diags) > 0 {
		t.Fatal(diags)
	}
	return c
}

func options() expect.Options {
	return expect.Options{Request: func(from, name string) ([]byte, error) {
		return os.ReadFile(filepath.Join(filepath.Dir(from), name))
	}}
}

func readFile(t testing.TB, text string) *expect.File {
	t.Helper()
	f, diags := expect.Read("testdata/x.nlgtest.yml", []byte(text), options())
	if len(diags) > 0 {
		t.Fatalf("%s\n%v", text, diags)
	}
	return f
}

// TestGood runs a file with every form of expectation; all pass.
func TestGood(t *testing.T) {
	data, err := os.ReadFile("testdata/good.nlgtest.yml")
	if err != nil {
		t.Fatal(err)
	}
	f := readFile(t, string(data))
	if want := 24; len(f.Cases) != want {
		t.Errorf("%d cases, want %d", len(f.Cases), want)
	}
	runner := &expect.Runner{Catalog: catalog(t)}
	for _, c := range f.Cases {
		for _, failure := range runner.Run(c).Failures {
			t.Errorf("%s: %s", c.Name, oneLine(failure))
		}
	}
	if got := f.Cases[10].Name + ", " + f.Cases[11].Name + ", " + f.Cases[12].Name; got != "languages/1, languages/german, languages/3" {
		t.Errorf("names of a table: %s", got)
	}
	if got := f.Cases[4].Name; got != "utter_bye (2)" {
		t.Errorf("name of a second case: %s", got)
	}
}

// oneLine formats a failure for the tests.
func oneLine(f expect.Failure) string {
	return fmt.Sprintf("%s of %d%s: want %s, got %s", f.What, f.Variation, f.ID, strings.Join(f.Want, " or "), f.Got)
}

// TestFailures breaks each kind of expectation.
func TestFailures(t *testing.T) {
	runner := &expect.Runner{Catalog: catalog(t)}
	for _, row := range []struct{ test, want string }{
		{`{response: utter_greet, expect: Hello}`, "text of 2plain: want Hello, got Hello there!"},
		{`{response: utter_greet}`, "expect of 0: want , got Hello there!"},
		{`{response: utter_greet, expect: {}}`, "expect of 0: want , got Hello there!"},
		{`{response: utter_bye, expect: Bye}`, "text of 2: want Bye, got See you"},
		{`{response: utter_bye, expect: [Bye]}`, "text of 2: want Bye, got See you"},
		{`{response: utter_bye, expect: [Bye, See you, So long]}`, "no variation matches of 0: want So long, got "},
		{`{response: utter_bye, expect: {text: [Bye, So long]}}`, "text of 2: want Bye or So long, got See you"},
		{`{response: utter_bye, expect: {any_of: [{id: bye_1}]}}`, `reply of 2: want {"id":"bye_1"}, got {"text":"See you"}`},
		{`{response: utter_bye, expect: {contains: [e, y, "!"]}}`, `text, which must contain of 1bye_1: want !, got Bye; text, which must contain of 2: want !, got See you`},
		{`{response: utter_bye, expect: {matches: '^B'}}`, "text, which must match of 2: want ^B, got See you"},
		{`{response: utter_bye, expect: {id: bye_1}}`, "id of 2: want bye_1, got "},
		{`{response: utter_bye, expect: {eligible: [bye_1]}}`, "eligible of 0: want bye_1, got bye_1, 2"},
		{`{response: utter_bye, expect: {eligible: [1, 2, 3]}}`, "eligible of 0: want 1, 2, 3, got bye_1, 2"},
		{`{response: utter_bye, expect: {eligible: []}}`, "eligible of 0: want none, got bye_1, 2"},
		{`{response: utter_bye, expect: {group: condition+channel}}`, "group of 0: want condition and channel, got default"},
		{`{response: utter_bye, expect: {problems: raised}}`, "problems of 0: want raised, got none"},
		{`{response: utter_card, expect: {buttons: ["Yes"]}}`, "buttons[1] of 1: want (no such button), got [No] /deny"},
		{`{response: utter_card, expect: {buttons: ["Yes", "No", Maybe]}}`, "buttons[2] of 1: want [Maybe], got (no such button)"},
		{`{response: utter_card, expect: {buttons: ["Yes", {payload: /no}]}}`, "buttons[1].payload of 1: want /no, got [No] /deny"},
		{`{response: utter_card, expect: {reply: {text: null}}}`, `reply.text of 1: want {"text":null}, got {"text":"Block your card?","buttons":[{"title":"Yes","payload":"/affirm"},{"title":"No","payload":"/deny"}]}`},
		{`{response: utter_picture, slots: {card: 7}, expect: ""}`, `text of 1: want , got (no text)`},
		{`{response: utter_picture, slots: {card: 7}, expect: {reply: {custom: {type: [image]}}}}`, `reply.custom.type of 1: want {"custom":{"type":["image"]}}, got {"custom":{"type":"image","src":"https://bank.example/7.png"}}`},
		{`{response: utter_slack_only, expect: only there}`, "reply of 0: want a message, got silence: no variation is eligible"},
		{`{response: utter_slack_only, expect: {outcome: said}}`, "outcome of 0: want said, got silence: silence: no variation is eligible"},
		{`{response: utter_gret, expect: Hello}`, `reply of 0: want a message, got there is no response "utter_gret"; did you mean "utter_greet"?`},
		{`{response: utter_bye, expect: {outcome: silence}}`, "outcome of 0: want silence, got said: Bye"},
		{`{response: utter_confirm, language: de, expect: "Continue?"}`, "text of 1: want Continue?, got Weiter?"},
		// An int is not a bool here, although Python compares them as equal.
		{`{response: utter_greet, expect: {reply: {text: 1}}}`, `reply.text of 2plain: want {"text":1}, got {"text":"Hello there!","id":"plain"}`},
	} {
		var got []string
		for _, c := range readFile(t, "tests:\n- "+row.test+"\n").Cases {
			for _, failure := range runner.Run(c).Failures {
				got = append(got, oneLine(failure))
			}
		}
		if strings.Join(got, "; ") != row.want {
			t.Errorf("%s\n got  %s\n want %s", row.test, strings.Join(got, "; "), row.want)
		}
	}
}

// TestLanguagePlace checks that the language is put where the content expects it.
func TestLanguagePlace(t *testing.T) {
	data, err := os.ReadFile("testdata/domain.yml")
	if err != nil {
		t.Fatal(err)
	}
	for _, place := range []string{"slot:language", "slot:lang", "argument:lang", "metadata:lang"} {
		source, err := nlg.ParseLanguageSource(place)
		if err != nil {
			t.Fatal(err)
		}
		opts := nlg.LanguageOptions{From: []nlg.LanguageSource{source}}
		c, _ := nlg.Compile([]nlg.File{{Path: "domain.yml", Data: data}}, nlg.Options{Language: opts})
		runner := &expect.Runner{Catalog: c, Language: opts}
		f := readFile(t, "tests:\n- {response: utter_confirm, cases: [{language: de, expect: 'Weiter?'}, {expect: 'Continue?'}]}\n")
		for _, one := range f.Cases {
			for _, failure := range runner.Run(one).Failures {
				t.Errorf("%s: %s", place, oneLine(failure))
			}
		}
	}
}
