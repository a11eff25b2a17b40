package intake

// Reason is why a body is refused.
type Reason uint8

// The reasons.
const (
	// Unreadable is any failure of the connection that has no reason of its own.
	Unreadable Reason = iota
	// Truncated is a connection that ended before the body did.
	Truncated
	// TooLarge is a body above the limit, plain or inflated.
	TooLarge
	// TooSlow is a body below the required rate, or above the total time.
	TooSlow
	// UnknownEncoding is a compression that is not supported here.
	UnknownEncoding
	// BrokenEncoding is a body that is not compressed as its header says.
	BrokenEncoding
	// Overloaded is a body for which there is no memory now.
	Overloaded
)

// Error is a refused body. Its text may be shown to the client.
type Error struct {
	Reason Reason
	text   string
}

func (e *Error) Error() string { return e.text }
