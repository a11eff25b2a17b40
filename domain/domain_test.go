package domain_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"nlgserver/domain"
	"nlgserver/internal/content"
	"nlgserver/internal/diag"
	"nlgserver/internal/python"
)

func read(t *testing.T, texts ...string) *domain.Domain {
	t.Helper()
	d, found := domain.Read(filesOf(texts...))
	if len(found) > 0 {
		t.Fatal(found)
	}
	return d
}

func filesOf(texts ...string) []content.File {
	var files []content.File
	for i, text := range texts {
		files = append(files, content.File{Path: fmt.Sprintf("%d.yml", i), Data: []byte(text)})
	}
	return files
}

func listed(n *domain.Names) string {
	var names []string
	for d := range n.All() {
		names = append(names, fmt.Sprintf("%s@%s:%d", d.Name, d.File, d.Line))
	}
	return strings.Join(names, " ")
}

func TestReadJoinsFiles(t *testing.T) {
	d := read(t, `
intents:
- greet
- inform: {use_entities: [city]}
entities: [city, {place: {roles: [from]}}]
actions: [utter_greet, {action_x: {send_domain: true}}]
responses: {utter_greet: [], utter_faq/a: []}
session_config: {session_expiration_time: 60, carry_over_slots_to_new_session: false}
`, `
intents: [bye, greet]
responses: {utter_greet: [], utter_bye: []}
session_config: {session_expiration_time: 5}
`)
	for got, want := range map[string]string{
		listed(&d.Intents):   "greet@0.yml:3 inform@0.yml:4 bye@1.yml:2",
		listed(&d.Entities):  "city@0.yml:5 place@0.yml:5",
		listed(&d.Actions):   "utter_greet@0.yml:6 action_x@0.yml:6",
		listed(&d.Responses): "utter_greet@0.yml:7 utter_faq/a@0.yml:7 utter_bye@1.yml:3",
	} {
		if got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	if s := d.Session; s == nil || s.Expiration != 60 || s.CarryOver || s.Line != 8 {
		t.Errorf("session %+v", s)
	}
	if !d.Knows("intents") || d.Knows("slots") || d.Knows("nlu") {
		t.Error("sections are mixed up")
	}
	if greet, ok := d.Intents.Get("greet"); !ok || greet.Source != "- greet" || greet.Column != 3 {
		t.Errorf("%+v", greet)
	}
	if _, ok := d.Intents.Get("unknown"); ok || d.Intents.Len() != 3 {
		t.Error("an undeclared name is found")
	}
}

func TestSlots(t *testing.T) {
	d := read(t, `
slots:
  a: {type: text}
  b: {type: bool, initial_value: false, influence_conversation: false}
  c: {type: categorical, values: [x, 1], mappings: [{type: from_text}]}
  d: {type: rasa.shared.core.slots.AnySlot}
  e: {type: rasa.core.slots.FloatSlot, mappings: [{type: from_intent, value: 3}]}
  f: {type: my.own.Slot}
  g:
  h: {type: list}
`, "slots: {a: {type: float}, i: {type: unfeaturized}}\n")
	var got []string
	for s := range d.Slots() {
		got = append(got, fmt.Sprintf("%s:%s:%s:%v:%v", s.Name, s.Type, s.Initial.Repr(), s.Influence, s.FromUser))
	}
	want := "a:text:None:true:false b:bool:False:false:false c:categorical:None:true:true d:any:None:true:false " +
		"e:float:None:true:false f:custom:None:true:false g:any:None:true:false h:list:None:true:false i:any:None:true:false"
	if strings.Join(got, " ") != want {
		t.Errorf("got %s", got)
	}
	if c := d.Slot("c"); len(c.Values) != 2 || !python.Equal(c.Values[1], python.Int(1)) {
		t.Errorf("%+v", c)
	}
	if e := d.Slot("e"); len(e.Mapped) != 1 || d.Slot("f").TypeName != "my.own.Slot" || d.Slot("unknown") != nil {
		t.Errorf("%+v", e)
	}
}

// TestForms reads the shapes of forms in Rasa 1.10, 2.0, 2.6 and 3.
func TestForms(t *testing.T) {
	for text, want := range map[string]string{
		"forms: [f, g]\n": "f[] g[]",
		"forms:\n- f:\n    x: [{type: from_text}]\n- g\n":                                                                                                   "f[x] g[]",
		"forms:\n  f:\n    x: [{type: from_text}]\n    y: []\n":                                                                                             "f[x y]",
		"forms:\n  f:\n    ignored_intents: [chat]\n    required_slots:\n      x: []\n      y: []\n":                                                        "f[x y]",
		"forms:\n  f:\n    required_slots: [x, y]\n  g: {}\n  h:\n":                                                                                         "f[x y] g[] h[]",
		"forms:\n  f:\n    slots: [{name: x, filling: [{type: from_text}]}]\n    graph_elements: {nodes: [], edges: []}\n    groupId:\n    pinned: false\n": "f[]",
		"forms:\n- name: f\n  slots: [{name: x}]\n  description: a\n":                                                                                       "f[]",
		"forms:\n  f:\n    x: {type: from_text}\n    description: a\n    isExpanded: true\n    utter_on_submit: utter_x\n    nothing:\n":                    "f[x]",
		"forms:\n  f:\n    ignored_intents: [chat]\n    x: []\n":                                                                                            "f[x]",
	} {
		var got []string
		d := read(t, text)
		for f := range d.Forms() {
			got = append(got, fmt.Sprintf("%s%v", f.Name, f.Required))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
		if d.Form("f") == nil || d.Form("unknown") != nil {
			t.Errorf("%s: forms cannot be looked up", text)
		}
	}
}

func TestUses(t *testing.T) {
	d := read(t, `
nlu:
- intent: faq/name
  examples: "- who"
- intent: greet
stories:
- story: a
  steps: [{intent: greet}, {action: utter_a}, {or: [{action: utter_b}, {slot_was_set: [{x: 1}]}]}]
`, `
flows:
  f:
    steps:
    - collect: amount
      rejections: [{if: "slots.amount < 1", utter: utter_small}]
    - collect: sure
      utter: utter_really
      next: [{if: slots.sure, then: [{action: utter_done, next: END}]}, {else: end}]
    - action: action_pay
rules:
- {rule: r, steps: [{intent: greet}, {action: utter_a}]}
slots: {y: {type: text, validation: {rejections: [{if: a, utter: utter_bad}], refill_utter: utter_again}}}
`)
	if got := listed(&d.Retrieval); got != "faq/name@0.yml:3" {
		t.Errorf("retrieval intents %s", got)
	}
	var uses []string
	for u := range d.Uses.All() {
		uses = append(uses, u.Name)
	}
	want := []string{"utter_a", "utter_b", "utter_ask_amount", "utter_small", "utter_really", "utter_done", "utter_bad", "utter_again"}
	slices.Sort(uses)
	slices.Sort(want)
	if !slices.Equal(uses, want) {
		t.Errorf("uses %v, want %v", uses, want)
	}
}

func TestReadFaults(t *testing.T) {
	files := filesOf("slots: [a]\nintents: {a: b}\nforms: 5\nactions:\n", "slots:\n  a:\n    type: ${UNSET}\n", "name: !mine x\n", "slots: {a\n")
	files[0].Direct = true
	d, found := domain.Read(files)
	var got []string
	for _, f := range found {
		got = append(got, f.Position.String()+" "+string(f.Code))
	}
	want := "0.yml:1:8 NLG087 0.yml:2:10 NLG087 0.yml:3:8 NLG087 3.yml:1:8 NLG002"
	if strings.Join(got, " ") != want {
		t.Errorf("got %s", got)
	}
	if d.Slot("a") == nil || !d.Knows("actions") {
		t.Error("what can be read is not")
	}
	if found[0].Severity != diag.Warning {
		t.Errorf("a section that is not understood is a %v", found[0].Severity)
	}
}

func TestDiagnose(t *testing.T) {
	d := read(t, "actions:\n- utter_a\n")
	a, _ := d.Actions.Get("utter_a")
	got := a.Diagnose(diag.Warning, diag.MissingResponse, "gone", "add it").Text()
	want := "0.yml:2:3: warning: gone [NLG084]\n    2 | - utter_a\n      |   ^\n      = add it\n"
	if got != want {
		t.Errorf("got\n%s", got)
	}
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"slots: {a: {type: text, values: [1], mappings: [{type: from_text, value: 1}]}}\n",
		"forms: [{f: {x: []}}, g, 1]\nintents: [a, {b: {}}, [c]]\n", "flows: {f: {steps: [{collect: [a]}, {next: [{then: [{action: utter_x}]}]}]}}\n",
		"session_config: {session_expiration_time: [a]}\nresponses: [a]\nnlu: {a: b}\nstories: 5\n", "actions: *a\n", "? [a]\n: b\nslots: {[a]: b}\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		files := filesOf(text)
		d, _ := domain.Read(files)
		for s := range d.Slots() {
			if s.Name == "" || d.Slot(s.Name) == nil || s.Line == 0 {
				t.Fatalf("%q: slot %+v", text, s)
			}
		}
		for u := range d.Uses.All() {
			if !strings.HasPrefix(u.Name, "utter_") {
				t.Fatalf("%q: use %+v", text, u)
			}
		}
	})
}
