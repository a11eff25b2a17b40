package selector

// Group is a variation's place in the order of priority. Rasa: section 3.1.
type Group uint8

// The groups, the first to be looked at first. NoGroup is the group of a
// variation that can never be said, and of a selection that found none.
const (
	NoGroup Group = iota
	ConditionAndChannel
	Channel
	Condition
	Default
)

// String returns the group's name in traces, logs and metrics.
func (g Group) String() string {
	switch g {
	case ConditionAndChannel:
		return "condition+channel"
	case Channel:
		return "channel"
	case Condition:
		return "condition"
	case Default:
		return "default"
	default:
		return "none"
	}
}
