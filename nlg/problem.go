package nlg

// ProblemKind says why a text went out unfilled.
type ProblemKind string

// The kinds of Problem.
const (
	// Missing: a variable is neither a slot nor an argument. Rasa sends the
	// text raw as well.
	Missing ProblemKind = "missing"
	// Raised: Rasa would raise here, and the bot would say nothing (D1).
	Raised ProblemKind = "raised"
	// Limited: filling the text would cost too much memory or time.
	Limited ProblemKind = "limit"
)

// Problem is a text that went out as written, and why.
type Problem struct {
	Kind ProblemKind `json:"kind"`
	// Message says what is wrong, in lower case; it holds no slot's value.
	Message string `json:"message"`
	// Path is where the text stands in the message: text, buttons[0].title.
	Path string `json:"path"`
	// Position is where it stands in the content.
	Position Position `json:"position"`
}
