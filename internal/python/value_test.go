package python

import (
	"encoding/json"
	"math"
	"math/big"
	"os"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// pythonValues is what Python says of a list of JSON values: see
// testdata/values.json.
type pythonValues struct {
	Values []string // JSON texts
	Equal  []string // a row for each value: "=" where Python says ==
	Order  []string // "<", ">", "=", "?" where unordered, "x" for a TypeError
	Truth  string   // "T" where bool() is true
	Repr   []string
}

func readJSON(t *testing.T, name string, into any) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, into); err != nil {
		t.Fatal(err)
	}
}

func mustParse(t *testing.T, text string) Value {
	t.Helper()
	v, err := ParseJSON(text)
	if err != nil {
		t.Fatalf("ParseJSON(%s): %v", text, err)
	}
	return v
}

func TestAsPython(t *testing.T) {
	var python pythonValues
	readJSON(t, "testdata/values.json", &python)
	for i, a := range python.Values {
		x := mustParse(t, a)
		if got := x.Repr(); got != python.Repr[i] {
			t.Errorf("repr of %s: %s, Python says %s", a, got, python.Repr[i])
		}
		if got := x.Truth(); got != (python.Truth[i] == 'T') {
			t.Errorf("truth of %s: %v", a, got)
		}
		for j, b := range python.Values {
			y := mustParse(t, b)
			if got, want := Equal(x, y), python.Equal[i][j] == '='; got != want {
				t.Errorf("%s == %s: %v, Python says %v", a, b, got, want)
			}
			if got, want := orderOf(x, y), python.Order[i][j]; got != want {
				t.Errorf("order of %s and %s: %c, Python says %c", a, b, got, want)
			}
		}
	}
}

func orderOf(a, b Value) byte {
	order, unordered, err := Compare(a, b)
	switch {
	case err != nil && Equal(a, b) && a.kind == KindNone:
		return 'x'
	case err != nil:
		return 'x'
	case unordered:
		return '?'
	default:
		return "<=>"[order+1]
	}
}

func TestFloatText(t *testing.T) {
	data, err := os.ReadFile("testdata/floats.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		bits, want, ok := strings.Cut(strings.TrimSpace(line), " ")
		if !ok || bits == "#" {
			continue
		}
		n, err := strconv.ParseUint(bits, 16, 64)
		if err != nil {
			t.Fatal(err)
		}
		if got := Float(math.Float64frombits(n)).Str(); got != want {
			t.Errorf("str of %s: %s, Python says %s", bits, got, want)
		}
	}
}

func TestStringRepr(t *testing.T) {
	var rows [][]json.RawMessage
	readJSON(t, "testdata/strings.json", &rows)
	for _, row := range rows {
		s, _ := mustParse(t, string(row[0])).Text()
		want, _ := mustParse(t, string(row[1])).Text()
		if got := Str(s).Repr(); got != want {
			t.Errorf("repr of %s: %s, Python says %s", row[0], got, want)
		}
		if got := strconv.Itoa(RuneCount(s)); got != string(row[2]) {
			t.Errorf("len of %s: %s, Python says %s", row[0], got, row[2])
		}
		if got := string(AppendJSONString(nil, s)); !Equal(mustParse(t, got), Str(s)) {
			t.Errorf("%s does not survive JSON: %s", row[0], got)
		}
	}
}

func TestBigNumbers(t *testing.T) {
	huge, _ := new(big.Int).SetString("123456789012345678901234567890", 10)
	if got := BigInt(huge).Str(); got != huge.String() {
		t.Errorf("str: %s", got)
	}
	if v := BigInt(big.NewInt(7)); v.ref != nil || !Equal(v, Int(7)) {
		t.Errorf("a small big.Int is not an Int: %v", v.Repr())
	}
	if _, ok := BigInt(huge).Int64(); ok {
		t.Error("a huge int fits an int64")
	}
	tooBig := BigInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(400), nil))
	if _, ok := tooBig.Float64(); ok {
		t.Error("10**400 has a float")
	}
	if o, _, _ := Compare(tooBig, Float(math.Inf(1))); o != -1 {
		t.Error("10**400 is not below infinity")
	}
}

// TestDictIsPython holds a Dict to a model: a list of pairs searched from the
// front, with keys that Python calls equal.
func TestDictIsPython(t *testing.T) {
	keys := []Value{
		Str("a"), Str("b"), Str("1"), Int(1), Float(1), Bool(true), Int(0), Bool(false), None(), Float(2.5),
		Tuple(Int(1), Str("x")), Tuple(Float(1), Str("x")), Str(""), Int(1 << 60), Float(1 << 60),
	}
	rapid.Check(t, func(t *rapid.T) {
		var d Dict
		var model []Entry
		for range rapid.IntRange(0, 40).Draw(t, "sets") {
			key := rapid.SampledFrom(keys).Draw(t, "key")
			if rapid.Bool().Draw(t, "fresh") {
				key = Str("k" + strconv.Itoa(rapid.IntRange(0, 30).Draw(t, "n")))
			}
			v := Int(int64(rapid.IntRange(0, 99).Draw(t, "value")))
			d.SetKey(key, v)
			found := false
			for i := range model {
				if Equal(model[i].Key, key) {
					model[i].Value, found = v, true
					break
				}
			}
			if !found {
				model = append(model, Entry{key, v})
			}
		}
		if d.Len() != len(model) {
			t.Fatalf("%d entries, want %d", d.Len(), len(model))
		}
		for i, e := range d.Entries() {
			if !Equal(e.Key, model[i].Key) || e.Key.kind != model[i].Key.kind || !Equal(e.Value, model[i].Value) {
				t.Fatalf("entry %d: %s: %s", i, e.Key.Repr(), e.Value.Repr())
			}
			if v, ok := d.GetKey(e.Key); !ok || !Equal(v, e.Value) {
				t.Fatalf("GetKey(%s) fails", e.Key.Repr())
			}
			if s, isText := e.Key.Text(); isText {
				if v, ok := d.Get(s); !ok || !Equal(v, e.Value) {
					t.Fatalf("Get(%q) fails", s)
				}
			}
		}
		if _, ok := d.Get("never set"); ok {
			t.Fatal("a key that was never set is there")
		}
		if c := d.Clone(); !Equal(OfDict(c), OfDict(&d)) {
			t.Fatal("a clone differs")
		}
	})
}
