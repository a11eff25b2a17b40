package diag_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"nlgserver/internal/diag"
)

// at returns a diagnostic at a line of a.yml.
func at(line int, s diag.Severity, code diag.Code, message, fact string) diag.Diagnostic {
	return diag.Diagnostic{Position: diag.Position{File: "a.yml", Line: line, Column: 1}, Severity: s, Code: code, Message: message, Fact: fact}
}

func TestMerged(t *testing.T) {
	var l diag.List
	for i := range 5 {
		l = append(l,
			at(10*i+1, diag.Warning, "NLG024", `unknown key "x"`, ""),
			at(10*i+2, diag.Error, "NLG022", "five errors", ""),
			at(10*i+3, diag.Warning, "NLG027", fmt.Sprintf("response %d", i), "b.yml"),
			at(10*i+4, diag.Warning, "NLG060", fmt.Sprintf("response %d", i), ""),
			at(10*i+5, diag.Defect, "NLG050", "five defects", ""),
		)
		if i < 3 {
			l = append(l, at(10*i+6, diag.Warning, "NLG024", "a few", ""))
		}
	}
	var got []string
	for _, d := range l.Merged() {
		got = append(got, d.String())
	}
	counts := map[string]int{}
	for _, line := range got {
		_, message, _ := strings.Cut(line, ": ")
		counts[message]++
	}
	for message, want := range map[string]int{
		`warning: unknown key "x" (and 4 more like it) [NLG024]`: 1,
		"error: five errors [NLG022]":                            5,
		"warning: response 0 (and 4 more like it) [NLG027]":      1,
		"warning: response 3 [NLG060]":                           1,
		"error: five defects [NLG050]":                           5,
		"warning: a few [NLG024]":                                3,
	} {
		if counts[message] != want {
			t.Errorf("%s: %d times, want %d", message, counts[message], want)
		}
	}
	if len(got) != 1+5+1+5+5+3 || got[0] != `a.yml:1:1: warning: unknown key "x" (and 4 more like it) [NLG024]` {
		t.Errorf("%d: %q", len(got), got)
	}
	if l[0].Others != nil {
		t.Error("the list itself has changed")
	}
}

// TestWriteMerged shows a merged finding in every format.
func TestWriteMerged(t *testing.T) {
	var l diag.List
	for line := range 6 {
		l = append(l, at(line+1, diag.Warning, "NLG024", "m", ""))
	}
	l = l.Merged()
	if len(l) != 1 {
		t.Fatal(l)
	}
	want := "a.yml:1:1: warning: m (and 5 more like it) [NLG024]\n      = also at a.yml:2:1, a.yml:3:1, a.yml:4:1, …\n"
	if got := l[0].Text(); got != want {
		t.Errorf("text\n%s", got)
	}
	var github strings.Builder
	if err := l.WriteGitHub(&github); err != nil {
		t.Fatal(err)
	}
	if want := "::warning file=a.yml,line=1,col=1,title=NLG024::m (and 5 more like it)%0Aalso at a.yml:2:1, a.yml:3:1, a.yml:4:1, …\n"; github.String() != want {
		t.Errorf("github\n%s", github.String())
	}
	data, err := json.Marshal(l)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(data), `"message":"m","others":{"count":5,"positions":[{"file":"a.yml","line":2,"column":1},`) {
		t.Errorf("JSON %s", data)
	}
	var sarif strings.Builder
	if err := l.WriteSARIF(&sarif, "1"); err != nil {
		t.Fatal(err)
	}
	var log struct {
		Runs []struct {
			Results []struct {
				OccurrenceCount  int
				Message          struct{ Text string }
				RelatedLocations []struct {
					PhysicalLocation struct{ Region struct{ StartLine int } }
				}
			}
		}
	}
	if err := json.Unmarshal([]byte(sarif.String()), &log); err != nil {
		t.Fatal(err)
	}
	r := log.Runs[0].Results[0]
	if r.OccurrenceCount != 6 || len(r.RelatedLocations) != 5 || r.RelatedLocations[4].PhysicalLocation.Region.StartLine != 6 || !strings.HasPrefix(r.Message.Text, "m (and 5 more like it)") {
		t.Errorf("SARIF %+v", r)
	}
}
