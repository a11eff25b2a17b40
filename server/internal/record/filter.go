package record

import (
	"hash"
	"strings"

	"nlgserver/internal/python"
)

// filter copies JSON and hides values on the way. It goes from text to text, for
// decoded values take up to thirty times the memory of their text. Only the names of a
// part are on lines of their own: indenting what is nested would make a file a
// thousand times as large as its request.
type filter struct {
	mask *mask
	// sum hashes hidden values, salted; nil if there are none.
	sum hash.Hash
	out []byte
	// tooLarge is set once out has reached maxFile. Nothing is added then.
	tooLarge bool

	// text is what is read.
	text string
	pos  int
}

func (f *filter) write(text string) *filter {
	if f.hasRoom() {
		f.out = append(f.out, text...)
	}
	return f
}

func (f *filter) str(text string) *filter {
	if f.hasRoom() {
		f.out = python.AppendJSONString(f.out, text)
	}
	return f
}

// hasRoom reports whether the file is not too large yet. Whatever is added at once is
// no larger than a request.
func (f *filter) hasRoom() bool {
	f.tooLarge = f.tooLarge || len(f.out) > maxFile
	return !f.tooLarge
}

// part copies an object, one name a line below that indentation. An object that is
// not valid JSON is left out: the request did not need it, or it would have failed.
func (f *filter) part(object, indent string) *filter {
	start := len(f.out)
	f.text, f.pos = object, 0
	if f.space(); f.next() != '{' || !f.names(indent) || !f.atEnd() {
		f.out = append(f.out[:start], "{}"...)
	}
	return f
}

// names copies the names and values of a part.
func (f *filter) names(indent string) bool {
	f.out = append(f.out, '{')
	count := 0
	ok := f.list('}', func() bool {
		raw, ok := f.key()
		if !ok {
			return false
		}
		name, err := python.ParseJSON(raw)
		if err != nil {
			return false
		}
		f.write("\n").write(indent).write("  ").str(name.Str()).write(": ")
		count++
		return f.value(1, !f.mask.shows(name.Str(), f.scalar(f.pos)))
	})
	if count > 0 {
		f.out = append(append(f.out, '\n'), indent...)
	}
	f.out = append(f.out, '}')
	return ok
}

// value copies a value at that depth, false if it is not valid JSON.
func (f *filter) value(depth int, hide bool) bool {
	switch c := f.next(); {
	case !f.hasRoom():
		return false
	case c != '[' && c != '{':
		raw := f.scalar(f.pos)
		f.pos += len(raw)
		return f.copyScalar(raw, hide)
	case depth >= python.MaxJSONDepth:
		return false
	case c == '[':
		f.out = append(f.out, '[')
		ok := f.list(']', func() bool { return f.value(depth+1, hide) })
		f.out = append(f.out, ']')
		return ok
	default:
		f.out = append(f.out, '{')
		ok := f.list('}', func() bool {
			raw, ok := f.key()
			// The keys of a value may be personal data too.
			if !ok || !f.copyScalar(raw, hide) {
				return false
			}
			f.out = append(f.out, ':')
			return f.value(depth+1, hide)
		})
		f.out = append(f.out, '}')
		return ok
	}
}

// list passes an opening bracket, the items with the commas between them, and the
// closing bracket.
func (f *filter) list(end byte, item func() bool) bool {
	f.pos++
	for first := true; ; first = false {
		f.space()
		if f.next() == end {
			f.pos++
			return true
		}
		if !first {
			if f.next() != ',' {
				return false
			}
			f.pos++
			f.space()
			f.out = append(f.out, ',')
		}
		if !item() {
			return false
		}
	}
}

// key passes a key and its colon.
func (f *filter) key() (raw string, ok bool) {
	if f.next() != '"' {
		return "", false
	}
	raw = f.scalar(f.pos)
	f.pos += len(raw)
	if f.space(); f.next() != ':' {
		return "", false
	}
	f.pos++
	f.space()
	return raw, true
}

func (f *filter) copyScalar(raw string, hide bool) bool {
	v, err := python.ParseJSON(raw)
	if err != nil {
		return false
	}
	if hide {
		f.out = hideScalar(f.out, v, f.sum)
	} else {
		f.out = v.AppendJSON(f.out)
	}
	return true
}

// scalar returns the text of a string, number or word.
func (f *filter) scalar(from int) string {
	rest := f.text[from:]
	if !strings.HasPrefix(rest, `"`) {
		if end := strings.IndexAny(rest, ",]} \t\r\n"); end >= 0 {
			return rest[:end]
		}
		return rest
	}
	for i := 1; i < len(rest); i++ {
		switch rest[i] {
		case '\\':
			i++
		case '"':
			return rest[:i+1]
		}
	}
	return rest
}

func (f *filter) atEnd() bool {
	f.space()
	return f.pos == len(f.text)
}

func (f *filter) space() {
	for f.pos < len(f.text) && strings.IndexByte(" \t\r\n", f.text[f.pos]) >= 0 {
		f.pos++
	}
}

func (f *filter) next() byte {
	if f.pos < len(f.text) {
		return f.text[f.pos]
	}
	return 0
}
