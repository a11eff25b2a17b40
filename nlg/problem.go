package nlg

// ProblemKind is why a text was sent unfilled.
type ProblemKind string

// The kinds of Problem.
const (
	// Missing: a variable is neither a slot nor an argument. Rasa also sends the
	// text as written.
	Missing ProblemKind = "missing"
	// Raised: Rasa would raise an error, and the bot would send nothing (D1).
	Raised ProblemKind = "raised"
	// Limited: filling the text would take too much memory or time.
	Limited ProblemKind = "limit"
)

// Problem is a text that was sent as written, and why.
type Problem struct {
	Kind ProblemKind `json:"kind"`
	// Message says what is wrong, in lower case. It never contains the value of
	// a slot.
	Message string `json:"message"`
	// Path is where the text is in the message, such as text or
	// buttons[0].title.
	Path string `json:"path"`
	// Position is where the text is in the content.
	Position Position `json:"position"`
}
