package nlg_test

import (
	"slices"
	"strings"
	"testing"

	"nlgserver/internal/diag"
	"nlgserver/nlg"
)

// TestCopies checks that a definition in a file that is a copy of another, to
// judge by its name, is used only if no other file has the name.
func TestCopies(t *testing.T) {
	const training = "nlu: []\n"
	one := func(name, text string) string { return "responses:\n  " + name + ":\n  - text: " + text + "\n" }
	x := &nlg.Request{Response: "utter_x"}
	for _, tt := range []struct {
		name   string
		files  []string
		reply  string
		copies []string // what NLG039 says
		others int      // of NLG027
	}{
		{
			"the original is used",
			[]string{"r.yml", one("utter_x", "new"), "r - Copy.yml", one("utter_x", "old")},
			"new",
			[]string{`r - Copy.yml: this file seems to be a copy of "r.yml", so these definitions in it are not used: "utter_x"`},
			0,
		},
		{
			"training data: the original is used although it is read first",
			[]string{"r.yml", training + one("utter_x", "new"), "r - Copy.yml", training + one("utter_x", "old")},
			"new",
			[]string{`r - Copy.yml: this file seems to be a copy of "r.yml", so these definitions in it are not used: "utter_x"`},
			0,
		},
		{
			"a name that moved to another file",
			[]string{"r.yml", one("utter_y", "new"), "r.bak.yml", one("utter_x", "old") + "  utter_z:\n  - text: z\n", "s.yml", one("utter_x", "new")},
			"new",
			[]string{`r.bak.yml: this file seems to be a copy of "r.yml", so these definitions in it are not used: "utter_x"; only here, and used: "utter_z"`},
			0,
		},
		{
			"the copy is read first",
			[]string{"r - Copy.yml", one("utter_x", "old"), "r.yml", one("utter_x", "new")},
			"new",
			[]string{`r - Copy.yml: this file seems to be a copy of "r.yml", so these definitions in it are not used: "utter_x"`},
			0,
		},
		{
			"training data in a directory of backups, which is read last",
			[]string{"data/r.yml", training + one("utter_x", "new"), "old/r.yml", training + one("utter_x", "old")},
			"new",
			[]string{`old/r.yml: this file is in "old", which seems to hold copies, to judge by its name, so these definitions in it are not used: "utter_x"`},
			0,
		},
		{
			"a domain that was split into a directory",
			[]string{"domain_old.yml", one("utter_x", "old"), "domain/r.yml", one("utter_x", "new")},
			"new",
			[]string{`domain_old.yml: this file seems to be a copy of "domain", so these definitions in it are not used: "utter_x"`},
			0,
		},
		{
			"a copy of a directory",
			[]string{"r - Copy/a.yml", one("utter_x", "old"), "r/a.yml", one("utter_x", "new")},
			"new",
			[]string{`r - Copy/a.yml: this file is in "r - Copy", which seems to be a copy of "r", so these definitions in it are not used: "utter_x"`},
			0,
		},
		{
			"names of its own",
			[]string{"r.yml", one("utter_y", "y"), "r (1).yml", one("utter_x", "x")},
			"x", nil, 0,
		},
		{
			"two copies",
			[]string{"r.yml", one("utter_x", "new"), "r~.yml", one("utter_x", "old"), "copy of r.yml", one("utter_x", "older")},
			"new",
			[]string{
				`copy of r.yml: this file seems to be a copy of "r.yml", so these definitions in it are not used: "utter_x"`,
				`r~.yml: this file seems to be a copy of "r.yml", so these definitions in it are not used: "utter_x"`,
			},
			0,
		},
		{
			"a copy of another directory is none",
			[]string{"a/r.yml", one("utter_x", "first"), "b/r - Copy.yml", one("utter_x", "second")},
			"first", nil, 1,
		},
		{
			"a copy without its original is none",
			[]string{"a - Copy.yml", one("utter_x", "first"), "r.yml", one("utter_x", "second")},
			"first", nil, 1,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			catalog, diags := mustCompile(t, tt.files...)
			wantReply(t, catalog, x, `{"text":"`+tt.reply+`"}`)
			var copies []string
			others := 0
			for _, d := range diags {
				switch d.Code {
				case diag.CopiedFile:
					copies = append(copies, d.Position.String()+": "+d.Message)
				case diag.DuplicateResponse:
					others++
				default:
					t.Error(d)
				}
			}
			if !slices.Equal(copies, tt.copies) || others != tt.others {
				t.Errorf("%d duplicates, copies %q", others, copies)
			}
			if catalog.Written("utter_x") != nil {
				t.Error("written")
			}
		})
	}
}

// TestStrayResponses checks what is said about responses that are in no place in
// which Rasa looks for them.
func TestStrayResponses(t *testing.T) {
	const good = "responses:\n  utter_ok:\n  - text: ok\n"
	for _, tt := range []struct{ name, text, want string }{
		{"a capital letter", "Responses:\n  utter_x:\n  - text: hi\n", "1:1 write `responses:`"},
		{"the singular", "response:\n  utter_x:\n  - text: hi\n", "1:1 write `responses:`"},
		{"a typing slip", "intents: [a]\nreponses:\n  greet:\n  - custom: {a: 1}\n", "2:1 write `responses:`"},
		{"another word", "bot_texts:\n  utter_x:\n  - text: hi\n", "1:1 write `responses:`"},
		{"names at the top", "utter_x:\n- text: hi\nutter_y:\n- text: hi\n", "1:1 write `responses:` on a line above, and indent the names below it"},
		{"a name at the top, in the old form", "utter_x:\n- hi\n", "1:1 write `responses:` on a line above, and indent the names below it"},
		{"a capital letter at the top", "Utter_x:\n- text: hi\n", "1:1 write `responses:` on a line above, and indent the names below it"},
		{"a name at the top of a domain", "intents: [a]\nutter_x:\n- text: hi\n", "2:1 write `responses:` on a line above, and indent the names below it"},
		{"an answer of an API", "response:\n  status: [200]\n", ""},
		{"a schema of an API", "paths:\n  /a:\n  - text: x\nResponses: {a: {description: x}}\n", ""},
		{"resources", "resources:\n  a:\n  - image: x\n", ""},
		{"flows", "flows:\n  a:\n    steps:\n    - action: utter_x\n", ""},
		{"stories", "stories:\n- story: a\n  steps:\n  - action: utter_x\n", ""},
		{"texts", "Responses:\n  utter_x: [hi]\n", "1:1 write `responses:`"},
		{"a whole domain too far to the right", "domain:\n  responses:\n    utter_x:\n    - text: hi\n", "2:3 remove `domain:`, and indent the lines below it less"},
		{"a template of containers", "template:\n  items:\n  - {image: nginx, name: x}\n", ""},
		{"a quiz", "answers:\n  first:\n  - {text: blue, correct: true}\n", ""},
		{"an answer with keys of its own", "response:\n  first:\n  - {text: blue, points: 1}\n", ""},
		{"a schema with responses", "components:\n  responses:\n    a:\n    - text: x\n", ""},
		{"other lists", "utter: [a]\nutter_x: hi\n", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			catalog, diags := mustCompile(t, "a.yml", good, "b.yml", tt.text)
			if catalog.Len() != 1 {
				t.Errorf("%d responses", catalog.Len())
			}
			got := ""
			for _, d := range diags {
				if d.Code != diag.StrayResponses || d.File != "b.yml" {
					t.Error(d)
				}
				got += strings.TrimPrefix(d.Position.String(), "b.yml:") + " " + d.Hint
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// TestAnchors checks that what is outside of responses: to be used there through
// an alias is not called unread.
func TestAnchors(t *testing.T) {
	for _, text := range []string{
		"x-base:\n  utter_x: &a\n  - text: hi\nresponses:\n  utter_x: *a\n",
		"x-base: &a\n  utter_x:\n  - text: hi\nresponses:\n  <<: *a\n  utter_y:\n  - text: a\n",
		"x-base: &a\n  utter_x:\n  - text: hi\nresponses: *a\n",
		"x-base:\n  utter_x:\n  - &a {text: hi}\nresponses:\n  utter_x:\n  - *a\n",
		"utter_base: &a\n- text: hi\nresponses:\n  utter_x: *a\n",
	} {
		catalog, diags := mustCompile(t, "a.yml", text)
		wantReply(t, catalog, &nlg.Request{Response: "utter_x"}, `{"text":"hi"}`)
		for _, d := range diags {
			t.Errorf("%s\n%v", text, d)
		}
	}
}

// TestForeignFiles checks that a file of another program that cannot be read as
// YAML says how to leave it out, and that one which can be read is passed over.
func TestForeignFiles(t *testing.T) {
	const good = "responses:\n  utter_ok:\n  - text: ok\n"
	for _, tt := range []struct{ name, path, text, want string }{
		{"a Helm template", "charts/templates/a.yml", "apiVersion: v1\n{{- if .Values.x }}\nkind: Pod\n{{- end }}\n", "if this is not a response file, leave it out: write `exclude: [charts/templates/a.yml]` in .nlgserver.yml"},
		{"a Helm template of a domain", "charts/domain.yml", "{{- if .Values.x }}\nresponses:\n  utter_a:\n  - text: a\n{{- end }}\n", "if this is not a response file, leave it out: write `exclude: [charts/domain.yml]` in .nlgserver.yml"},
		{"an odd name", "a[1] b: {c}'.yml", "a: {{ .Values.x }}: b\n", "if this is not a response file, leave it out: write `exclude: ['/a\\[1] b: {c}''.yml']` in .nlgserver.yml"},
		{"a GitHub workflow", ".github/workflows/a.yml", "on: [push]\njobs: {a: {steps: [{run: x}]}}\n", ""},
		{"Kubernetes", "k8s.yml", "apiVersion: v1\nkind: Pod\n---\napiVersion: v1\nkind: Pod\n", ""},
		{"docker-compose", "docker-compose.yml", "services: {rasa: {image: \"rasa:3\", ports: [\"5005:5005\"]}}\n", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			catalog, diags := nlg.Compile(content("a.yml", good, tt.path, tt.text), nlg.Options{})
			if tt.want == "" {
				if catalog == nil || len(diags) > 0 {
					t.Errorf("%v", diags)
				}
				return
			}
			if catalog != nil || !slices.ContainsFunc(diags, func(d diag.Diagnostic) bool { return d.Hint == tt.want }) {
				t.Errorf("%+v", diags)
			}
		})
	}
	_, diags := nlg.Compile(content("responses.yml", "responses:\n  utter_a: [\n"), nlg.Options{})
	if !diags.Refused() || strings.Contains(diags[0].Hint, "exclude") {
		t.Errorf("content that is meant: %+v", diags)
	}
	_, diags = nlg.Compile(content("responses.yml", "responses:\n  utter_a:\n  - text: |\n      {{- name }}\n  utter_b: [\n"), nlg.Options{})
	if !diags.Refused() || strings.Contains(diags[0].Hint, "exclude") {
		t.Errorf("content with Jinja: %+v", diags)
	}
}

// TestPlaceholders checks that the texts of export-domain never go live.
func TestPlaceholders(t *testing.T) {
	wantRefused(t, diag.Placeholder, "a.yml:3:11", "a.yml",
		"responses:\n  utter_x:\n  - text: \"(text from nlgserver: utter_x)\"\n  utter_y:\n  - text: \"(text from nlgserver: utter_y)\"\n")
	_, diags := nlg.Compile(content("rasa/domain.yml", "responses:\n  utter_x:\n  - text: \"(text from nlgserver: utter_x)\"\n"), nlg.Options{})
	if len(diags) != 1 || !strings.HasSuffix(diags[0].Hint, "; or leave this file out: write `exclude: [rasa/domain.yml]` in .nlgserver.yml") {
		t.Errorf("%+v", diags)
	}
	// Also if it would not be used.
	wantRefused(t, diag.Placeholder, "b.yml:3:11", "a.yml", "responses:\n  utter_x:\n  - text: a\n",
		"b.yml", "responses:\n  utter_x:\n  - text: \"(text from nlgserver: utter_x)\"\n")
	mustCompile(t, "a.yml", "responses:\n  utter_x:\n  - text: \"Not a (text from nlgserver: utter_x)\"\n")
}
