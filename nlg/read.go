package nlg

import (
	"errors"

	"nlgserver/internal/python"
	"nlgserver/internal/wire"
)

// RequestError says why [ReadRequest] cannot read a body.
type RequestError struct {
	// Field is the path of the field with the fault, such as "tracker.slots";
	// empty if the fault is outside of the fields that are read.
	Field string
	// Offset is the byte of the body where the fault is, from 0; -1 if a field
	// is missing, or if it is the whole of the body.
	Offset int
	// Reason says what is wrong, in lower case. It names the field and the
	// byte.
	Reason string
}

func (e *RequestError) Error() string { return e.Reason }

// ReadRequest reads the JSON body of Rasa's NLG callback. The request's
// mappings are *[Dict], and it shares no memory with body.
//
// Fields that rendering does not use, such as the tracker's events, are skipped:
// of those, only the brackets and quotes are checked. A fault is a
// *[RequestError].
func ReadRequest(body []byte) (*Request, error) { return ReadRequestWithin(body, nil) }

// ReadRequestWithin is [ReadRequest] within a budget, which the request keeps. A body
// that takes more memory or more work to read is refused with a *[RequestError].
func ReadRequestWithin(body []byte, b *Budget) (*Request, error) {
	return read(body, &wire.Request{WantMetadata: true, Budget: b})
}

// ReadRequestAndConversation is [ReadRequest] that reads what was said so far, too: the
// tracker's events.
func ReadRequestAndConversation(body []byte) (*Request, error) {
	return read(body, &wire.Request{WantMetadata: true, WantConversation: func(string) bool { return true }})
}

// read reads a body as w is set to.
func read(body []byte, w *wire.Request) (*Request, error) {
	b := w.Budget
	if err := w.Read(body); err != nil {
		return nil, requestError(err)
	}
	w.Detach()
	r := Request(w.Fields())
	for _, m := range [...]*Mapping{&r.Slots, &r.Arguments, &r.Context, &r.Metadata} {
		d := &Dict{}
		(*m).Each(func(key string, v Value) bool {
			if !b.Hold(python.EntrySize) {
				return false
			}
			d.Set(key, v)
			return true
		})
		*m = d
	}
	if err := w.Err(); err != nil {
		return nil, requestError(err)
	}
	return &r, nil
}

func requestError(err error) error {
	fault, ok := errors.AsType[*wire.Error](err)
	if !ok {
		return err // not reached: a body in memory fails in no other way
	}
	e := &RequestError{Field: fault.Field, Offset: fault.Offset, Reason: fault.Error()}
	if fault.Kind == wire.Missing {
		e.Offset = -1
	}
	return e
}
