package expect_test

import (
	"fmt"
	"strings"
	"testing"

	"nlgserver/expect"
	"nlgserver/nlg"
)

// TestCoverageOfButtons checks that translated buttons count too.
func TestCoverageOfButtons(t *testing.T) {
	const content = "responses:\n  utter_a:\n  - text: A\n    translation: {de: A}\n    buttons: [{title: B, translation: {de: {title: B}, fr: {title: C}}}]\n"
	c, diags := nlg.Compile([]nlg.File{{Path: "domain.yml", Data: []byte(content)}}, nlg.Options{KeepWritten: true})
	if c == nil {
		t.Fatal(diags)
	}
	runner, tally := &expect.Runner{Catalog: c}, expect.NewTally(c)
	for _, one := range readFile(t, "tests: [{response: utter_a, language: fr}]\n").Cases {
		tally.Add(runner.Run(one))
	}
	got := tally.Coverage()
	if (got.Languages != expect.Share{Reached: 1, Total: 2}) || len(got.Gaps) != 1 || got.Gaps[0].What != "no case gets it in de" {
		t.Errorf("%+v", got)
	}
}

// TestCoverage counts what each case adds.
func TestCoverage(t *testing.T) {
	c := catalog(t)
	runner := &expect.Runner{Catalog: c}
	for _, row := range []struct{ cases, want string }{
		{"{response: utter_gone}", "0/14 0/8 0/2"},
		{"{response: utter_bye}", "2/14 0/8 0/2"},
		{"{response: utter_greet}", "1/14 1/8 0/2"},
		{"{response: utter_greet, slots: {known: true}}", "1/14 1/8 0/2"},
		{"{response: utter_greet, cases: [{}, {slots: {known: true}}]}", "2/14 2/8 0/2"},
		// The conditions of a variation for another channel are not evaluated.
		{"{response: utter_card}", "1/14 0/8 0/2"},
		{"{response: utter_card, channel: slack, slots: {tier: gold}}", "1/14 2/8 0/2"},
		{"{response: utter_card, channel: slack, slots: {tier: gold, country: FR}}", "1/14 2/8 0/2"},
		{"{response: utter_confirm, language: de}", "1/14 0/8 1/2"},
		{"{response: utter_confirm, language: it}", "1/14 0/8 0/2"},
		{"{response: utter_confirm, cases: [{language: de}, {language: fr}]}", "1/14 0/8 2/2"},
		// A predicate counts as one condition.
		{"{response: utter_limit, cases: [{}, {slots: {age: 20}}]}", "2/14 2/8 0/2"},
		{"{response: utter_slack_only}", "0/14 0/8 0/2"},
		// Built-in patterns are not part of the content.
		{"{response: utter_ask_rephrase}", "0/14 0/8 0/2"},
	} {
		tally := expect.NewTally(c)
		for _, one := range readFile(t, "tests: ["+row.cases+"]\n").Cases {
			tally.Add(runner.Run(one))
		}
		got := tally.Coverage()
		share := func(s expect.Share) string { return fmt.Sprintf("%d/%d", s.Reached, s.Total) }
		if all := strings.Join([]string{share(got.Variations), share(got.Conditions), share(got.Languages)}, " "); all != row.want {
			t.Errorf("%s: %s, want %s", row.cases, all, row.want)
		}
		reached := got.Variations.Reached + got.Conditions.Reached + got.Languages.Reached
		if want := 100 * float64(reached) / 24; got.Percent() != want {
			t.Errorf("%s: %f%%, want %f", row.cases, got.Percent(), want)
		}
	}
}
