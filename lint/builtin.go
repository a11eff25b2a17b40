package lint

import (
	"nlgserver/domain"
	"nlgserver/internal/python"
)

// builtInSlots are the slots that Rasa declares itself. Rasa: section 1.5.
var builtInSlots = map[string]bool{
	"requested_slot": true, "session_started_metadata": true, "language": true, "silence_timeout": true,
	"consecutive_silence_timeouts": true, "flow_hashes": true, "dialogue_stack": true, "return_value": true,
	"knowledge_base_objects": true, "knowledge_base_last_object": true, "knowledge_base_last_object_type": true,
	"knowledge_base_listed_objects": true, "object_type": true, "mention": true, "attribute": true,
	"confirm_correction": true, "route_session_to_calm": true, "interrupted_flow_to_continue": true,
	"continue_interrupted_flow_confirmation": true, "max_clarification_options": true, "continue_conversation": true,
	"csat_score": true,
}

// typedSlots are the built-in slots whose values are known. Rasa: section 1.5.
var typedSlots = [...]domain.Slot{
	{Declaration: domain.Declaration{Name: "silence_timeout"}, Type: domain.Float, Initial: python.Float(7)},
	{Declaration: domain.Declaration{Name: "consecutive_silence_timeouts"}, Type: domain.Float, Initial: python.Float(0)},
	{Declaration: domain.Declaration{Name: "interrupted_flow_to_continue"}, Type: domain.Text},
	{Declaration: domain.Declaration{Name: "continue_interrupted_flow_confirmation"}, Type: domain.Bool},
	{Declaration: domain.Declaration{Name: "max_clarification_options"}, Type: domain.Float, Initial: python.Float(3)},
	{Declaration: domain.Declaration{Name: "continue_conversation"}, Type: domain.Bool},
	{
		Declaration: domain.Declaration{Name: "csat_score"}, Type: domain.Categorical,
		Values: []python.Value{python.Str("satisfied"), python.Str("unsatisfied")},
	},
}

// slot returns a slot that the domain or Rasa declares, with its type; nil if there
// is none. A domain may declare a built-in slot otherwise.
func (k *checker) slot(name string) *domain.Slot {
	if declared := k.domain.Slot(name); declared != nil {
		return declared
	}
	for _, s := range typedSlots {
		if s.Name == name {
			return &s
		}
	}
	return nil
}
