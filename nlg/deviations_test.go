package nlg_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"nlgserver/internal/diag"
	"nlgserver/nlg"
)

// content returns files from pairs of a path and a text.
func content(pairs ...string) []nlg.File {
	var files []nlg.File
	for i := 0; i < len(pairs); i += 2 {
		files = append(files, nlg.File{Path: pairs[i], Data: []byte(pairs[i+1])})
	}
	return files
}

// mustCompile compiles files that must not be rejected.
func mustCompile(t testing.TB, pairs ...string) (*nlg.Catalog, nlg.Diagnostics) {
	t.Helper()
	catalog, diags := nlg.Compile(content(pairs...), nlg.Options{})
	if catalog == nil {
		t.Fatalf("rejected: %v", diags)
	}
	return catalog, diags
}

// mustRender renders the first eligible variation.
func mustRender(t testing.TB, catalog *nlg.Catalog, req *nlg.Request) *nlg.Message {
	t.Helper()
	m, err := catalog.Render(req, nth(0))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func wantReply(t *testing.T, catalog *nlg.Catalog, req *nlg.Request, want string) {
	t.Helper()
	if got := string(mustRender(t, catalog, req).JSON); got != want {
		t.Errorf("%s says\n     %s\nwant %s", req.Response, got, want)
	}
}

// wantDiagnostic checks that there is one diagnostic with the code and severity,
// at a position.
func wantDiagnostic(t *testing.T, diags nlg.Diagnostics, code diag.Code, severity diag.Severity, place string) {
	t.Helper()
	for _, d := range diags {
		if d.Code == code && d.Severity == severity && d.Position.String() == place {
			return
		}
	}
	t.Errorf("no %s %s at %s in\n%v", severity, code, place, diags)
}

// wantRefused checks that content is rejected with one error at a position.
func wantRefused(t *testing.T, code diag.Code, place string, pairs ...string) {
	t.Helper()
	catalog, diags := nlg.Compile(content(pairs...), nlg.Options{})
	if catalog != nil {
		t.Error("accepted")
	}
	wantDiagnostic(t, diags, code, diag.Error, place)
}

// TestDeviations tests each deviation in docs/deviations.md.
func TestDeviations(t *testing.T) {
	x := &nlg.Request{Response: "utter_x", Slots: nlg.Values("name", "Ann")}

	t.Run("D1", func(t *testing.T) {
		catalog, diags := mustCompile(t, "a.yml", "responses:\n  utter_x:\n  - text: \"hi {name} }\"\n    image: \"{name}\"\n")
		wantReply(t, catalog, x, `{"text":"hi {name} }","image":"Ann"}`)
		wantDiagnostic(t, diags, diag.FormatRaises, diag.Defect, "a.yml:3:22")
		if p := mustRender(t, catalog, x).Problems; len(p) != 1 || p[0].Kind != nlg.Raised || p[0].Path != "text" {
			t.Errorf("problems: %+v", p)
		}
	})
	t.Run("D31", func(t *testing.T) {
		const cut, unused = "a{{ 1[1:] }}b", "{{ 'x' or 1|nofilter }}"
		catalog, diags := mustCompile(t, "a.yml", fmt.Sprintf("responses:\n  utter_x:\n  - text: %q\n    metadata: {template: jinja}\n", cut))
		if m := mustRender(t, catalog, x); !strings.HasPrefix(string(m.JSON), `{"text":"`+cut+`"`) || len(m.Problems) != 1 {
			t.Errorf("%s %v", m.JSON, m.Problems)
		}
		if len(diags) > 0 {
			t.Errorf("only a request shows it, but: %v", diags)
		}
		catalog, diags = mustCompile(t, "a.yml", fmt.Sprintf("responses:\n  utter_x:\n  - text: %q\n    metadata: {template: jinja}\n", unused))
		if m := mustRender(t, catalog, x); !strings.HasPrefix(string(m.JSON), `{"text":"`+unused+`"`) {
			t.Errorf("%s", m.JSON)
		}
		wantDiagnostic(t, diags, diag.JinjaSyntax, diag.Defect, "a.yml:3:24")
	})
	t.Run("D32", func(t *testing.T) {
		catalog, _ := mustCompile(t, "a.yml", "responses:\n  utter_x:\n  - text: default\n  - text: yes\n    condition: \""+strings.Repeat("1 = 2 or ", 1000)+"true\"\n")
		wantReply(t, catalog, x, `{"text":"yes"}`)
		bounded := &nlg.Request{Response: "utter_x", Budget: nlg.NewBudget(nlg.Limits{Work: 1000}, nil)}
		if m := mustRender(t, catalog, bounded); m.Text() != "default" || m.Cut == nil || m.Cut.Position.Line != 4 {
			t.Errorf("%s, %+v", m.JSON, m.Cut)
		}
	})
	t.Run("D2", func(t *testing.T) {
		catalog, diags := mustCompile(t, "a.yml", "version: \"4.0\"\nresponses:\n  utter_x:\n  - text: a\n")
		wantReply(t, catalog, x, `{"text":"a"}`)
		wantDiagnostic(t, diags, diag.VersionKey, diag.Warning, "a.yml:1:10")
	})
	t.Run("D3", func(t *testing.T) {
		// The order itself is internal/source's; here the first one wins.
		catalog, diags := mustCompile(t, "b.yml", "responses:\n  utter_x:\n  - text: first\n", "a.yml", "responses:\n  utter_x:\n  - text: second\n")
		wantReply(t, catalog, x, `{"text":"first"}`)
		wantDiagnostic(t, diags, diag.DuplicateResponse, diag.Warning, "a.yml:2:3")
		if r := diags[0].Related; r == nil || r.String() != "b.yml:2:3" {
			t.Errorf("the other place: %+v", r)
		}
	})
	t.Run("D26", func(t *testing.T) {
		catalog, diags := mustCompile(t,
			"domain.yml", "responses:\n  utter_x:\n  - text: domain\n",
			"data/faq.yml", "responses:\n  utter_x:\n  - text: data\n")
		wantReply(t, catalog, x, `{"text":"domain"}`)
		wantDiagnostic(t, diags, diag.DuplicateResponse, diag.Warning, "data/faq.yml:2:3")
	})
	t.Run("D27", func(t *testing.T) {
		catalog, diags := mustCompile(t,
			"data/nlu.yml", "nlu: []\nresponses:\n  utter_x:\n  - text: new\n",
			"data/nlu - Copy.yml", "nlu: []\nresponses:\n  utter_x:\n  - text: old\n")
		wantReply(t, catalog, x, `{"text":"new"}`)
		wantDiagnostic(t, diags, diag.CopiedFile, diag.Warning, "data/nlu - Copy.yml")
	})
	t.Run("D4", func(t *testing.T) {
		catalog, diags := mustCompile(t, "a.yml", "templates:\n  utter_x:\n  - hi {name}\n")
		wantReply(t, catalog, x, `{"text":"hi Ann"}`)
		wantDiagnostic(t, diags, diag.LegacyForm, diag.Warning, "a.yml:1:1")
		wantDiagnostic(t, diags, diag.LegacyForm, diag.Warning, "a.yml:3:5")
	})
	t.Run("D5", func(t *testing.T) {
		catalog, _ := mustCompile(t, "a.yml", `
responses:
  utter_x:
  - text: a
    channel: slack
    condition: [{type: slot, name: name, value: ann}]
    translation: {de: b}
    image: null
    metadata: null
    buttons: []
    quick_replies: []
    custom: {nested: null, buttons: []}
    id: i
`)
		r := *x
		r.Channel = "slack"
		wantReply(t, catalog, &r, `{"text":"a","quick_replies":[],"custom":{"nested":null,"buttons":[]},"id":"i"}`)
	})
	t.Run("D6", func(t *testing.T) {
		catalog, _ := mustCompile(t, "a.yml", `
responses:
  utter_x:
  - {text: rest, channel: rest}
  - {text: default}
  utter_y:
  - {text: rest, channel: rest}
  - {text: collector, channel: collector}
`)
		for _, output := range []string{"collector", "queue"} {
			wantReply(t, catalog, &nlg.Request{Response: "utter_x", Channel: output, InputChannel: "rest"}, `{"text":"rest"}`)
		}
		wantReply(t, catalog, &nlg.Request{Response: "utter_y", Channel: "collector", InputChannel: "rest"}, `{"text":"collector"}`)
		wantReply(t, catalog, &nlg.Request{Response: "utter_x", Channel: "callback", InputChannel: "rest"}, `{"text":"default"}`)
	})
	t.Run("D7", func(t *testing.T) {
		catalog, diags := mustCompile(t, "a.yml", "responses:\n  utter_x:\n  - text: a\n    ssml: \"{name}\"\n    links: [1]\n    buton: x\n")
		wantReply(t, catalog, x, `{"text":"a","ssml":"{name}","links":[1],"buton":"x"}`)
		wantDiagnostic(t, diags, diag.UnknownKey, diag.Warning, "a.yml:4:5")
		wantDiagnostic(t, diags, diag.UnknownKey, diag.Warning, "a.yml:5:5")
	})
	t.Run("D8", func(t *testing.T) {
		wantRefused(t, diag.ConditionItem, "a.yml:5:7", "a.yml", "responses:\n  utter_x:\n  - text: a\n    condition:\n    - type: slot\n      name: s\n")
		wantRefused(t, diag.ConditionItem, "a.yml:5:7", "a.yml", "responses:\n  utter_x:\n  - text: a\n    condition:\n    - type: slot\n      value: s\n")
		catalog, diags := mustCompile(t, "a.yml", "responses:\n  utter_x:\n  - text: a\n    condition:\n    - name: name\n      value: ann\n    - type: other\n      name: none\n      value: null\n")
		wantReply(t, catalog, x, `{"text":"a"}`)
		wantDiagnostic(t, diags, diag.ConditionType, diag.Warning, "a.yml:5:7")
		wantDiagnostic(t, diags, diag.ConditionType, diag.Warning, "a.yml:7:13")
	})
	t.Run("D9", func(t *testing.T) {
		catalog, diags := nlg.Compile(content("a.yml", "responses:\n  utter_x:\n  - text: a\n", "b.yml", "foo: [\n"), nlg.Options{})
		if catalog != nil || !diags.Refused() {
			t.Errorf("accepted: %v", diags)
		}
	})
	t.Run("D11", func(t *testing.T) {
		catalog, _ := mustCompile(t, "a.yml", "responses:\n  utter_x:\n  - {text: a, channel: slack}\n")
		if m := mustRender(t, catalog, x); m.Outcome != nlg.Silence || string(m.JSON) != "{}" {
			t.Errorf("%s %s", m.Outcome, m.JSON)
		}
		catalog, _ = mustCompile(t, "a.yml", "responses:\n  utter_x:\n  - {text: a, channel: slack}\n  utter_internal_error_rasa:\n  - {text: sorry, channel: other}\n")
		if m := mustRender(t, catalog, x); m.Outcome != nlg.InternalError || m.Response != nlg.InternalErrorResponse || string(m.JSON) != `{"text":"sorry"}` {
			t.Errorf("%s %s %s", m.Outcome, m.Response, m.JSON)
		}
	})
	t.Run("D12", func(t *testing.T) {
		catalog, _ := mustCompile(t, "a.yml", "responses:\n  utter_greet:\n  - {text: a}\n  utter_internal_error_rasa:\n  - {text: sorry}\n")
		_, err := catalog.Render(&nlg.Request{Response: "utter_great"}, nth(0))
		var unknown *nlg.UnknownResponseError
		if !errors.As(err, &unknown) || strings.Join(unknown.Suggestions, ",") != "utter_greet" {
			t.Errorf("%v", err)
		}
	})
	t.Run("D13", func(t *testing.T) {
		catalog, _ := mustCompile(t, "a.yml", "responses:\n  utter_x:\n  - {text: a, id: a}\n  - {text: b, id: b}\n  - {text: c, id: c, channel: slack}\n  - {text: d, id: b}\n")
		wantReply(t, catalog, &nlg.Request{Response: "utter_x", ID: "b"}, `{"text":"b","id":"b"}`)
		wantReply(t, catalog, &nlg.Request{Response: "utter_x", IDs: []string{"z", "b"}}, `{"text":"b","id":"b"}`)
		wantReply(t, catalog, &nlg.Request{Response: "utter_x", ID: "c"}, `{"text":"a","id":"a"}`)
		if m, _ := catalog.Render(&nlg.Request{Response: "utter_x", ID: "b"}, nth(1)); string(m.JSON) != `{"text":"d","id":"b"}` {
			t.Errorf("only one of the two variations with the id is ever used: %s", m.JSON)
		}
	})
	t.Run("D14", func(t *testing.T) {
		files := content("a.yml", "responses:\n  utter_x:\n  - text: hi ${WHO}\n    image: \"${WHO}\"\n")
		env := func(name string) (string, bool) { return "you", name == "WHO" }
		catalog, diags := nlg.Compile(files, nlg.Options{Env: env})
		if catalog == nil {
			t.Fatal(diags)
		}
		wantReply(t, catalog, x, `{"text":"hi you","image":"${WHO}"}`)
		wantRefused(t, diag.UnsetVariable, "a.yml:3:14", "a.yml", string(files[0].Data))
	})
	t.Run("D35", func(t *testing.T) {
		env := func(name string) (string, bool) { return "value of " + name, true }
		for _, name := range []string{"NLG_TOKEN", "OTEL_EXPORTER_OTLP_HEADERS", "OPENAI_API_KEY", "AZURE_API_KEY", "HOSTED_VLLM_API_KEY", "SELF_HOSTED_LLM_API_KEY"} {
			files := content("a.yml", "responses:\n  utter_x:\n  - text: hi ${"+name+"}\n")
			catalog, diags := nlg.Compile(files, nlg.Options{Env: env})
			if catalog != nil {
				t.Errorf("%s: accepted", name)
			}
			wantDiagnostic(t, diags, diag.RefusedVariable, diag.Error, "a.yml:3:14")
		}
		files := content("a.yml", "responses:\n  utter_x:\n  - text: hi ${WHO}\n")
		if catalog, _ := nlg.Compile(files, nlg.Options{Env: env}); catalog == nil {
			t.Error("any other name is refused")
		}
		named := content("a.yml", "responses:\n  utter_x:\n  - text: hi ${OPENAI_API_KEY}\n")
		if catalog, _ := nlg.Compile(named, nlg.Options{Env: env, EnvAllowed: func(name string) bool { return name == "OPENAI_API_KEY" }}); catalog == nil {
			t.Error("a name that is allowed is refused")
		}
		catalog, diags := nlg.Compile(files, nlg.Options{Env: env, EnvAllowed: func(name string) bool { return name != "WHO" }})
		if catalog != nil {
			t.Error("a name that is not allowed is accepted")
		}
		wantDiagnostic(t, diags, diag.RefusedVariable, diag.Error, "a.yml:3:14")
	})
	t.Run("D15", func(t *testing.T) {
		for _, text := range []string{"", "# nothing\n", "responses: {}\n", "intents: [a]\n", "foo: 1\n"} {
			if catalog, diags := nlg.Compile(content("a.yml", text), nlg.Options{}); catalog != nil || !diags.Refused() {
				t.Errorf("%q is accepted", text)
			}
		}
		if catalog, diags := nlg.Compile(nil, nlg.Options{}); catalog != nil || !diags.Refused() {
			t.Error("no files are accepted")
		}
	})
	t.Run("D22", func(t *testing.T) {
		catalog, diags := mustCompile(t, "a.yml", `responses:
  utter_x:
  - text: a
    custom:
    attachment:
    translation: ~
    condition: null
    buttons:
    - {title: b, translation: }
`)
		wantReply(t, catalog, x, `{"text":"a","buttons":[{"title":"b"}]}`)
		for _, place := range []string{"4:12", "5:16", "6:18", "7:16", "9:31"} {
			wantDiagnostic(t, diags, diag.NullValue, diag.Defect, "a.yml:"+place)
		}
	})
	t.Run("D23", func(t *testing.T) {
		wantRefused(t, diag.WrongType, "a.yml:2:3", "a.yml", "responses:\n  ~:\n  - text: a\n")
		wantRefused(t, diag.WrongType, "a.yml:2:3", "a.yml", "responses:\n  [a]:\n  - text: a\n")
		wantRefused(t, diag.NonTextKey, "a.yml:4:14", "a.yml", "responses:\n  utter_x:\n  - text: a\n    custom: {[b]: 1}\n")
		wantRefused(t, diag.UnknownTag, "a.yml:3:20", "a.yml", "responses:\n  utter_x:\n  - text: !!binary aGk=\n")
		wantRefused(t, diag.NotJSON, "a.yml:4:17", "a.yml", "responses:\n  utter_x:\n  - text: a\n    custom: {b: .nan}\n")
	})
}

// TestPanicReachesTheCaller: the caller can recover, and keep the last good
// content.
func TestPanicReachesTheCaller(t *testing.T) {
	files := content("a.yml", "responses:\n  utter_x:\n  - text: a ${X}\n")
	opts := nlg.Options{Env: func(string) (string, bool) { panic("boom") }}
	for name, compile := range map[string]func(){
		"at once":      func() { nlg.Compile(files, opts) },
		"step by step": func() { stepByStep(files, opts) },
	} {
		func() {
			defer func() {
				if cause := recover(); cause != "boom" {
					t.Errorf("%s: recovered %v", name, cause)
				}
			}()
			compile()
		}()
	}
}

func stepByStep(files []nlg.File, opts nlg.Options) (*nlg.Catalog, nlg.Diagnostics) {
	c := nlg.NewCompiler(opts)
	for _, f := range files {
		for range c.Add(f) { // nothing to do in between
		}
	}
	return c.Finish()
}

// TestLongLanguageCode: a string of that length is not a language code, and costs
// nothing.
func TestLongLanguageCode(t *testing.T) {
	catalog, _ := nlg.Compile(content("a.yml", multilingual), nlg.Options{Language: nlg.LanguageOptions{Fallback: true}})
	wantReply(t, catalog, &nlg.Request{Response: "utter_y", Slots: nlg.Values("language", "de"+strings.Repeat("-a", 200_000))}, `{"text":"en"}`)
}

// TestManyNames: the cost of a name does not grow with the file.
func TestManyNames(t *testing.T) {
	var b strings.Builder
	b.WriteString("responses:\n")
	for i := range 30_000 {
		fmt.Fprintf(&b, "  utter_%d: [{text: a}]\n", i)
	}
	begin := time.Now()
	mustCompile(t, "a.yml", b.String())
	// Quadratic work took minutes; this takes a fraction of a second.
	if took := time.Since(begin); took > 20*time.Second {
		t.Errorf("it took %v", took)
	}
}

// TestTrainingDataWins tests D10, which is a deviation only as far as D26 and D27
// are. Rasa: section 1.4.
func TestTrainingDataWins(t *testing.T) {
	catalog, diags := mustCompile(t,
		"data/nlu1.yml", "nlu: []\nresponses:\n  utter_x:\n  - text: first data\n  utter_y:\n  - text: y\n",
		"data/nlu2.yml", "nlu: []\nresponses:\n  utter_x:\n  - text: second data\n",
		"domain.yml", "responses:\n  utter_x:\n  - text: domain\n  utter_z:\n  - text: z\n")
	wantReply(t, catalog, &nlg.Request{Response: "utter_x"}, `{"text":"second data"}`)
	wantReply(t, catalog, &nlg.Request{Response: "utter_y"}, `{"text":"y"}`)
	wantReply(t, catalog, &nlg.Request{Response: "utter_z"}, `{"text":"z"}`)
	wantDiagnostic(t, diags, diag.DuplicateResponse, diag.Warning, "data/nlu1.yml:3:3")
	wantDiagnostic(t, diags, diag.DuplicateResponse, diag.Warning, "domain.yml:2:3")
}
