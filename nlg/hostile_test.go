package nlg

import (
	"context"
	"errors"
	"runtime"
	"strings"
	"testing"

	"nlgserver/internal/budget"
	"nlgserver/internal/diag"
	"nlgserver/internal/hostile"
)

// measured is what compiling content took, without its time.
type measured struct{ parts, steps, bytes int64 }

func measure(files []File) (measured, *Catalog, Diagnostics) {
	var before, after runtime.MemStats
	b := budget.NewContent(0, nil)
	c := newCompiler(Options{}, b)
	runtime.ReadMemStats(&before)
	c.addAll(files)
	catalog, diags := c.Finish()
	runtime.ReadMemStats(&after)
	return measured{b.Parts(), b.Steps(), int64(after.TotalAlloc - before.TotalAlloc)}, catalog, diags
}

// TestHostileIsLinear: four times the content takes at most five times the work,
// for every shape of hostile content.
func TestHostileIsLinear(t *testing.T) {
	const size, most = 16 << 10, 5
	shapes := hostile.Shapes()
	if len(shapes) < 200 {
		t.Errorf("only %d shapes", len(shapes))
	}
	measure(shapes[0].Files(size)) // what is computed once
	for _, s := range shapes {
		small, _, _ := measure(s.Files(size))
		large, catalog, diags := measure(s.Files(4 * size))
		for what, pair := range map[string][2]int64{
			"parts": {small.parts + 1000, large.parts},
			"steps": {small.steps + 1000, large.steps},
			"bytes": {small.bytes + 64<<10, large.bytes},
		} {
			if pair[1] > most*pair[0] {
				t.Errorf("%s: %d %s, and %d with four times the content", s.Name, pair[0], what, pair[1])
			}
		}
		if large.steps > 64*4*size {
			t.Errorf("%s: %d steps for %d bytes", s.Name, large.steps, 4*size)
		}
		checkRefusal(t, s.Name, catalog, diags)
	}
}

// checkRefusal checks that content without a catalog has an error with a place and
// a hint.
func checkRefusal(t *testing.T, what string, catalog *Catalog, diags Diagnostics) {
	t.Helper()
	if len(diags) > maxFindings+2 {
		t.Errorf("%s: %d diagnostics", what, len(diags))
	}
	for _, d := range diags {
		if len(d.Message) > 8<<10 || len(d.Hint) > 8<<10 {
			t.Errorf("%s: a message of %d bytes, a hint of %d", what, len(d.Message), len(d.Hint))
		}
	}
	if (catalog == nil) != diags.Refused() {
		t.Errorf("%s: there is a catalog: %v; the content is rejected: %v", what, catalog != nil, diags.Refused())
	}
	for _, d := range diags {
		if d.Severity == diag.Error && (d.File == "" || d.Hint == "" && d.Code != diag.TooDeep) {
			t.Errorf("%s: no place or no hint: %v", what, d)
			return
		}
	}
}

// TestContentIsBounded: what all files have together counts, and the diagnostic is
// at the largest of them.
func TestContentIsBounded(t *testing.T) {
	files := []File{
		{Path: "a.yml", Data: []byte("responses:\n  utter_a:\n" + strings.Repeat("  - text: a\n", 3000))},
		{Path: "b.yml", Data: []byte("responses:\n  utter_b:\n" + strings.Repeat("  - text: abc\n", 3000))},
		{Path: "c.yml", Data: []byte("responses:\n  utter_c:\n" + strings.Repeat("  - text: a\n", 3000))},
	}
	for most, refused := range map[int]bool{30_000: false, 25_000: true} {
		for range 3 {
			c := newCompiler(Options{}, budget.NewContent(most, nil))
			c.addAll(files)
			catalog, diags := c.Finish()
			if (catalog == nil) != refused {
				t.Errorf("at most %d: %v", most, diags)
			}
			if refused && (len(diags) != 1 || diags[0].Code != CodeTooLarge || diags[0].File != "b.yml" || diags[0].Hint == "") {
				t.Errorf("at most %d: %v", most, diags)
			}
		}
	}
}

// TestFindingsAreBounded: an error is told, however many warnings come first.
func TestFindingsAreBounded(t *testing.T) {
	var files []File
	for i := range 40 {
		files = append(files, File{Path: string(rune('a'+i/26)) + string(rune('a'+i%26)) + ".yml", Data: []byte("responses:\n  utter_a:\n" + strings.Repeat("  - a\n", 1500))})
	}
	files = append(files, File{Path: "z.yml", Data: []byte("responses:\n  utter_z:\n" + strings.Repeat("  - a\n", 1500) + "  - 1\n")})
	catalog, diags := Compile(files, Options{})
	last := diags[len(diags)-1]
	if catalog != nil || !diags.Refused() || len(diags) > maxFindings+2 {
		t.Errorf("%d diagnostics, the last is %v", len(diags), last)
	}
	all := 0
	for _, d := range diags {
		if d.Code == CodeMoreFindings && strings.HasPrefix(d.Message, "the content has") {
			all++
		}
	}
	if all != 1 {
		t.Errorf("%d times it is told that there are more", all)
	}
}

// counting is a context that is done after it has been looked at a number of times.
type counting struct {
	context.Context
	done chan struct{}
}

func (c counting) Done() <-chan struct{} { return c.done }

func (c counting) Err() error {
	select {
	case <-c.done:
		return context.Canceled
	default:
		return nil
	}
}

// TestCompileStops: compiling ends soon after nobody waits for it, wherever it is.
func TestCompileStops(t *testing.T) {
	for _, s := range hostile.Shapes() {
		files := s.Files(64 << 10)
		ctx := counting{context.Background(), make(chan struct{})}
		close(ctx.done)
		catalog, diags, err := CompileContext(ctx, files, Options{})
		if catalog != nil || diags != nil || !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v, %v", s.Name, diags, err)
		}
	}
	// In the middle: between two steps of a compiler.
	ctx := counting{context.Background(), make(chan struct{})}
	c := NewCompilerContext(ctx, Options{})
	file := File{Path: "a.yml", Data: []byte("responses:\n" + strings.Repeat("  u: [{text: a}]\n", 10))}
	large := File{Path: "b.yml", Data: []byte("responses:\n  u:\n" + strings.Repeat("  - text: a\n", 100_000))}
	for range c.Add(file) {
	}
	steps := 0
	for step := range c.Add(large) {
		if step == Parsed {
			close(ctx.done)
		}
		steps++
	}
	if read := len(c.units[1].compiled); read > 1 || steps > 3 {
		t.Errorf("%d responses are read in %d steps", read, steps)
	}
	if catalog, diags := c.Finish(); catalog != nil || diags != nil {
		t.Errorf("%v", diags)
	}
}

// FuzzSteps compiles content and compares the work with its size.
func FuzzSteps(f *testing.F) {
	for _, s := range hostile.Shapes() {
		for _, file := range s.Files(600)[:1] {
			f.Add(file.Data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 64<<10 {
			t.Skip("it is large")
		}
		got, catalog, diags := measure([]File{{Path: "a.yml", Data: data, Direct: true}})
		size := int64(len(data)) + 64
		if got.steps > 64*size+got.parts {
			t.Errorf("%d steps and %d parts for %d bytes", got.steps, got.parts, size)
		}
		if most := 4<<20 + 8<<10*size + 1<<10*got.parts; got.bytes > most {
			t.Errorf("%d bytes of memory and %d parts for %d bytes", got.bytes, got.parts, size)
		}
		checkRefusal(t, "the content", catalog, diags)
	})
}
