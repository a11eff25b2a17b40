package edit

import (
	"strconv"
	"strings"

	"nlgserver/internal/diag"
)

// step is one step of a path: a key, or the index of an item.
type step struct {
	key   string
	index int // -1 for a key
}

func (s step) isIndex() bool { return s.index >= 0 }

// deepestPath bounds the steps of a path. That of a template in a custom payload has
// about ten; an op must not nest a value deeper than files may.
const deepestPath = 64

// parsePath reads a path such as buttons[0].title.
func parsePath(path string) ([]step, error) {
	if strings.Count(path, ".")+strings.Count(path, "[") >= deepestPath {
		return nil, refuse(diag.Position{}, quote(path)+" has more than "+itoa(deepestPath)+" steps", "set a whole value above it")
	}
	bad := func() error {
		return refuse(diag.Position{}, quote(path)+" is not a path", "write a path such as text or buttons[0].title")
	}
	var steps []step
	for part := range strings.SplitSeq(path, ".") {
		key, indexes, _ := strings.Cut(part, "[")
		if key == "" {
			return nil, bad()
		}
		steps = append(steps, step{key, -1})
		if key == part {
			continue
		}
		for index := range strings.SplitSeq(indexes, "[") {
			digits, ok := strings.CutSuffix(index, "]")
			n, err := strconv.ParseUint(digits, 10, 31)
			if !ok || err != nil {
				return nil, bad()
			}
			steps = append(steps, step{"", int(n)})
		}
	}
	return steps, nil
}

// stepsOf returns the path of an op: that of the translation, if it has a language.
func stepsOf(op Op) ([]step, error) {
	steps, err := parsePath(op.Path)
	if err != nil || op.Language == "" {
		return steps, err
	}
	into := []step{{"translation", -1}, {op.Language, -1}}
	switch {
	case len(steps) == 1 && steps[0].key == "text":
		return into, nil
	case len(steps) == 3 && steps[0].key == "buttons" && steps[1].isIndex() && !steps[2].isIndex():
		return append(steps[:2:2], append(into, steps[2])...), nil
	default:
		return nil, refuse(diag.Position{}, shown(op.Path)+" cannot be translated: Rasa translates the text and the buttons only", "write a variation with a condition on slots.language")
	}
}

// before returns the path up to a step, for messages.
func before(steps []step, n int) string {
	var b strings.Builder
	for i, s := range steps[:n] {
		switch {
		case s.isIndex():
			b.WriteString("[" + itoa(s.index) + "]")
		case i > 0:
			b.WriteString("." + s.key)
		default:
			b.WriteString(s.key)
		}
	}
	return shown(b.String())
}
