package nlg_test

import (
	"fmt"
	"strings"
	"testing"

	"nlgserver/nlg"
)

// TestMantleProject checks which projects are taken to be Mantle's, and that each is
// reported once.
func TestMantleProject(t *testing.T) {
	const (
		bare    = "responses:\n  a:\n    - Hi\n"
		plain   = "responses:\n  a:\n    - text: Hi\n"
		session = "responses:\n  a:\n    - text: Hi {session.project.name}\n"
		rasa    = "responses:\n  a:\n    - text: Hi\n      image: x\n"
		other   = "a: 1\n"
	)
	for _, tt := range []struct {
		name  string
		files []string // a name and its content by turns
		want  string
	}{
		{"skill", []string{"integrations.yml", other, "skills/a/responses.yml", plain}, "skills/a/responses.yml:2 NLG033 does not serve them"},
		{"project below", []string{"bot/integrations.yml", other, "bot/skills/a/responses.yml", bare}, "bot/skills/a/responses.yml:2 NLG033 does not serve them"},
		{
			"skills and project",
			[]string{"integrations.yml", other, "responses.yml", bare, "skills/a/responses.yml", session, "skills/b/responses.yml", plain},
			"responses.yml:2 NLG033 does not serve them (2 other files are like this)",
		},
		{"skills without texts of their own", []string{"integrations.yml", other, "responses.yml", plain, "skills/a/tools.yml", other}, "responses.yml:2 NLG033 does not serve them"},
		{"bare text beside integrations", []string{"integrations.yml", other, "responses.yml", bare}, "responses.yml:2 NLG033 does not serve them"},
		{"two files that name themselves", []string{"a.yml", session, "b.yml", strings.Replace(session, " a:", " b:", 1)}, "a.yml:3 NLG033 have other meanings than in a Rasa domain (1 other file is like this)"},
		{"payload", []string{"a.yml", "responses:\n  a:\n  - text: Hi\n    buttons: [{title: b, payload: 'set:session.a.b=c'}]\n"}, "a.yml:4 NLG033 than in a Rasa domain"},
		{"title", []string{"a.yml", "responses:\n  a:\n  - text: Hi\n    metadata: {rephrase: true}\n    buttons: [{title: '{session.a.b}'}]\n"}, "a.yml:5 NLG033 than in a Rasa domain"},

		{"no skills", []string{"integrations.yml", other, "responses.yml", plain}, ""},
		{"no integrations", []string{"skills/a/responses.yml", plain}, ""},
		{"integrations elsewhere", []string{"other/integrations.yml", other, "skills/a/responses.yml", plain}, ""},
		{"Rasa's keys", []string{"integrations.yml", other, "skills/a/responses.yml", rasa}, ""},
		{"another name", []string{"integrations.yml", other, "skills/a/domain.yml", plain}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var files []nlg.File
			for i := 0; i < len(tt.files); i += 2 {
				files = append(files, nlg.File{Path: "x/" + tt.files[i], Name: tt.files[i], Data: []byte(tt.files[i+1])})
			}
			catalog, found := nlg.Compile(files, nlg.Options{})
			if (catalog == nil) != (tt.want != "") {
				t.Errorf("served: %v", catalog != nil)
			}
			if tt.want == "" {
				return
			}
			if len(found) != 1 {
				t.Fatalf("%v", found)
			}
			place, says, _ := strings.Cut(tt.want, " NLG033 ")
			d := found[0]
			if got := fmt.Sprintf("%s:%d", d.File, d.Line); got != "x/"+place || d.Code != nlg.CodeMantleFile || !strings.HasSuffix(d.Message, says) {
				t.Errorf("%v", d)
			}
		})
	}
}
