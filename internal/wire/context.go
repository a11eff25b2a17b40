package wire

import (
	"errors"
	"slices"
	"strings"
	"unsafe"

	"nlgserver/internal/budget"
	"nlgserver/internal/python"
)

// Context is what texts read as "context": the fields of the frame on top of the
// tracker's stack, merged with those of the frames below it where Rasa merges
// them (see [MergeFrames]). It is decoded when it is first used. The zero Context
// is empty.
type Context struct {
	stack  string // a JSON list, empty if there is none
	offset int
	budget *budget.Budget

	decoded bool
	merged  *python.Dict
	err     *Error
}

// frameField names a frame in errors.
const frameField = "an item of tracker.stack"

// collectFrame is the type of a frame that asks for a slot.
const collectFrame = "pattern_collect_information"

// MergeFrames returns the context of a stack, whose last frame is the top. The
// context of a frame is its own fields. A frame that asks for a slot has the
// context of the frame below it too: of two equal names, the lower frame's value
// wins, in the place of the upper one's. Names lose the underscore that ends them.
// A nil frame is empty. Rasa: section 4.1.
func MergeFrames(stack []python.Mapping) *python.Dict {
	merged := &python.Dict{}
	for _, frame := range slices.Backward(stack) {
		if frame == nil || !mergeFrame(merged, frame) {
			break
		}
	}
	return merged
}

// mergeFrame merges a frame over those above it, and reports whether the one below
// is to be merged too.
func mergeFrame(merged *python.Dict, frame python.Mapping) bool {
	collects := false
	frame.Each(func(name string, v python.Value) bool {
		name = fieldName(name)
		if name == "type" {
			text, ok := v.Text()
			collects = ok && text == collectFrame
		}
		merged.Set(name, v)
		return true
	})
	return collects
}

// fieldName returns a field's name as texts write it.
func fieldName(name string) string { return strings.TrimSuffix(name, "_") }

// rawName returns a name in a frame of which [fieldName] makes the name.
func rawName(name string) string {
	if strings.HasSuffix(name, "_") {
		return name + "_"
	}
	return name
}

// Get implements [python.Mapping].
func (c *Context) Get(name string) (python.Value, bool) { return c.dict().Get(name) }

// Each implements [python.Mapping].
func (c *Context) Each(yield func(name string, v python.Value) bool) { c.dict().Each(yield) }

// Stack returns the JSON list that the context is made of, empty if there is none. It
// shares memory with the body.
func (c *Context) Stack() string { return c.stack }

// ContextOf returns the context of a stack that [Context.Stack] returned.
func ContextOf(stack string) *Context { return &Context{stack: stack} }

// JSON returns the context as a JSON object that reads as a frame, empty if there is no
// frame. Call it after the last use of the request, for it may decode the context. It may
// share memory with the body. A frame that is not valid JSON comes as it is. It is
// empty, too, if the budget does not pay for it.
func (c *Context) JSON() string {
	frames := c.frames()
	if len(frames) == 0 {
		return ""
	}
	top := frames[len(frames)-1].text
	if len(frames) == 1 || c.dict() == nil {
		return top
	}
	return c.mergedJSON(frames)
}

// mergedSize is what a field takes while frames are merged, beside its text.
const mergedSize = 200

// mergedJSON merges frames as mergeFrame does, with the values as they were sent.
func (c *Context) mergedJSON(frames []frame) string {
	var names, values []string
	places := map[string]int{}
	paid := true
	for _, frame := range slices.Backward(frames) {
		if frame.text[0] != '{' {
			break // null
		}
		fields := Object{text: frame.text, budget: c.budget}
		fields.eachField(func(f *field) bool {
			name := fieldName(f.key)
			if at, ok := places[name]; ok {
				values[at] = f.raw
				return true
			}
			if paid = c.budget.Hold(mergedSize + 2*len(name) + len(f.raw)); !paid {
				return false
			}
			places[name] = len(names)
			names, values = append(names, name), append(values, f.raw)
			return true
		})
	}
	if !paid || c.budget.Reason().Refuses() {
		return ""
	}
	merged := []byte{'{'}
	for i, name := range names {
		if i > 0 {
			merged = append(merged, ", "...)
		}
		merged = append(python.Str(rawName(name)).AppendJSON(merged), ": "...)
		merged = append(merged, values[i]...)
	}
	return string(append(merged, '}'))
}

// dict decodes the context the first time; nil if it is empty.
func (c *Context) dict() *python.Dict {
	if c.decoded || c.stack == "" || c.budget.Reason().Refuses() {
		return c.merged
	}
	c.decoded = true
	frames := c.frames()
	merged := &python.Dict{}
	for _, frame := range slices.Backward(frames) {
		v, err := python.ParseJSONWithin(frame.text, c.budget)
		if errors.Is(err, python.ErrTooExpensive) || err == nil && !c.budget.Hold(v.Dict().Len()*python.EntrySize) {
			c.deny(frame.offset)
			return nil
		}
		if err != nil {
			c.err = syntaxError(err, c.offset+frame.offset).in(frameField)
			return nil
		}
		if v.Dict() == nil || !mergeFrame(merged, v.Dict()) {
			break
		}
	}
	c.merged = merged
	return merged
}

// deny notes that the budget does not pay for the context.
func (c *Context) deny(offset int) {
	if c.err == nil {
		c.err = tooExpensive(c.budget, "tracker.stack", c.offset+offset).in("tracker.stack")
	}
}

// frame is the text of an item of the stack.
type frame struct {
	text   string
	offset int
}

// frames returns the frames that make up the context: the top one, which is the
// last, and those below it up to the first that does not ask for a slot.
func (c *Context) frames() []frame {
	if c.stack == "" {
		return nil
	}
	// The depth was checked, and brackets are balanced: frames were skipped before.
	from, n := 0, 0
	whole := c.walk(func(at int, text string) {
		if n++; !c.collects(text) {
			from, n = at, 1
		}
	})
	if !whole || !c.budget.Hold(n*int(unsafe.Sizeof(frame{}))) {
		c.deny(0)
		return nil
	}
	frames := make([]frame, 0, n)
	if !c.walk(func(at int, text string) {
		if at >= from {
			frames = append(frames, frame{text, at})
		}
	}) {
		c.deny(0)
		return nil
	}
	return frames
}

// walk visits the frames from the bottom, with their place in the stack's text. It
// reports whether the budget paid for it.
func (c *Context) walk(visit func(at int, text string)) bool {
	var s scanner
	s.again(c.stack, c.budget)
	_ = s.array(func() *Error {
		start := s.pos
		if err := s.pass(); err != nil {
			return err
		}
		visit(start, c.stack[start:s.pos])
		return nil
	})
	return !s.denied && s.settle()
}

// collects reports whether a frame asks for a slot. A frame that cannot be read
// does not.
func (c *Context) collects(frame string) bool {
	if frame[0] != '{' {
		return false // null
	}
	var s scanner
	s.again(frame, c.budget)
	// A frame may have "type" and "type_": the one that first comes later counts.
	type reading struct{ seen, collects bool }
	var plain, underscored reading
	plainFirst := false
	err := s.object(func(key string) *Error {
		read := &plain
		switch key {
		case "type":
			plainFirst = plainFirst || !underscored.seen
		case "type_":
			read = &underscored
		default:
			return s.pass()
		}
		*read = reading{seen: true}
		if s.next() != '"' {
			return s.pass()
		}
		text, err := s.str()
		read.collects = text == collectFrame
		return err
	})
	if underscored.seen && (plainFirst || !plain.seen) {
		plain = underscored
	}
	return err == nil && plain.collects
}

// set keeps the text of a stack.
func (c *Context) set(stack string, offset int) { *c = Context{stack: stack, offset: offset} }

func (c *Context) clear() { *c = Context{} }

// detach copies the stack, so that the context shares no memory with the body.
func (c *Context) detach() { c.stack = strings.Clone(c.stack) }

var _ python.Mapping = (*Context)(nil)
