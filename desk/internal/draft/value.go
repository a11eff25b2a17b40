package draft

import "encoding/json"

// size returns the length of a JSON list; 1 for anything else.
func size(value json.RawMessage) int {
	var list []json.RawMessage
	if json.Unmarshal(value, &list) != nil {
		return 1
	}
	return len(list)
}

// text returns a JSON string; empty for anything else.
func text(value json.RawMessage) string {
	var s string
	_ = json.Unmarshal(value, &s)
	return s
}

// isNone reports whether there is no value, or null: Rasa takes one for the other.
func isNone(value json.RawMessage) bool { return len(value) == 0 || string(value) == "null" }
