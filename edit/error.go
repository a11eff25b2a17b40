package edit

import (
	"encoding/json"
	"fmt"
	"strings"

	"nlgserver/internal/diag"
)

// Error says why an op cannot be done. Nothing was changed then.
type Error struct {
	// Index is that of the op among those of the call, from 0.
	Index int
	Op    Op
	// Position is where in the files the op would have changed something; empty if
	// there is no such place.
	Position diag.Position
	// Reason says what is wrong, Hint how to fix it; both in lower case.
	Reason, Hint string
}

func (e *Error) Error() string {
	return "cannot " + e.Op.String() + ": " + e.Reason
}

// Conflict is an op whose author saw another value than the content has: somebody
// else changed it.
type Conflict struct {
	Index    int
	Op       Op
	Position diag.Position
	// Present is the value that the content has, as JSON; nil if it has none.
	Present json.RawMessage
}

func (c *Conflict) Error() string {
	return "cannot " + c.Op.String() + ": the value was changed by somebody else"
}

// Hint says how to go on.
func (c *Conflict) Hint() string {
	if c.Present == nil {
		return "it was removed; add it again, or leave it"
	}
	return "compare with the present value, and set was to it to replace it"
}

// String describes the op in a few words.
func (o Op) String() string {
	var b strings.Builder
	b.WriteString(shown(strings.ReplaceAll(string(o.Kind), "_", " ")))
	if o.Path != "" {
		b.WriteString(" " + shown(o.Path))
	}
	if o.Language != "" {
		b.WriteString(" (" + shown(o.Language) + ")")
	}
	if o.Response != "" {
		b.WriteString(" of " + shown(o.Response))
	}
	if o.Number > 0 {
		fmt.Fprintf(&b, " variation %d", o.Number)
	}
	return b.String()
}

// refusal is the reason why an op cannot be done, before it is known which op.
type refusal struct {
	at           diag.Position
	reason, hint string
}

func (r *refusal) Error() string { return r.reason }

// conflict is a value that differs from what an op says that it was.
type conflict struct {
	at      diag.Position
	present json.RawMessage
}

func (c *conflict) Error() string { return "the value differs" }

func refuse(at diag.Position, reason, hint string) error { return &refusal{at, reason, hint} }
