package domain

import (
	"strings"

	"nlgserver/internal/yamlsrc"
)

// maxStepDepth bounds how deeply the steps of flows nest.
const maxStepDepth = 50

// nlu reads the retrieval intents of training data: those with a key.
func (r *reader) nlu(n *yamlsrc.Node) {
	for _, item := range n.Items {
		if intent := item.Get("intent"); strings.Contains(textOf(intent), "/") {
			r.domain.Retrieval.add(r.declare(intent))
		}
	}
}

// steps finds the responses that the steps of a story, a rule or a flow ask
// for: actions, and what a flow's collect says or is called.
func (r *reader) steps(n *yamlsrc.Node) { r.stepsIn(n, 0) }

func (r *reader) stepsIn(n *yamlsrc.Node, depth int) {
	if n == nil || depth > maxStepDepth {
		return
	}
	for _, item := range n.Items {
		r.stepsIn(item, depth+1)
	}
	for _, pair := range n.Pairs {
		switch key := textOf(pair.Key); {
		case key == "action" || key == "utter":
			r.use(pair.Value)
		case key == "collect" && n.Get("utter") == nil:
			d := r.declare(pair.Value)
			if d.Name != "" {
				d.Name = "utter_ask_" + d.Name
				r.domain.Uses.add(d)
			}
		case pair.Value.Kind != yamlsrc.Scalar:
			r.stepsIn(pair.Value, depth+1)
		}
	}
}

func (r *reader) use(n *yamlsrc.Node) {
	if d := r.declare(n); strings.HasPrefix(d.Name, "utter_") {
		r.domain.Uses.add(d)
	}
}

// rejections reads what a slot says to values that it refuses.
func (r *reader) rejections(validation *yamlsrc.Node) {
	if list := validation.Get("rejections"); list != nil {
		r.steps(list)
	}
}
