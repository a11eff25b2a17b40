package wire

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// passAs skips the value at the start of text with some instructions, a piece
// of the text at a time.
func passAs(how instructions, text string, piece int) (end int, match, done bool) {
	n := nesting{limit: math.MaxInt64}
	n.add(text[0])
	end = 1
	for limit := end; !done && limit < len(text); {
		limit = min(limit+piece, len(text))
		if end, done = n.blocks(how, text[:limit], end); !done && limit == len(text) {
			end, done = n.bytes(text, end)
		}
	}
	return end, n.braces == 0, done
}

// TestSkipAgrees checks that all instruction sets of the processor skip the same.
func TestSkipAgrees(t *testing.T) {
	pieces := []string{
		`"`, `\`, `\\`, `\"`, `[`, `]`, `{`, `}`, `,`, ` `, `a`, `"x"`, `"]}"`, `"\\"`, `é`, `"\\\""`,
		strings.Repeat("a", 61), strings.Repeat(`\`, 7), strings.Repeat(`"[",`, 20), strings.Repeat(`{"a":[`, 9), strings.Repeat("]}", 9),
	}
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.SampledFrom([]string{"[", "{"}).Draw(t, "open") +
			strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 60).Draw(t, "pieces"), "") +
			rapid.SampledFrom([]string{"", "]", "}", "]}"}).Draw(t, "close")
		if strayBackslash(text) {
			return
		}
		agree(t, text)
	})
}

// strayBackslash reports whether text has a backslash outside of a string. Such
// text is not JSON, and the ways to skip may differ there: the assembly looks
// for escaped quotes before it finds strings.
func strayBackslash(text string) bool {
	inString := false
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == '\\' && !inString:
			return true
		case text[i] == '\\':
			i++
		case text[i] == '"':
			inString = !inString
		}
	}
	return false
}

func agree(t rapid.TB, text string) {
	end, match, done := passAs(portable, text, len(text))
	for how := portable; how <= available(); how++ {
		for _, piece := range []int{1, 7, 64, 65, 130, len(text)} {
			gotEnd, gotMatch, gotDone := passAs(how, text, piece)
			if gotEnd != end || gotDone != done || gotMatch != match && done {
				t.Fatalf("%q: with instructions %d in pieces of %d it ends at %d (%v, %v), portably at %d (%v, %v)",
					text, how, piece, gotEnd, gotMatch, gotDone, end, match, done)
			}
		}
	}
}

// TestSkipOneEscape puts a single significant escape at every offset of every block.
func TestSkipOneEscape(t *testing.T) {
	const size = 8 * 64 // blocks of 64 bytes
	for at := range size {
		// The brackets after it count if the escape is overlooked, but they are
		// too few for the value to end there.
		for _, escape := range []string{`\"]`, `\\", "]`} {
			text := `[[[["` + strings.Repeat("a", at) + escape + strings.Repeat("a", size-at) + `", 1]]]]`
			agree(t, text+"]]")
			if end, _, done := passAs(available(), text, len(text)); !done || end != len(text) {
				t.Fatalf("with %s at %d it ends at %d of %d: %v", escape, at, end, len(text), done)
			}
		}
	}
}

// TestSkipRealText skips well-formed JSON at every alignment.
func TestSkipRealText(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	var b strings.Builder
	var value func(depth int)
	value = func(depth int) {
		switch n := rng.IntN(6); {
		case n == 0 && depth < 9:
			b.WriteByte('[')
			for i := range rng.IntN(5) {
				if i > 0 {
					b.WriteString(", ")
				}
				value(depth + 1)
			}
			b.WriteByte(']')
		case n == 1 && depth < 9:
			b.WriteByte('{')
			for i := range rng.IntN(5) {
				if i > 0 {
					b.WriteString(", ")
				}
				b.WriteString(`"key": `)
				value(depth + 1)
			}
			b.WriteByte('}')
		case n == 2:
			b.WriteString(`"` + strings.Repeat(`\\`, rng.IntN(5)) + strings.Repeat(`\"`, rng.IntN(3)) + `[{\u00e9"`)
		default:
			b.WriteString("12.5")
		}
	}
	b.WriteByte('[')
	for range 2000 {
		value(0)
		b.WriteByte(',')
	}
	b.WriteString("1]")
	text := b.String()
	for i := range 200 {
		padded := "[" + strings.Repeat(" ", i) + text + "]" + strings.Repeat("]", i%3)
		agree(t, padded)
		if end, match, done := passAs(available(), padded, len(padded)); !match || !done || end != len(padded)-i%3 {
			t.Fatalf("at offset %d it ends at %d of %d: %v, %v", i, end, len(padded), match, done)
		}
	}
}
