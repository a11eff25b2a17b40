package domain

import (
	"strings"

	"nlgserver/internal/document"
)

// maxStepDepth bounds how deeply the steps of flows nest.
const maxStepDepth = 50

// nlu reads the retrieval intents of training data: those with a key.
func (r *reader) nlu(v document.Value) {
	for item := range v.Items() {
		if intent := item.Get("intent"); strings.Contains(intent.Printed(), "/") {
			r.domain.Retrieval.add(declare(intent))
		}
	}
}

// steps finds the responses that the steps of a story, a rule or a flow use: as
// an action, as the utter of a flow's collect, or by the name of that collect.
func (r *reader) steps(v document.Value) { r.stepsIn(v, 0) }

func (r *reader) stepsIn(v document.Value, depth int) {
	if depth > maxStepDepth {
		return
	}
	for item := range v.Items() {
		r.stepsIn(item, depth+1)
	}
	for e := range v.Entries() {
		switch key := e.Key.Printed(); {
		case key == "action" || key == "utter":
			r.use(e.Value)
		case key == "collect" && v.Get("utter").IsMissing():
			d := declare(e.Value)
			if d.Name != "" {
				d.Name = "utter_ask_" + d.Name
				r.addUse(d)
			}
		case !e.Value.IsScalar():
			r.stepsIn(e.Value, depth+1)
		}
	}
}

func (r *reader) use(v document.Value) {
	if v.IsMissing() {
		return
	}
	if d := declare(v); strings.HasPrefix(d.Name, "utter_") {
		r.addUse(d)
	}
}

// addUse adds a use of a response in what is being read.
func (r *reader) addUse(d Declaration) {
	r.domain.Uses.add(d)
	r.domain.addUsage(Usage{d, r.in})
}

// validation reads the responses that a slot's validation uses. Rasa: section 12a.
func (r *reader) validation(v document.Value) {
	r.steps(v.Get("rejections"))
	for _, key := range [...]string{"refill_utter", "refill_action"} {
		r.use(v.Get(key))
	}
}
