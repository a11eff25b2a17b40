package python

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestParseJSON(t *testing.T) {
	tests := []struct{ text, repr string }{
		{`1`, `1`},
		{`1.0`, `1.0`},
		{`1e0`, `1.0`},
		{`1E+2`, `100.0`},
		{`-0`, `0`},
		{`-0.0`, `-0.0`},
		{`12345678901234567890123`, `12345678901234567890123`},
		{`NaN`, `nan`},
		{`[Infinity, -Infinity]`, `[inf, -inf]`},
		{`1e999`, `inf`},
		{"\t{ \"b\" : 1 ,\n\"a\":[ ] }\r ", `{'b': 1, 'a': []}`},
		{`{"a":1,"b":2,"a":3}`, `{'a': 3, 'b': 2}`},
		{`"\u00e9\ud83d\ude00\/\b\f"`, `'é😀/\x08\x0c'`},
		{`"\ud83d"`, `'\ud83d'`},
		{`"\ud83dx\ude00"`, `'\ud83dx\ude00'`},
		{`"\ud83d\u0041"`, `'\ud83dA'`},
		{`"\ud83d\ud83d\ude00"`, `'\ud83d😀'`},
		{`{"\u0061":null}`, `{'a': None}`},
	}
	for _, tt := range tests {
		v, err := ParseJSON(tt.text)
		if err != nil {
			t.Errorf("ParseJSON(%s): %v", tt.text, err)
			continue
		}
		if got := v.Repr(); got != tt.repr {
			t.Errorf("ParseJSON(%s) = %s, want %s", tt.text, got, tt.repr)
		}
	}
}

func TestParseJSONErrors(t *testing.T) {
	tests := []struct {
		text    string
		offset  int
		message string
	}{
		{``, 0, "unexpected end of text"},
		{`{"a":1`, 6, "unexpected end of text"},
		{`{"a" 1}`, 5, "expected ':'"},
		{`{a:1}`, 1, "expected a key in double quotes"},
		{`{"a":1,}`, 7, "expected a key in double quotes"},
		{`[1,]`, 3, "expected a value"},
		{`[1 2]`, 3, "expected ',' or ']'"},
		{`01`, 1, "unexpected text after the value"},
		{`1.`, 2, "unexpected end of text"},
		{`1.x`, 2, "expected a digit after the point"},
		{`1ex`, 2, "expected a digit in the exponent"},
		{`-x`, 1, "expected a digit"},
		{`+1`, 0, "expected a value"},
		{`tru`, 0, "expected a value"},
		{`"a`, 2, "unexpected end of text"},
		{"\"a\nb\"", 2, "control character in a string"},
		{"\"a\\n\nb\"", 4, "control character in a string"},
		{`"\x41"`, 2, "unknown escape in a string"},
		{`"\u12g4"`, 2, `expected four hexadecimal digits after \u`},
		{"\"ab\xff\"", 3, "bad UTF-8 in a string"},
		{"\"ab\\n\xed\xa0\x80\"", 5, "bad UTF-8 in a string"},
		{`1 2`, 2, "unexpected text after the value"},
		{strings.Repeat("[", 2000), MaxJSONDepth, "nested too deeply"},
		{strings.Repeat("9", MaxIntDigits+1), 0, "integer of more than 4300 digits"},
	}
	for _, tt := range tests {
		_, err := ParseJSON(tt.text)
		var syntax *SyntaxError
		if !errors.As(err, &syntax) {
			t.Errorf("ParseJSON(%.20s): %v, want a SyntaxError", tt.text, err)
			continue
		}
		if syntax.Offset != tt.offset || syntax.Message != tt.message {
			t.Errorf("ParseJSON(%.20s): %v, want byte %d: %s", tt.text, err, tt.offset, tt.message)
		}
	}
}

func TestAppendJSON(t *testing.T) {
	d := NewDict(3)
	d.SetKey(Int(1), Str("a\x01\u2028</é>"))
	d.SetKey(Bool(false), List(Float(1), Float(1e22), None()))
	d.SetKey(None(), Tuple(Str("\xed\xa0\xbd")))
	want := `{"1":"a\u0001` + "\u2028" + `</é>","false":[1.0,1e+22,null],"null":["\ud83d"]}`
	if got := string(OfDict(d).AppendJSON(nil)); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// FuzzParseJSON holds the reader to encoding/json: both accept the same texts,
// but for what Python reads and Go does not, and both read the same values.
func FuzzParseJSON(f *testing.F) {
	for _, seed := range []string{
		`{"a":[1,2.5,"x",null,true],"b":{}}`, `"\ud83d\ude00"`, `[1e5,-0,0.1]`, `NaN`, `[`, "\"\xff\"", `{"a":1,"a":2}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		v, err := ParseJSON(text)
		if check := CheckJSON(text, nil); fmt.Sprint(check) != fmt.Sprint(err) {
			t.Fatalf("a check says %v, reading it %v", check, err)
		}
		valid := json.Valid([]byte(text)) && utf8.ValidString(text)
		if err != nil {
			var syntax *SyntaxError
			if !errors.As(err, &syntax) || syntax.Offset < 0 || syntax.Offset > len(text) {
				t.Fatalf("a bad error: %v", err)
			}
			if valid && syntax.Message != "nested too deeply" && !strings.Contains(syntax.Message, "digits") {
				t.Fatalf("refused, but it is JSON: %v", err)
			}
			return
		}
		if !valid && !strings.Contains(text, "NaN") && !strings.Contains(text, "Infinity") {
			t.Fatalf("accepted, but it is not JSON")
		}
		again, err := ParseJSON(string(v.AppendJSON(nil)))
		if err != nil {
			t.Fatalf("its own JSON is refused: %v", err)
		}
		if valid && !strings.Contains(v.Repr(), "inf") && !Equal(v, again) {
			t.Fatalf("%s became %s", v.Repr(), again.Repr())
		}
	})
}

func BenchmarkParseJSON(b *testing.B) {
	text := `{"name":"Ann","age":42,"tags":["a","b"],"address":{"city":"Łódź","zip":null},"score":1.5}`
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if _, err := ParseJSON(text); err != nil {
			b.Fatal(err)
		}
	}
}
