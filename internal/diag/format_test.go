package diag_test

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"nlgserver/internal/diag"
)

func sample() diag.List {
	return diag.List{
		{
			Position: diag.Position{File: "a b/d,o:m.yml", Line: 3, Column: 7}, Severity: diag.Defect, Code: diag.FormatRaises,
			Message: "100% wrong\r\nhere", Hint: "write: a, b", Source: "  - é }",
			Related: &diag.Related{Position: diag.Position{File: "b.yml", Line: 2}, Message: "the other"},
		},
		{Position: diag.Position{File: "/tmp/c.yml"}, Code: diag.NoDefault, Message: "silent"},
	}
}

func TestWriteGitHub(t *testing.T) {
	var b strings.Builder
	if err := sample().WriteGitHub(&b); err != nil {
		t.Fatal(err)
	}
	want := "::error file=a b/d%2Co%3Am.yml,line=3,col=7,title=NLG050::100%25 wrong%0D%0Ahere%0Awrite: a, b\n" +
		"::warning file=/tmp/c.yml,title=NLG060::silent\n"
	if b.String() != want {
		t.Errorf("got\n%s", b.String())
	}
}

// TestWriteSARIF checks the log against the parts of the SARIF 2.1.0 schema that are
// used.
func TestWriteSARIF(t *testing.T) {
	var b strings.Builder
	if err := sample().WriteSARIF(&b, "1.2.3"); err != nil {
		t.Fatal(err)
	}
	var log struct {
		Schema  string `json:"$schema"`
		Version string
		Runs    []struct {
			Tool struct {
				Driver struct {
					Name, Version string
					Rules         []struct {
						ID, Name, HelpURI string
						ShortDescription  struct{ Text string }
					}
				}
			}
			ColumnKind string
			Results    []struct {
				RuleID                      string
				RuleIndex                   int
				Level                       string
				Message                     struct{ Text string }
				Locations, RelatedLocations []struct {
					PhysicalLocation struct {
						ArtifactLocation struct{ URI string }
						Region           *struct {
							StartLine, StartColumn int
							Snippet                struct{ Text string }
						}
					}
					Message struct{ Text string }
				}
			}
		}
	}
	d := json.NewDecoder(strings.NewReader(b.String()))
	d.DisallowUnknownFields() // a key unknown to this test is not in the schema
	if err := d.Decode(&log); err != nil {
		t.Fatal(err)
	}
	if log.Version != "2.1.0" || !strings.HasSuffix(log.Schema, "sarif-schema-2.1.0.json") || len(log.Runs) != 1 {
		t.Fatalf("%+v", log)
	}
	run := log.Runs[0]
	rules := run.Tool.Driver.Rules
	if run.Tool.Driver.Name != "nlgserver" || run.Tool.Driver.Version != "1.2.3" || run.ColumnKind != "unicodeCodePoints" || len(rules) != 2 || len(run.Results) != 2 {
		t.Fatalf("%+v", run)
	}
	for i, level := range []string{"error", "warning"} {
		r := run.Results[i]
		if r.Level != level || rules[r.RuleIndex].ID != r.RuleID || len(r.Locations) != 1 || r.Message.Text == "" {
			t.Errorf("result %d: %+v", i, r)
		}
		if rule := rules[i]; rule.HelpURI != "docs/diagnostics.md#"+strings.ToLower(rule.ID) || rule.Name == "" || rule.ShortDescription.Text == "" {
			t.Errorf("rule %+v", rule)
		}
	}
	first, second := run.Results[0].Locations[0].PhysicalLocation, run.Results[1].Locations[0].PhysicalLocation
	if first.ArtifactLocation.URI != "a%20b/d,o:m.yml" || first.Region.StartLine != 3 || first.Region.StartColumn != 7 || first.Region.Snippet.Text != "  - é }" {
		t.Errorf("%+v", first)
	}
	if second.ArtifactLocation.URI != "file:///tmp/c.yml" || second.Region != nil {
		t.Errorf("%+v", second)
	}
	if related := run.Results[0].RelatedLocations; len(related) != 1 || related[0].Message.Text != "the other" {
		t.Errorf("%+v", related)
	}
	var none strings.Builder
	if err := diag.List(nil).WriteSARIF(&none, ""); err != nil || !strings.Contains(none.String(), `"results": []`) || !strings.Contains(none.String(), `"rules": []`) {
		t.Errorf("nothing found: %v\n%s", err, none.String())
	}
}

// TestDescriptions checks that every declared code has a description.
func TestDescriptions(t *testing.T) {
	source, err := os.ReadFile("code.go")
	if err != nil {
		t.Fatal(err)
	}
	var declared []string
	for _, m := range regexp.MustCompile(`(?m)^\t(\w+)\s+Code = "(\w+)"`).FindAllStringSubmatch(string(source), -1) {
		declared = append(declared, m[2]+" "+m[1])
	}
	slices.Sort(declared)
	var described []string
	for _, d := range diag.Descriptions() {
		described = append(described, string(d.Code)+" "+d.Name)
		if d.Summary == "" || strings.HasSuffix(d.Summary, ".") {
			t.Errorf("%s: summary %q", d.Code, d.Summary)
		}
	}
	if len(declared) == 0 || !slices.Equal(declared, described) {
		t.Errorf("declared %v\ndescribed %v", declared, described)
	}
	if len(slices.CompactFunc(slices.Clone(described), func(a, b string) bool { return a[:6] == b[:6] })) != len(described) {
		t.Error("a code is used twice")
	}
	if _, ok := diag.Describe("NLG998"); ok {
		t.Error("a code that is none is described")
	}
}
