package release

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// Kind says which of the records something is. It is part of what is signed, so that
// nobody can put a signed record where another kind is expected.
type Kind string

// The kinds of records.
const (
	KindRelease Kind = "release"
	KindLive    Kind = "live"
	KindStaged  Kind = "staged"
	KindBeat    Kind = "beat"
)

// MaxRecord is the size, in bytes, of the largest record. A [Beat] with many diagnostics
// has to be cut to it.
const MaxRecord = 512 << 10

// Record is one of the records of a store.
type Record interface {
	Release | Live | Staged | Beat
}

func kindOf(record any) (Kind, error) {
	switch record.(type) {
	case *Release:
		return KindRelease, nil
	case *Live:
		return KindLive, nil
	case *Staged:
		return KindStaged, nil
	case *Beat:
		return KindBeat, nil
	}
	return "", fmt.Errorf("%T is not a record of a store of releases", record)
}

// signed reports whether records of a kind are signed. Replicas have no keys: what they
// tell of themselves changes nothing that anybody says.
func (k Kind) signed() bool { return k != KindBeat }

// Encode returns the bytes of a *[Release], *[Live], *[Staged] or *[Beat] in a store: a line
// of JSON that begins with its kind, and, if there are signers and it is not a beat, an empty
// line and signatures, as in golang.org/x/mod/sumdb/note. Bytes in its texts that are not UTF-8
// become U+FFFD.
func Encode(record any, sign Signers) ([]byte, error) {
	kind, err := kindOf(record)
	if err != nil {
		return nil, err
	}
	fields, err := json.Marshal(record)
	if err != nil {
		return nil, fmt.Errorf("cannot write the %s: %w", kind, err)
	}
	if fields[0] != '{' {
		return nil, fmt.Errorf("cannot write the %s: there is none", kind)
	}
	text := prefixOf(kind) + string(fields[1:]) + "\n" // no record is without fields
	data := []byte(text)
	if kind.signed() && len(sign.keys) > 0 {
		if data, err = note.Sign(&note.Note{Text: text}, sign.keys...); err != nil {
			return nil, fmt.Errorf("cannot sign the %s: %w", kind, err)
		}
	}
	if len(data) > MaxRecord {
		return nil, fmt.Errorf("cannot write the %s: it has %d bytes, the limit is %d", kind, len(data), MaxRecord)
	}
	return data, nil
}

// prefixOf is how the JSON of every record of a kind begins. No reading of JSON is needed to
// know the kind, so no two readers can disagree.
func prefixOf(kind Kind) string { return fmt.Sprintf(`{"kind":%q,`, string(kind)) }

// Decode reads what [Encode] has written. With keys to trust, one of them must have signed it,
// or the error is an [*UntrustedError]; beats are not signed. Without, signatures are
// not looked at. Unknown fields are ignored: a newer program may have written them.
func Decode[T Record](data []byte, trust Trust) (*T, error) {
	record := new(T)
	kind, err := kindOf(record)
	if err != nil {
		return nil, err
	}
	if len(data) > MaxRecord {
		return nil, fmt.Errorf("cannot read the %s: it has %d bytes, the limit is %d", kind, len(data), MaxRecord)
	}
	text, signatures, whole := bytes.Cut(data, []byte("\n"))
	if !whole || len(signatures) > 0 && !bytes.HasPrefix(signatures, []byte("\n— ")) {
		return nil, fmt.Errorf("cannot read the %s: it is not a line of JSON and its signatures", kind)
	}
	if !bytes.HasPrefix(text, []byte(prefixOf(kind))) {
		return nil, fmt.Errorf("cannot read the %s: %w", kind, wrongKind(text))
	}
	if kind.signed() {
		if err := trust.check(kind, string(text)+"\n", data); err != nil {
			return nil, err
		}
	}
	if err := json.Unmarshal(text, record); err != nil {
		return nil, fmt.Errorf("cannot read the %s: %w", kind, err)
	}
	return record, nil
}

func wrongKind(text []byte) error {
	for _, kind := range [...]Kind{KindRelease, KindLive, KindStaged, KindBeat} {
		if bytes.HasPrefix(text, []byte(prefixOf(kind))) {
			return fmt.Errorf("it is of another kind: %s", kind)
		}
	}
	return errors.New(`it does not begin with its "kind"`)
}

// UntrustedError means that a record is not signed by a key that is trusted.
type UntrustedError struct {
	// Kind is that of the record.
	Kind Kind
	// Signed are the keys that have signed it, as it says itself; none if it is not signed.
	Signed []string
	// Changed is set if the signature of a trusted key does not fit: what is in Signed.
	Changed bool
	// Trusted are the keys that are trusted.
	Trusted []string
}

// Error says who signed it, and which keys are trusted.
func (e *UntrustedError) Error() string {
	trusted := "trusted: " + strings.Join(e.Trusted, ", ")
	switch {
	case e.Changed:
		return fmt.Sprintf("the %s was changed after it was signed: the signature of %s does not fit", e.Kind, strings.Join(e.Signed, ", "))
	case len(e.Signed) == 0:
		return fmt.Sprintf("the %s is not signed (%s)", e.Kind, trusted)
	default:
		return fmt.Sprintf("the %s is signed by %s, which is not trusted (%s)", e.Kind, strings.Join(e.Signed, ", "), trusted)
	}
}
