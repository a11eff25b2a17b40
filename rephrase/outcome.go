package rephrase

// Outcome says how a message left the rephraser: reworded, or as it was written and why. It
// is the value of a metric's label and of a header, so the set is closed.
type Outcome uint8

// The outcomes.
const (
	// Reworded: the model's answer is said.
	Reworded Outcome = iota
	// Unfilled: the text has variables that could not be filled, and goes out as written.
	Unfilled
	// PromptFailed: the prompt could not be rendered.
	PromptFailed
	// Timeout: the budget was over before the answer was there.
	Timeout
	// Busy: as many messages as may wait for the model at once were waiting.
	Busy
	// Down: the model has failed several times in a row, and is left alone for a while.
	Down
	// Unreachable: no connection, or it was cut.
	Unreachable
	// Refused: the model's server answered with an error.
	Refused
	// Malformed: the answer is no chat completion, or too large.
	Malformed
	// Empty: the answer has no text.
	Empty
	// Truncated: the answer has reached the limit of tokens, or was cut by a filter.
	Truncated
	// GuardNumber to GuardScript: the guard found another fact, see package guard.
	GuardNumber
	GuardLink
	GuardValue
	GuardLength
	GuardEcho
	GuardScript
	// Gone: the client went away before the answer was there.
	Gone
	outcomes
)

var outcomeNames = [outcomes]string{
	Reworded: "reworded", Unfilled: "unfilled", PromptFailed: "prompt", Timeout: "timeout", Busy: "busy", Down: "down",
	Unreachable: "unreachable", Refused: "refused", Malformed: "malformed", Empty: "empty", Truncated: "truncated",
	GuardNumber: "guard_number", GuardLink: "guard_link", GuardValue: "guard_value", GuardLength: "guard_length",
	GuardEcho: "guard_echo", GuardScript: "guard_script", Gone: "gone",
}

// String returns the outcome's name in metrics, logs, traces, and the header.
func (o Outcome) String() string { return outcomeNames[o] }

// Outcomes returns all outcomes.
func Outcomes() []Outcome {
	all := make([]Outcome, outcomes)
	for i := range all {
		all[i] = Outcome(i)
	}
	return all
}
