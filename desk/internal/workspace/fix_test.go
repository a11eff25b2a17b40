package workspace

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"nlgserver/desk/internal/view"
	"nlgserver/edit"
	"nlgserver/internal/diag"
	"nlgserver/internal/source"
	"nlgserver/lint"
	"nlgserver/nlg"
	"nlgserver/responses"
)

// offered returns the findings of content about its responses, with their fixes.
func offered(t *testing.T, c *view.Content, files []nlg.File) []view.Finding {
	t.Helper()
	var all []view.Finding
	for offset := 0; ; {
		list := c.List(view.Query{Findings: true, Offset: offset, Limit: view.MaxLimit})
		if len(list.Rows) == 0 {
			return all
		}
		offset += len(list.Rows)
		for _, row := range list.Rows {
			r, _ := c.Response(row.Name)
			inOthers := slices.ContainsFunc(files, func(f nlg.File) bool {
				return f.Path != r.Position.File && strings.Contains(string(f.Data), row.Name+":")
			})
			if i := find(files, r.Position.File); r.Proposed() && i >= 0 && !inOthers {
				alone := files[i]
				if s := splitOf(&files[i], responses.Options{}); s.ok {
					alone = s.alone(&files[i], row.Name)
				}
				c.Offer(t.Context(), r, alone)
			}
			all = append(all, r.Findings...)
			for _, v := range r.Variations {
				all = append(all, v.Findings...)
			}
		}
	}
}

// told counts the findings of content that say the same, wherever they are.
func told(c *view.Content) map[string]int {
	out := map[string]int{}
	for _, f := range c.Findings() {
		out[f.Code+" "+f.Message]++
	}
	return out
}

// holds applies a fix to whole content: the finding must be gone, and no other come.
func holds(t *testing.T, s view.Sources, o view.Options, before map[string]int, f view.Finding) []nlg.File {
	t.Helper()
	edited, err := edit.Apply(s.Files, f.Fix.Ops, edit.Options{})
	if err != nil {
		t.Errorf("%s %s: %s: %v", f.Code, f.Message, f.Fix.Label, err)
		return nil
	}
	s.Files = edited
	c, rejected := view.Open(t.Context(), s, o)
	if c == nil {
		t.Errorf("%s %s: %s: rejected: %+v", f.Code, f.Message, f.Fix.Label, rejected)
		return nil
	}
	after := told(c)
	if key := f.Code + " " + f.Message; after[key] >= before[key] {
		t.Errorf("%s: %s is still there", f.Fix.Label, key)
	}
	for key, n := range after {
		if n > before[key] {
			t.Errorf("%s %s: %s brings %s", f.Code, f.Message, f.Fix.Label, key)
		}
	}
	return edited
}

// readAll reads the YAML files of a directory.
func readAll(t *testing.T, dir string) (s view.Sources) {
	t.Helper()
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !source.IsYAML(name) {
			return err
		}
		data, err := os.ReadFile(name)
		below, _ := filepath.Rel(dir, name)
		if f := (nlg.File{Path: filepath.ToSlash(below), Data: data}); source.IsTest(name) {
			s.Tests = append(s.Tests, f)
		} else {
			s.Files = append(s.Files, f)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// withoutFix says of each code that has no certain fix why. Any other has one for an
// example at least.
var withoutFix = map[diag.Code]string{
	"NLG001": unread, "NLG002": unread, "NLG003": unread, "NLG004": unread, "NLG005": unread, "NLG006": unread, "NLG007": unread, "NLG008": unread,
	"NLG009": unread, "NLG010": unread, "NLG011": unread, "NLG012": unread, "NLG013": unread, "NLG014": unread, "NLG017": unread, "NLG020": unread,
	"NLG021": unread, "NLG023": unread, "NLG030": unread, "NLG033": unread, "NLG035": unread, "NLG040": unread, "NLG041": unread, "NLG045": unread, "NLG046": unread,

	"NLG015": "the text means the same as an emoji: no op changes only how it is written",
	"NLG016": "it is about the number of findings",
	"NLG019": "only the author knows whether the lines below are its text",
	"NLG027": file, "NLG029": file, "NLG036": file, "NLG037": file, "NLG038": file, "NLG039": file, "NLG082": file, "NLG083": file, "NLG084": file, "NLG085": file,
	"NLG087": file, "NLG088": file, "NLG089": file, "NLG090": file, "NLG091": file, "NLG092": file, "NLG093": file, "NLG094": file, "NLG095": file, "NLG096": file,
	"NLG097": file, "NLG120": file, "NLG127": file, "NLG140": file,
	"NLG031": "no op changes the type of a key",
	"NLG052": words, "NLG054": words, "NLG060": words, "NLG066": "it is a slot to declare, or an argument", "NLG067": words, "NLG070": words, "NLG071": words, "NLG080": words,
	"NLG106": words, "NLG107": words, "NLG113": words, "NLG118": words, "NLG119": words, "NLG136": words, "NLG137": words, "NLG138": words,
	"NLG057": "which variation users of the channel get is up to the author",
	"NLG061": "the condition or the other variation may be wrong",
	"NLG062": "a copy may be there to make its reply more likely",
	"NLG068": "several messages may be meant",
	"NLG100": "an op keeps the comment, which is the rest of the text",
	"NLG108": "no op takes the quotes away from a text that stays the same",
	"NLG111": "it is a comment, or the rest of the text",
	"NLG112": "the channels of the assistant are to be named in the settings",
	"NLG116": used, "NLG121": used,
}

const (
	unread = "content with this error is not opened, so no field of it is known"
	file   = "it is about a file, and not about a field of a response"
	words  = "somebody has to write something"
	used   = "the name is used in other files, which an op does not change"
)

// moreExamples are content with findings of codes whose examples in testdata/hints have no
// certain fix.
var moreExamples = map[string]string{
	"NLG018-slot":     "slots: {caf\u00e9: {type: text}}\nresponses:\n  utter_x:\n  - text: Hi\n    condition: [{type: slot, name: cafe\u0301, value: a}]\n  - text: Ho\n",
	"NLG025-misspelt": "responses:\n  utter_x:\n  - text: Hi\n    condition:\n    - name: vip\n      value: true\n      tpye: slot\n  - text: Ho\n",
	"NLG081-near":     "responses:\n  utter_x:\n  - text: Hi {name}\n    translation: {de: 'Hallo {nane}'}\n",
	"NLG117-one":      "responses:\n  utter_x:\n  - text: Hi\n    translation: {de: Hallo, pt_BR: Oi}\n  utter_y:\n  - text: Bye\n    translation: {de: Ade}\n  utter_z:\n  - text: So\n    translation: {de: Also}\n",
}

// TestFixesOfHints offers the fixes of the examples of all diagnostics, and holds each to
// its law.
func TestFixesOfHints(t *testing.T) {
	const dir = "../../../testdata/hints"
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	fixed := map[diag.Code]bool{}
	try := func(t *testing.T, s view.Sources) {
		o := view.Options{Lint: lint.Options{Enabled: lint.Optional()}}
		if i := find(s.Files, ".nlgserver.yml"); i >= 0 {
			o.Settings, _ = lint.ReadSettings(s.Files[i].Path, s.Files[i].Data)
			o.Lint.For, o.Lint.Languages, o.Lint.Arguments = o.Settings.For, o.Settings.Languages, o.Settings.Arguments
			s.Files = slices.Delete(s.Files, i, i+1)
		}
		c, _ := view.Open(t.Context(), s, o)
		if c == nil {
			return
		}
		before := told(c)
		for _, f := range offered(t, c, s.Files) {
			if f.Fix != nil {
				fixed[diag.Code(f.Code)] = true
				holds(t, s, o, before, f)
			}
		}
	}
	for _, e := range entries {
		t.Run(e.Name(), func(t *testing.T) {
			if data, err := os.ReadFile(filepath.Join(dir, e.Name(), "bad.yml")); err == nil {
				try(t, view.Sources{Files: []nlg.File{{Path: "bad.yml", Data: data}}})
			} else {
				try(t, readAll(t, filepath.Join(dir, e.Name(), "bad")))
			}
		})
	}
	for name, text := range moreExamples {
		t.Run(name, func(t *testing.T) { try(t, view.Sources{Files: []nlg.File{{Path: "bad.yml", Data: []byte(text)}}}) })
	}
	for _, d := range diag.Descriptions() {
		if why := withoutFix[d.Code]; (why == "") != fixed[d.Code] {
			t.Errorf("%s (%s): a fix is offered: %v, but the table says %q", d.Code, d.Summary, fixed[d.Code], why)
		}
	}
}

// TestFixes applies fixes, and looks at the files.
func TestFixes(t *testing.T) {
	const domain = "slots:\n  name: {type: text}\n  named: {type: text}\n  vip: {type: bool}\n"
	for _, c := range []struct{ name, bad, label, fixed string }{
		{"too short to say", "- text: \"Hi {vp}\" # said", "", ""},
		{"misspelt", "- text: \"Hi {vvip}\" # said\n  translation: {de: 'Hallo {vvip}'}", "Change {vvip} to {vip}", "- text: \"Hi {vip}\" # said\n  translation: {de: 'Hallo {vip}'}"},
		{"two names are near", "- text: \"Hi {namee}\"", "", ""},
		{"key", "- text: Hi\n  # where\n  chanel: slack # there\n- text: Ho", "Change chanel to channel", ""},
		{"brace", "- text: Hi {name, you", "Change to {name}", "- text: Hi {name}, you"},
		{"two braces", "- text: Hi {name, {vip you", "Change to {name}", "- text: Hi {name}, {vip you"},
		{"slip in the text alone", "- text: Hi {vvip}\n  translation: {de: 'Hallo {vip}'}", "Change {vvip} to {vip}", "- text: Hi {vip}\n  translation: {de: 'Hallo {vip}'}"},
		{"slip in the translation alone", "- text: Hi {vip}\n  translation: {de: 'Hallo {vvip}'}", "Change {vvip} to {vip}", "- text: Hi {vip}\n  translation: {de: 'Hallo {vip}'}"},
		{"line separator", "- text: \"Hi\u2028there\"", "Change the invisible character to a space", "- text: \"Hi there\""},
		{"zero width space", "- text: Hi\u200b there", "Remove the invisible character", "- text: Hi there"},
		{"escape", `- text: One\n two`, `Make \n a line break`, ""},
		{"environment", "- text: Hi {vvip} ${SOMETHING_SET}", "", ""},
		{"id", "- {text: Hi, id: a}\n- {text: Ho, id: a}\n- {text: He, id: a_2}", "Change a to a_3", "- {text: Hi, id: a}\n- {text: Ho, id: a_3}\n- {text: He, id: a_2}"},
		{"ids", "- {text: Hi, id: a}\n- {text: Ho, id: a}\n- {text: He, id: a}", "Change a to a_2", "- {text: Hi, id: a}\n- {text: Ho, id: a_2}\n- {text: He, id: a}"},
		{"channel", "- text: Hi\n  channel: slak # there\n- text: Ho\n- text: He\n  channel: 'slak'", "Change slak to slack in all 2 variations", "- text: Hi\n  channel: slack # there\n- text: Ho\n- text: He\n  channel: 'slack'"},
		{"channel of the environment", "- text: Hi\n  channel: ${CHANNEL}\n- text: Ho", "", ""},
		{"channel elsewhere of the environment", "- text: Hi\n  channel: slak\n- text: Ho\n- text: He\n  channel: ${CHANNEL}", "", ""},
		{"alias", "- text: &t Hi {vvip}\n- text: *t\n  condition: slots.vip", "", ""},
		{"predicate", "- text: Hi\n- text: Ho\n  condition: slots.vvip and slots.name is 'Ann'", "Change vvip to vip", "- text: Hi\n- text: Ho\n  condition: slots.vip and slots.name is 'Ann'"},
		{"boolean", "- text: Hi\n- text: Ho\n  condition: [{type: slot, name: vip, value: 'yes'}] # who", "Change 'yes' to true", "- text: Hi\n- text: Ho\n  condition: [{type: slot, name: vip, value: true}] # who"},
	} {
		t.Run(c.name, func(t *testing.T) {
			write := func(variations string) []byte {
				return []byte(domain + "responses:\n  utter_x:\n  " + strings.ReplaceAll(variations, "\n", "\n  ") + "\n  utter_other:\n  - text: Other # stays\n")
			}
			s := view.Sources{Files: []nlg.File{{Path: "a.yml", Data: write(c.bad)}}}
			o := view.Options{Compile: nlg.Options{Env: func(name string) (string, bool) {
				return map[bool]string{true: "slak", false: "set"}[name == "CHANNEL"], true
			}}}
			content, rejected := view.Open(t.Context(), s, o)
			if content == nil {
				t.Fatalf("%+v", rejected)
			}
			before, labels := told(content), []string{}
			for _, f := range offered(t, content, s.Files) {
				if f.Fix == nil {
					continue
				}
				labels = append(labels, f.Fix.Label)
				edited := holds(t, s, o, before, f)
				if f.Fix.Label == c.label && c.fixed != "" && string(edited[0].Data) != string(write(c.fixed)) {
					t.Errorf("%s:\n%s", f.Fix.Label, edited[0].Data)
				}
			}
			if got := strings.Join(labels, ", "); got != c.label {
				t.Errorf("offered %q, want %q", got, c.label)
			}
		})
	}
}

// TestFixesOfCorpus does the same with real assistants.
func TestFixesOfCorpus(t *testing.T) {
	const dir = "../../../../shared/corpus"
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Skip("no corpus of real assistants here")
	}
	for _, e := range entries {
		if !e.IsDir() {
			continue
		}
		t.Run(e.Name(), func(t *testing.T) {
			s := readAll(t, filepath.Join(dir, e.Name()))
			o := view.Options{Compile: nlg.Options{Patterns: true}, Lint: lint.Options{Enabled: lint.Optional()}}
			c, _ := view.Open(t.Context(), s, o)
			if c == nil {
				t.Skip("rejected")
			}
			before := told(c)
			all := offered(t, c, s.Files)
			fixes := slices.DeleteFunc(slices.Clone(all), func(f view.Finding) bool { return f.Fix == nil })
			labels := map[string]int{}
			for _, f := range fixes {
				labels[f.Code+" "+f.Fix.Label]++
			}
			t.Logf("%d findings, %d fixes: %v", len(all), len(fixes), labels)
			const most = 30 // each takes the checking of a whole assistant
			for i := 0; i < len(fixes); i += max(1, len(fixes)/most) {
				holds(t, s, o, before, fixes[i])
			}
		})
	}
}
