package preview

import (
	"fmt"

	"nlgserver/nlg"
	"nlgserver/selector"
)

// rasaChoice is the id that Rasa would send with a request, and a sentence that
// says why.
type rasaChoice struct {
	id, why string
}

// rasaChoiceOf returns the id that Rasa would send if its domain were this
// content: that of its first eligible variation. Rasa: section 3.4.
func rasaChoiceOf(catalog *nlg.Catalog, request *nlg.Request) rasaChoice {
	// Here Rasa looks at neither the input channel (deviation D6) nor the
	// language.
	alone := *request
	alone.InputChannel = ""
	e, err := catalog.Explain(&alone)
	if err != nil {
		return rasaChoice{why: err.Error()}
	}
	var first *nlg.Verdict
	seen := map[string]bool{}
	for i := range e.Variations {
		v := &e.Variations[i]
		if v.Group == selector.NoGroup || v.Group != e.Group || !v.Holds {
			continue
		}
		if v.ID != "" && seen[v.ID] {
			return rasaChoice{why: fmt.Sprintf("Rasa would send no id: two of its eligible variations share the id %s.", v.ID)}
		}
		seen[v.ID] = true
		if first == nil {
			first = v
		}
	}
	switch {
	case first == nil:
		return rasaChoice{why: "Rasa would send no id: in this content it has no eligible variation for the request."}
	case first.ID == "":
		return rasaChoice{why: "Rasa would send no id: its first eligible variation has none."}
	default:
		return rasaChoice{first.ID, fmt.Sprintf("Rasa would send id %s, that of its first eligible variation, whichever it picks.", first.ID)}
	}
}
