package predicate

// Kind says what a [Problem] is about.
type Kind uint8

// The kinds of Problem.
const (
	// Syntax is text that is not a predicate; Rasa is equally strict.
	Syntax Kind = iota
	// Regex is a regular expression that Python refuses, or we do.
	Regex
	// SlowRegex is a regular expression that needs too many steps for some texts
	// and is then stopped.
	SlowRegex
	// Jinja is a template that does not compile, or has no engine to run it.
	Jinja
	// Limit is a predicate that is too long or nested too deeply.
	Limit
	// Suspicious is a valid predicate that hardly means what it says.
	Suspicious
)

// String returns the kind's name.
func (k Kind) String() string {
	switch k {
	case Syntax:
		return "syntax"
	case Regex:
		return "regex"
	case SlowRegex:
		return "slow regex"
	case Jinja:
		return "jinja"
	case Limit:
		return "limit"
	case Suspicious:
		return "suspicious"
	default:
		return "unknown"
	}
}

// Problem is one thing to tell the author of a predicate.
type Problem struct {
	Kind Kind
	// Warning is true if the predicate works nevertheless. Otherwise it is
	// always false.
	Warning bool
	// Offset is the byte of the source that the problem is about.
	Offset int
	// Message says what is wrong, in lower case and without a full stop.
	Message string
	// Hint says how to fix it; empty if the message already does.
	Hint string
}
