package desk

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"nlgserver/edit"
	"nlgserver/internal/laws"
	"nlgserver/nlg"
)

// model is what the desk should have: texts by response.
type model struct {
	disk  map[string]string
	steps []modelStep
	// undone are the steps that can be redone, the next one last.
	undone []modelStep
}

type modelStep struct{ name, text string }

// says is what a response says with the draft.
func (m *model) says(name string) string {
	for _, s := range slices.Backward(m.steps) {
		if s.name == name {
			return s.text
		}
	}
	return m.disk[name]
}

func (m *model) touches(name string) bool {
	return slices.ContainsFunc(slices.Concat(m.steps, m.undone), func(s modelStep) bool { return s.name == name })
}

// modelNames are the responses, two in each of two files.
var modelNames = [...]string{"utter_a", "utter_b", "utter_c", "utter_d"}

// TestModel does steps, undoes and redoes them, saves files underneath, publishes and
// restarts, in any order, against a simple model.
func TestModel(t *testing.T) {
	outer := t
	laws.Check(t, func(t *rapid.T) {
		root := outer.TempDir()
		o := &office{t: outer, dir: filepath.Join(root, "content"), state: filepath.Join(root, "state"), recordings: filepath.Join(root, "recordings")}
		if err := os.Mkdir(o.dir, 0o700); err != nil {
			t.Fatal(err)
		}
		m := &model{disk: map[string]string{}}
		for i, name := range modelNames {
			m.disk[name] = "begin"
			if i%2 == 0 {
				o.save(fmt.Sprintf("%d.yml", i/2), fmt.Sprintf("responses:\n  %s:\n  - text: begin # a\n  %s:\n  - text: begin # b\n", name, modelNames[i+1]))
			}
		}
		o.open(nil)
		defer func() { _ = o.desk.Close() }()
		ann := o.ann()
		for n := range rapid.IntRange(1, 10).Draw(t, "actions") {
			name := rapid.SampledFrom(modelNames[:]).Draw(t, "response")
			text := fmt.Sprintf("text %d", n)
			switch action := rapid.SampledFrom([]string{"set", "set", "set", "undo", "redo", "save", "publish", "restart"}).Draw(t, "action"); action {
			case "set":
				// Two ops: a step of one may join the last one.
				one := fmt.Sprintf(`{"kind": "set", "response": %q, "number": 1, "path": "text", "value": %%q, "was": %%q}`, name)
				ops := fmt.Sprintf(one, "between", m.says(name)) + "," + fmt.Sprintf(one, text, "between")
				ann.ask(http.MethodPost, "draft/steps", `{"ops": [`+ops+`]}`, 200, nil)
				m.steps, m.undone = append(m.steps, modelStep{name, text}), nil
			case "undo":
				if len(m.steps) == 0 {
					ann.refused("draft/undo", "{}", 409, codeNothing)
					continue
				}
				ann.post("draft/undo", "{}")
				m.undone = append(m.undone, m.steps[len(m.steps)-1])
				m.steps = m.steps[:len(m.steps)-1]
			case "redo":
				if len(m.undone) == 0 {
					ann.refused("draft/redo", "{}", 409, codeNothing)
					continue
				}
				ann.post("draft/redo", "{}")
				m.steps = append(m.steps, m.undone[len(m.undone)-1])
				m.undone = m.undone[:len(m.undone)-1]
			case "save":
				o.saveOutside(t, name, text)
				touched := m.touches(name)
				m.disk[name] = text
				o.refresh()
				if !touched {
					break
				}
				// Nothing of anyone is lost: it is a conflict, or it was taken back before.
				d := ann.draft()
				isDone := slices.ContainsFunc(m.steps, func(s modelStep) bool { return s.name == name })
				if isDone != (len(d.Conflicts) > 0) {
					t.Fatalf("%s: %+v", name, d.Conflicts)
				}
				for len(d.Conflicts) > 0 {
					ref := d.Conflicts[0].Ref
					d = ann.post("draft/resolve", fmt.Sprintf(`{"ref": {"step": %d, "op": %d}, "choice": {"mine": true}}`, ref.Step, ref.Op))
				}
				m.publish(ann)
			case "publish":
				if len(m.steps) > 0 {
					m.publish(ann)
				}
			case "restart":
				o.open(nil)
				ann = o.ann()
			}
			m.compare(t, ann)
		}
	})
}

// publish publishes the draft, if there is anything to publish.
func (m *model) publish(ann *hand) {
	if !ann.draft().Dirty {
		m.steps = nil
		return
	}
	ann.ask(http.MethodPost, "publish", `{"override": "a model"}`, 200, nil)
	for _, name := range modelNames {
		m.disk[name] = m.says(name)
	}
	m.steps = nil
}

// saveOutside changes a text in its file, as with an editor.
func (o *office) saveOutside(t *rapid.T, name, text string) {
	for i := range len(modelNames) / 2 {
		path := fmt.Sprintf("%d.yml", i)
		files := []nlg.File{{Path: path, Data: []byte(o.read(path))}}
		op := edit.Op{Kind: edit.Set, Response: name, Number: 1, Path: "text", Value: []byte(fmt.Sprintf("%q", text))}
		if edited, err := edit.Apply(files, []edit.Op{op}, edit.Options{IgnoreWas: true}); err == nil {
			o.save(path, string(edited[0].Data))
			return
		}
	}
	t.Fatal("no file has " + name)
}

// compare checks what is on the disk, and what the draft shows.
func (m *model) compare(t *rapid.T, ann *hand) {
	var files []nlg.File
	for i := range len(modelNames) / 2 {
		path := fmt.Sprintf("%d.yml", i)
		files = append(files, nlg.File{Path: path, Data: []byte(ann.read(path))})
	}
	c, found := nlg.Compile(files, nlg.Options{KeepWritten: true})
	if c == nil {
		t.Fatal(found)
	}
	for _, name := range modelNames {
		if got := c.Written(name).Variations[0].Texts[0].Source; got != m.disk[name] {
			t.Fatalf("%s is %q on the disk, want %q", name, got, m.disk[name])
		}
		if got := ann.says(name, "{}"); !slices.Equal(got, []string{m.says(name)}) {
			t.Fatalf("%s says %q, want %q", name, got, m.says(name))
		}
	}
	d := ann.draft()
	if len(d.Conflicts) > 0 || d.Dirty != slices.ContainsFunc(modelNames[:], func(name string) bool { return m.says(name) != m.disk[name] }) {
		t.Fatalf("%+v", d)
	}
	if d.Redo == "" {
		m.undone = nil // what can no longer be redone, after the content changed
	} else if len(m.undone) == 0 {
		t.Fatalf("redo: %s", d.Redo)
	}
}
