package regex

// Error says why Python would refuse a pattern, or why we do.
type Error struct {
	// Offset is the byte of the pattern at which the fault lies.
	Offset int
	// Message says what is wrong, in lower case.
	Message string
}

func (e *Error) Error() string { return e.Message }
