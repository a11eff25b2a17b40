package nlg_test

import (
	"context"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"nlgserver/internal/diag"
	"nlgserver/internal/python"
	"nlgserver/internal/source/files"
	"nlgserver/nlg"
)

const (
	corpusDir = "../../shared/corpus"
	// upstreamDomains are Rasa's own good and bad files.
	upstreamDomains = "RasaHQ__rasa-testdata"
)

// TestCorpus renders every response of real assistants, on every channel that
// its variations name, and on one that none names.
func TestCorpus(t *testing.T) {
	assistants, err := filepath.Glob(filepath.Join(corpusDir, "*__*"))
	if err != nil || len(assistants) == 0 {
		t.Skipf("no corpus in %s: run this beside the shared material", corpusDir)
	}
	for _, dir := range assistants {
		name := filepath.Base(dir)
		if name == upstreamDomains {
			continue // Rasa's own good and bad files: see TestUpstreamDomains
		}
		t.Run(name, func(t *testing.T) { renderAssistant(t, dir) })
	}
}

func renderAssistant(t *testing.T, dir string) {
	files, found := files.New([]string{dir}).Fetch(context.Background())
	if found.Refused() {
		t.Fatal(found)
	}
	catalog, diags := nlg.Compile(files, nlg.Options{Env: os.LookupEnv})
	if catalog == nil {
		t.Fatalf("rejected: %v", diags)
	}
	rendered, raw := 0, 0
	for name := range catalog.Names() {
		for channel := range channelsOf(catalog, name) {
			request := &nlg.Request{Response: name, Channel: channel, InputChannel: "rest", Slots: &nlg.Dict{}}
			bare := renderEach(t, catalog, request)
			request.Slots = everyVariable(bare)
			full := renderEach(t, catalog, request)
			rendered += len(bare.Messages) + len(full.Messages)
			for _, m := range full.Messages {
				raw += len(m.Problems)
			}
		}
	}
	t.Logf("%d responses, %d variations, %d renderings, %d texts unfilled, %d diagnostics",
		catalog.Len(), catalog.Variations(), rendered, raw, len(diags))
}

// channelsOf returns the channels of a response's variations, and another one.
func channelsOf(catalog *nlg.Catalog, name string) map[string]bool {
	channels := map[string]bool{"some-other-channel": true}
	for _, v := range catalog.VariationsOf(name) {
		if v.HasChannel {
			channels[v.Channel] = true
		}
	}
	return channels
}

// renderEach renders every eligible variation, and checks each reply.
func renderEach(t *testing.T, catalog *nlg.Catalog, request *nlg.Request) *nlg.Explanation {
	t.Helper()
	e, err := catalog.Explain(request)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range e.Messages {
		checkReply(t, request.Response, m)
	}
	return e
}

// everyVariable returns slots for all variables of the messages.
func everyVariable(e *nlg.Explanation) *nlg.Dict {
	slots := nlg.Values("language", "id")
	for _, fills := range e.Fills {
		for _, f := range fills {
			slots.Set(f.Name, nlg.Str("<"+f.Name+">"))
		}
	}
	return slots
}

// checkReply checks that Rasa's client accepts a reply. Rasa: section 5.4.
func checkReply(t *testing.T, name string, m *nlg.Message) {
	t.Helper()
	v, err := python.ParseJSON(string(m.JSON))
	if err != nil {
		t.Fatalf("%s: the reply is not JSON: %v\n%s", name, err, m.JSON)
	}
	if err := replySchema(v); err != nil {
		t.Errorf("%s: %v\n%s", name, err, m.JSON)
	}
}

// replySchema is the schema of Rasa's client, in its strictest version.
func replySchema(v nlg.Value) error {
	d := v.Dict()
	if d == nil {
		return errors.New("the reply is not an object")
	}
	kinds := map[string]python.Kind{
		"text": python.KindStr, "id": python.KindStr, "image": python.KindStr, "custom": python.KindDict,
		"attachment": python.KindDict, "buttons": python.KindList, "elements": python.KindList,
	}
	for _, key := range slices.Sorted(maps.Keys(kinds)) {
		part, ok := d.Get(key)
		if ok && part.Kind() != kinds[key] {
			return errors.New(key + " has the wrong type")
		}
		if kinds[key] == python.KindList {
			for _, item := range part.Items() {
				if item.Kind() != python.KindDict {
					return errors.New("an item of " + key + " is not an object")
				}
			}
		}
	}
	for _, e := range d.Entries() {
		switch key, _ := e.Key.Text(); {
		case e.Value.IsNone():
			return errors.New(key + " is null")
		case key == "condition" || key == "channel" || key == "translation":
			return errors.New(key + " leaks into the reply")
		case key == "buttons" && len(e.Value.Items()) == 0:
			return errors.New("an empty list of buttons")
		}
	}
	return nil
}

// TestUpstreamDomains compiles Rasa's own test domains: those that Rasa rejects
// are rejected, at the right position, and all others are accepted.
func TestUpstreamDomains(t *testing.T) {
	root := filepath.Join(corpusDir, upstreamDomains)
	if _, err := os.Stat(root); err != nil {
		t.Skipf("no corpus in %s: run this beside the shared material", corpusDir)
	}
	rejected := map[string]string{
		"data/test_domains/duplicate_responses.yml":          ":22:3: ",
		"data/test_domains/empty_response_format.yml":        ":16:3: ",
		"data/test_domains/invalid_format.yml":               ":12:9: ",
		"data/test_domains/wrong_custom_response_format.yml": ":17:7: ",
		"data/test_domains/wrong_response_format.yml":        ":21:7: ",
		// A duplicate key in a file beside the domain: Rasa warns (D9).
		"data/test_domains/test_domain_from_directory": "domain_invalid.yml:4:1: ",
		// No response at all (D15).
		"data/test_domains/custom_slot_domain.yml":                                  "",
		"data/test_domains/minimal_domain_validate_files_with_active_loop_null.yml": "",
		"data/test_domains/selectors.yml":                                           "",
		"data/test_domains/test_domain_from_directory_for_entities":                 "",
	}
	paths, err := filepath.Glob(filepath.Join(root, "data", "*", "*"))
	if err != nil {
		t.Fatal(err)
	}
	examples, err := filepath.Glob(filepath.Join(root, "examples", "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range append(paths, examples...) {
		name, err := filepath.Rel(root, path)
		if err != nil {
			t.Fatal(err)
		}
		files, found := files.New([]string{path}).Fetch(context.Background())
		catalog, diags := nlg.Compile(files, nlg.Options{})
		diags = append(found, diags...)
		place, isBad := rejected[filepath.ToSlash(name)]
		if isBad != (catalog == nil) {
			t.Errorf("%s: rejected is %v, want %v: %v", name, catalog == nil, isBad, diags)
			continue
		}
		atPlace := func(d nlg.Diagnostic) bool {
			return d.Severity == diag.Error && strings.Contains(d.String(), place)
		}
		if isBad && !slices.ContainsFunc(diags, atPlace) {
			t.Errorf("%s: %v, want an error at %q", name, diags, place)
		}
	}
}
