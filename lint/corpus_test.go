package lint_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"nlgserver/internal/diag"
	"nlgserver/internal/source/files"
	"nlgserver/lint"
	"nlgserver/nlg"
)

const corpusDir = "../../shared/corpus"

// assistants returns the diagnostics of each real assistant.
func assistants(t *testing.T, opts lint.Options) map[string]lint.Result {
	t.Helper()
	dirs, err := filepath.Glob(filepath.Join(corpusDir, "*__*"))
	if err != nil || len(dirs) == 0 {
		t.Skipf("no corpus in %s: run this beside the shared material", corpusDir)
	}
	found := map[string]lint.Result{}
	for _, dir := range dirs {
		name := filepath.Base(dir)
		if name == "RasaHQ__rasa-testdata" {
			continue // Rasa's own good and bad files, not an assistant
		}
		files, unread := files.New([]string{dir}).Fetch(context.Background())
		if len(unread) > 0 {
			t.Fatal(unread)
		}
		found[name] = lint.Run(files, nil, nlg.Options{Patterns: true}, opts)
	}
	return found
}

// TestCorpusTable prints how often each code is found in each assistant. The
// checks that are off by default must find something, or they are broken.
func TestCorpusTable(t *testing.T) {
	opts := lint.Options{Connected: []string{"facebook"}}
	opts.Enabled = lint.Optional()
	total, codes := map[diag.Code]int{}, map[diag.Code]bool{}
	all := assistants(t, opts)
	counts := map[string]map[diag.Code]int{}
	for name, r := range all {
		counts[name] = map[diag.Code]int{}
		for _, d := range r.Found {
			counts[name][d.Code]++
			total[d.Code]++
			codes[d.Code] = true
		}
	}
	var columns []diag.Code
	for code := range codes {
		columns = append(columns, code)
	}
	slices.Sort(columns)
	var b strings.Builder
	for _, name := range sortedKeys(counts) {
		fmt.Fprintf(&b, "%-48s", name)
		for _, code := range columns {
			if n := counts[name][code]; n > 0 {
				fmt.Fprintf(&b, " %s:%d", code[3:], n)
			}
		}
		b.WriteByte('\n')
	}
	fmt.Fprintf(&b, "%-48s", "all")
	for _, code := range columns {
		fmt.Fprintf(&b, " %s:%d", code[3:], total[code])
	}
	t.Log("\n" + b.String())
	for _, code := range []diag.Code{diag.NoDefault, diag.UnknownVariable, diag.PrintsNone, diag.SplitText, diag.OddVariable, diag.ChannelLoses} {
		if total[code] == 0 {
			t.Errorf("no %s in any assistant", code)
		}
	}
}

// TestCorpusSample prints twenty random diagnostics for a reader to judge, at
// most three per code, so that one file does not fill the page.
func TestCorpusSample(t *testing.T) {
	var found diag.List
	all := assistants(t, lint.Options{})
	for _, name := range sortedKeys(all) {
		found = append(found, all[name].Found...)
	}
	found.Sort()
	const wanted, ofACode = 20, 3
	shown, count := 0, map[diag.Code]int{}
	for _, at := range rand.New(rand.NewPCG(20, 2026)).Perm(len(found)) {
		d := found[at]
		if count[d.Code]++; count[d.Code] > ofACode {
			continue
		}
		if shown++; shown > wanted {
			break
		}
		t.Logf("%d of %d:\n%s", shown, wanted, d.Text())
	}
	if shown < wanted {
		t.Errorf("only %d findings to judge", shown)
	}
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// TestCorpusErrors: content that real assistants run with has errors only where
// they are certain. These are the texts for which Rasa raises an error.
func TestCorpusErrors(t *testing.T) {
	var got []string
	all := assistants(t, lint.Options{Enabled: lint.Optional()})
	for _, name := range sortedKeys(all) {
		for _, d := range all[name].Found {
			if d.Severity != diag.Warning {
				got = append(got, fmt.Sprintf("%s:%d %s", strings.TrimPrefix(d.File, corpusDir+"/"), d.Line, d.Code))
			}
		}
	}
	want := []string{
		"Dustyposa__rasa_ch_faq/data/nlu/responses/responses.yml:63 NLG050",
		"phamnam-mta__know-life-chatbot/data/responses/responses.yml:1689 NLG050",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestCorpusFacts finds what a reader of the corpus found before. Of the 37 sets
// of more than three buttons, one belongs to a custom channel of its assistant,
// which never sends it to Facebook.
func TestCorpusFacts(t *testing.T) {
	all := assistants(t, lint.Options{Connected: []string{"facebook", "slack"}})
	younger := []string{
		"RasaHQ__rasa-maestro-voice-insurance-skills", "rasa-customers__starterpack-insurance-en", "rasa-customers__starterpack-telco-en",
	}
	facebook, slack := 0, 0
	for name, r := range all {
		if slices.Contains(younger, name) {
			continue // the count is older
		}
		for _, d := range r.Found {
			if strings.Contains(d.Message, "Facebook Messenger allows 3 buttons") {
				facebook++
			}
			if strings.Contains(d.Message, "Slack allows 5 buttons") {
				slack++
			}
		}
	}
	if facebook != 36 || slack != 8 {
		t.Errorf("%d sets over Facebook's three and %d over Slack's five, want 36 and 8", facebook, slack)
	}
	own := all["GerritChatbot__rasa_base"].Catalog.Written("utter_accommodation").Variations[0]
	if n := len(own.Buttons()); n != 4 || own.Channel != "custom_telegram" {
		t.Errorf("the 37th set has %d buttons and goes to %s", n, own.Channel)
	}
	for name, want := range map[string]string{
		"RasaHQ__financial-demo":                     `domain.yml:377:48: warning: invalid payload: unexpected "'" after the entities`,
		"yerosan__bot_updates":                       `domain_en.yml:1471:3: warning: "utter_call_center" is defined here but missing in "am", "or"`,
		"RasaHQ__insurance-demo":                     `domain.yml:273:7: warning: this button has no payload`,
		"phamnam-mta__know-life-chatbot":             `single '}' encountered`,
		"OpertusMundi__intelligent-search-assistant": `is defined more than once; this definition is not used`,
	} {
		if !slices.ContainsFunc(all[name].Found, func(d diag.Diagnostic) bool { return strings.Contains(d.String(), want) }) {
			t.Errorf("%s: %q is not found", name, want)
		}
	}
}
